"""All methods of the playground by name, for the engine and, with an author of typed rules, for the sandbox."""

from collections.abc import Callable, Mapping
from typing import Any

from descent.playground.answers import Answer, packed
from descent.playground.arguments import Arguments
from descent.playground.catalog import catalog, check, source
from descent.playground.curves import curve, luck
from descent.playground.export.script import script
from descent.playground.grid import describe
from descent.playground.inside import look
from descent.playground.jobs import Jobs
from descent.playground.matrix import matrix
from descent.playground.measures import measures
from descent.playground.race import race
from descent.playground.verdict import verdict
from descent.sandbox.typed_rule import Author
from descent.spec import Namespace

Method = Callable[[dict[str, Any], bytes | None], tuple[Any, bytes | None]]


def studio_methods(xp: Namespace, author: Author | None = None) -> dict[str, Method]:
    """Method name to a function from arguments (and no payload) to JSON and bytes."""
    jobs = Jobs({})
    answers: Mapping[str, Callable[[Arguments], Answer]] = {
        "studio.catalogue": catalog,
        "studio.source": source,
        "studio.check": check,
        "studio.ground": describe,
        "studio.race": race,
        "studio.measures": measures,
        "studio.look": look,
        "studio.curve": curve,
        "studio.luck": luck,
        "studio.matrix": matrix,
        "studio.verdict": verdict,
        "studio.script": script,
        "studio.job.open": jobs.open,
        "studio.job.next": jobs.next,
        "studio.job.close": jobs.close,
    }

    def method(answer: Callable[[Arguments], Answer]) -> Method:
        return lambda values, _payload: packed(answer(Arguments(values, xp, author)), xp)

    return {name: method(answer) for name, answer in answers.items()}
