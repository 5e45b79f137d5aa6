"""The mutants: how many changed solutions a problem's tests were tried on, and which of them no test catches."""

from collections.abc import Iterator
from typing import Any

from app.course import catalog, mutants
from app.refresh.stored_file import StoredFile


class Mutants(StoredFile):
    """One survey per problem, some seconds each. A stale one is found by the fingerprint of the files that it is of."""

    title = "mutants"
    noun = "problem"
    path = mutants.STORED

    def names(self) -> tuple[str, ...]:
        """All problems."""
        return catalog.slugs()

    def compute(self, name: str) -> Any:
        """The survey of a problem."""
        return mutants.survey(name)

    def outdated(self, name: str, entry: Any) -> str | None:
        """Why a survey no longer holds: the solutions or the tests are others."""
        same = entry.get("fingerprint") == mutants.fingerprint(name)
        return None if same else "was made of other solutions or tests"

    def remarks(self, name: str, entry: Any) -> Iterator[str]:
        """The survivors that are not listed as equal."""
        for survivor in mutants.open_survivors(name, entry):
            yield f"no test catches {survivor}"


FILES = (Mutants(),)
