"""All methods of the playground by name, for the engine and, with an author of typed rules, for the sandbox."""

from collections.abc import Callable, Mapping
from typing import Any

from descent.spec import Namespace
from descent.studio.bench import Bench
from descent.studio.catalogue import catalogue, check, source
from descent.studio.curves import curve, luck
from descent.studio.grid import describe
from descent.studio.jobs import Jobs
from descent.studio.look import look
from descent.studio.matrix import matrix
from descent.studio.measures import measures
from descent.studio.packet import Answer, packed
from descent.studio.race import race
from descent.studio.reading import Given
from descent.studio.script import script
from descent.studio.typed import Author
from descent.studio.verdict import verdict

Method = Callable[[dict[str, Any], bytes | None], tuple[Any, bytes | None]]


def studio_methods(xp: Namespace, author: Author | None = None) -> dict[str, Method]:
    """Method name to a function from arguments (and no payload) to JSON and bytes."""
    bench, jobs = Bench(xp, author), Jobs({})
    answers: Mapping[str, Callable[[Given, Bench], Answer]] = {
        "studio.catalogue": catalogue,
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

    def method(answer: Callable[[Given, Bench], Answer]) -> Method:
        return lambda arguments, _payload: packed(answer(Given(arguments), bench), xp)

    return {name: method(answer) for name, answer in answers.items()}
