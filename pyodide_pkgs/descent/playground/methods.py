"""All methods of the playground by name, for the engine and, with an author of typed rules, for the sandbox."""

from collections.abc import Callable, Mapping
from typing import Any

from descent.playground.answers import Answer, json_and_bytes
from descent.playground.arguments import Arguments
from descent.playground.catalog import catalog, check, source
from descent.playground.curves import curve, luck
from descent.playground.export.rule_file import rule_file
from descent.playground.export.script import script
from descent.playground.graphs import graphs
from descent.playground.grid import describe
from descent.playground.inside import inside_view
from descent.playground.jobs import Jobs
from descent.playground.matrix import matrix
from descent.playground.measures import measures
from descent.playground.nodes import nodes
from descent.playground.point import point
from descent.playground.race import race
from descent.playground.recall import recall
from descent.playground.threshold import threshold
from descent.playground.verdict import verdict
from descent.sandbox.typed_rule import Author
from descent.spec import Namespace

Method = Callable[[dict[str, Any], bytes | None], tuple[Any, bytes | None]]
Function = Callable[[Arguments[Any]], Answer]


def functions(jobs: Jobs) -> Mapping[str, Function]:
    """Method name to the function that answers it; its annotations are the contract with JavaScript."""
    return {
        "studio.catalogue": catalog,
        "studio.source": source,
        "studio.check": check,
        "studio.graphs": graphs,
        "studio.ground": describe,
        "studio.point": point,
        "studio.race": race,
        "studio.threshold": threshold,
        "studio.measures": measures,
        "studio.look": inside_view,
        "studio.nodes": nodes,
        "studio.curve": curve,
        "studio.luck": luck,
        "studio.matrix": matrix,
        "studio.recall": recall,
        "studio.verdict": verdict,
        "studio.script": script,
        "studio.export": rule_file,
        "studio.job.open": jobs.open,
        "studio.job.next": jobs.next,
        "studio.job.close": jobs.close,
    }


def studio_methods(xp: Namespace, author: Author | None = None) -> dict[str, Method]:
    """Method name to a function from arguments (and no payload) to JSON and bytes."""

    def method(function: Function) -> Method:
        return lambda values, _payload: json_and_bytes(function(Arguments(values, xp, author)), xp)

    return {name: method(function) for name, function in functions(Jobs({})).items()}
