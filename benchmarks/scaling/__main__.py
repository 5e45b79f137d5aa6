"""`python -m benchmarks.scaling costs check curve`: what requests cost, the check by a real site, the curve."""

import sys

from benchmarks.environment import environment


def main(names: list[str]) -> int:
    """Print what was asked for; the exit status."""
    possible = ("costs", "check", "curve")
    unknown = [name for name in names if name not in possible]
    if unknown or not names:
        print(f"{unknown[0]!r} is nothing to print; " if unknown else "", f"possible: {', '.join(possible)}", sep="")
        return 2
    print(environment())
    for name in names:
        if name == "costs":
            from benchmarks.scaling.costs import fitted

            print(fitted())
        elif name == "check":
            from benchmarks.scaling.compare import rows

            for line in rows():
                print(line, flush=True)
        else:
            from benchmarks.scaling.curve import rows as drawn

            for line in drawn():
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
