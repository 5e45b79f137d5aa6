"""`/playground`: race, edit and take apart update rules."""

from functools import cache
from typing import Any

import numpy
from descent import registry
from descent.playground.methods import studio_methods
from fastapi import APIRouter, HTTPException, Request, Response

from app.web.middleware.headers import PLOTLY_PAGE_CSP
from app.web.numpy_names import numpy_names
from app.web.openings import opening, rates
from app.web.openings.landscape_sheet import Group, landscape_sheet
from app.web.openings.opening import Opening
from app.web.page_config import python_config
from app.web.render import formula_slots
from app.web.render.markdown import formula

router = APIRouter(include_in_schema=False)

PARTS = ("landscape", "racers", "play", "side", "analysis", "lessons", "none", "no-code")
"""What `?controls=` may name: the parts of the page besides the map; `no-code` takes Fork and Edit away."""

UNSEEN = {"formula", "paper", "related", "state", "tags"}
"""What the catalog says of rules and landscapes that the page's menus and sliders do not read."""


@router.get("/playground")
def show(
    request: Request,
    lesson: str | None = None,
    rule: str | None = None,
    projector: str | None = None,
    controls: str | None = None,
) -> Response:
    """The playground; `lesson` and `rule` say how it opens, a link's fragment is read by the page itself.

    `projector` shows it to a class, and `controls` names the parts that are then left to touch.
    """
    first = opened(lesson, rule)
    app = request.app
    page: Response = app.state.pages.render(
        request,
        "playground.html",
        opening=first,
        lessons=opening.lessons(),
        lesson=next((one for one in opening.lessons() if one["name"] == lesson), None),
        place=[one["name"] for one in opening.lessons()].index(lesson) if lesson else 0,
        projector=projector is not None,
        shown=" ".join(parts_named(controls)),
        formula=formula(first.ground["formula"]) if first.ground["formula"] else "",
        config={
            "opening": first.data,
            "catalogue": catalog(),
            "formulas": app.url_path_for("formulas"),
            "landscapes": app.url_path_for("pictured_landscapes"),
            "ruleFormulas": app.url_path_for("rule_formulas"),
            "contours": app.state.vendor.url("contours.mjs"),
            "plotly": app.state.vendor.url("plotly-strict.min.js"),
            "figures": app.state.vendor.url("plotly-cartesian.min.js"),
            **python_config(app, "studio"),
        },
    )
    page.headers["Content-Security-Policy"] = PLOTLY_PAGE_CSP
    return page


@router.get("/api/formulas")
def formulas() -> dict[str, str]:
    """The formula of each landscape and family as MathML, by `name:...` and `family:...`."""
    return all_formulas()


@router.get("/api/landscape-sheet")
def pictured_landscapes() -> tuple[Group, ...]:
    """The landscapes of the menu that have a map or a line, by trait, each with its contour lines as SVG."""
    return landscape_sheet()


@router.get("/api/rule-formulas")
def rule_formulas() -> dict[str, dict[str, object]]:
    """The formula of each rule, and its equations with slots for the numbers of a step; all as MathML."""
    return formula_slots.formulas_of_rules()


@router.get("/api/numpy-names")
def names_of_numpy() -> dict[str, str]:
    """NumPy's functions and their arguments, for the completion of editors."""
    return numpy_names()


@cache
def all_formulas() -> dict[str, str]:
    """Made once: what the page shows beside another landscape than its first."""
    landscapes = {f"name:{name}": registry.landscape(name) for name in registry.landscape_names()}
    families = {f"family:{name}": registry.family(name)() for name in registry.family_names()}
    return {key: str(formula(one.formula)) for key, one in {**landscapes, **families}.items() if one.formula}


def parts_named(controls: str | None) -> list[str]:
    """The parts of the page that are shown, or 404 that names the ones there are; all where nothing is said."""
    if controls is None:
        return []
    named = [name.strip() for name in controls.split(",")]
    unknown = [name for name in named if name not in PARTS]
    if unknown:
        raise HTTPException(404, f"no control is called {unknown[0]!r}; there are: {', '.join(PARTS)}")
    return named


def opened(lesson: str | None, rule: str | None) -> Opening:
    """The opening that is asked for, or 404 that names the ones there are."""
    if lesson is not None:
        try:
            return opening.lesson_opening(lesson)
        except KeyError as error:
            names = ", ".join(one["name"] for one in opening.lessons())
            raise HTTPException(404, f"no lesson is called {lesson!r}; there are: {names}") from error
    if rule is not None:
        if rule not in registry.rule_names():
            raise HTTPException(404, f"no rule is called {rule!r}; there are: {', '.join(registry.rule_names())}")
        return opening.rule_opening(rule)
    return opening.default_opening()


def catalog() -> dict[str, Any]:
    """What there is to choose from, as menus and sliders need it before Python has loaded."""
    everything, _ = studio_methods(numpy)["studio.catalogue"]({}, None)
    for group in ("rules", "landscapes", "families"):
        everything[group] = [
            {key: value for key, value in one.items() if key not in UNSEEN} for one in everything[group]
        ]
    for rule in everything["rules"]:
        rule["follows"] = rates.followed().get(rule["name"])
    return everything  # type: ignore[no-any-return]
