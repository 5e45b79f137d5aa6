"""The one assertion about stored files: its message ends with the command that mends them."""

from collections.abc import Iterable

from app.refresh.kinds import load


def assert_fresh(module: str, names: Iterable[str] | None = None) -> None:
    """Every entry of that kind of stored file, or those of these names, is what the code says."""
    stale = {}
    for file in load([module]).files:
        for name in file.known() if names is None else names:
            reason = file.stale(name)
            if reason:
                stale[name] = f"{file.title}: {name} {reason}"
    assert not stale, "\n".join([*stale.values(), f"run: optimizer-playground refresh {' '.join(stale)}"])
