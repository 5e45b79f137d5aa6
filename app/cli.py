"""The `optimizer-playground` command."""


def main() -> None:
    """Run the command line."""
