"""`python -m app`: the command line, as `optimizer-playground`."""

from app.cli import main

if __name__ == "__main__":
    main()
