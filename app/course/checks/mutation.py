"""What every problem keeps of its mutants: correct solutions with one thing changed."""

from collections.abc import Iterator

from app.course import mutants
from app.course.checks.judgements import suite_of

FEWEST = 100
SAMPLE = 4
SHOWN = 20
"""The most survivors that are listed."""


def mutants_are_caught(slug: str) -> Iterator[str]:
    """A hundred mutants or more are tried, and each that no test catches is listed as equal, with a reason."""
    found, listed = mutants.current(slug), mutants.equal(slug)
    if found["mutants"] < FEWEST:
        yield f"{found['mutants']} mutants; at least {FEWEST} are wanted"
    yield from no_mutant_survives_unlisted(slug)
    for pattern, reason in listed.items():
        if not any(mutants.matches(pattern, name) for name in found["survivors"]):
            yield f"{mutants.EQUAL} lists {pattern}, which is caught or no longer made"
        elif len(reason) < 20:
            yield f"{mutants.EQUAL} has no reason for {pattern}"


def no_mutant_survives_unlisted(slug: str) -> Iterator[str]:
    """Each mutant of the reference that no test catches is listed in equal.toml, with the reason."""
    found = mutants.current(slug)
    wanted = mutants.wanted(slug)
    survivors = [
        name
        for name in mutants.open_survivors(slug, found)
        if not any(mutants.matches(pattern, name) for pattern in wanted)
    ]
    for name in survivors[:SHOWN]:
        yield f"no test catches {name}"
    if len(survivors) > SHOWN:
        yield f"... and {len(survivors) - SHOWN} more"


def a_sample_of_mutants_fares_as_surveyed(slug: str) -> Iterator[str]:
    """Some mutants, tested anew, are caught or survive as the survey says."""
    survivors = mutants.current(slug)["survivors"]
    for mutant in mutants.sample(slug, SAMPLE):
        caught = mutants.caught_by(suite_of(slug, 0), mutant.source) is not None
        if caught == (mutant.name in survivors):
            yield f"{mutant.name} is {'caught' if caught else 'not caught'}, and the survey says otherwise"
