"""`/rules`, `/rules/<name>` and, as JSON, `/api/rules` and `/api/landscapes`."""

import inspect
import re
from math import log10
from typing import Literal

from descent import registry
from descent.errors import UnknownName
from descent.hyper_names import hyper_name
from descent.spec import Landscape, Rule
from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import BaseModel

from app.course import catalog
from app.web.openings import preview, rule_rows
from app.web.page_config import python_config
from app.web.render.loss_chart import loss_chart
from app.web.render.markdown import formula

ARXIV = re.compile(r"(arXiv:\d{4}\.\d{4,5})")

router = APIRouter()


class HyperInfo(BaseModel):
    """One numeric hyperparameter."""

    name: str
    default: float
    low: float
    high: float
    scale: Literal["linear", "log"]
    allowed: str
    """What it may be, in words; `low` and `high` are the ends of its slider."""
    doc: str


class ChoiceInfo(BaseModel):
    """One named choice; option values are given as text."""

    name: str
    default: str
    options: dict[str, str]
    defective: list[str]
    doc: str


class RuleInfo(BaseModel):
    """One update rule, without its code."""

    name: str
    title: str
    summary: str
    scope: Literal["element", "tensor", "matrix", "model"]
    hypers: list[HyperInfo]
    choices: list[ChoiceInfo]
    inputs: list[str]
    state: dict[str, str]
    bytes_per_parameter: str
    paper: str
    formula: str
    related: list[str]


class LandscapeInfo(BaseModel):
    """One landscape."""

    name: str
    title: str
    formula: str
    window: list[tuple[float, float]]
    start: list[float]
    minima: list[list[float]]
    least: float | None
    stable_lr: float | None
    tags: list[str]
    note: str


def cited(paper: str) -> list[tuple[str, str | None]]:
    """The citation in pieces: (text, address), the address None where the piece is no arXiv number."""
    return [
        (piece, f"https://arxiv.org/abs/{piece.removeprefix('arXiv:')}" if ARXIV.fullmatch(piece) else None)
        for piece in ARXIV.split(paper)
        if piece
    ]


@router.get("/rules", include_in_schema=False)
def index(request: Request) -> Response:
    """All rules, by family."""
    page: Response = request.app.state.pages.render(
        request,
        "rules.html",
        groups=registry.rule_groups(),
        summary=sentence,
        rows=rule_rows.rows(),
        valley=rule_rows.valley(),
        box=(rule_rows.WIDTH, rule_rows.HEIGHT),
        steps=preview.STEPS,
        shape=rule_rows.SHAPE,
    )
    return page


@router.get("/rules/{name}", include_in_schema=False)
def show(request: Request, name: str) -> Response:
    """One rule: formula, hyperparameters, source, and the rule at work."""
    rule = known_rule(name)
    known = set(registry.rule_names())
    run = preview.miniature(name)
    lr = next((hyper for hyper in rule.hypers if hyper.name == "lr"), None)
    page: Response = request.app.state.pages.render(
        request,
        "rule.html",
        name=name,
        rule=rule,
        info=describe_rule(name, rule),
        hyper_name=hyper_name,
        says=sentence(rule),
        cited=cited(rule.paper),
        formula=formula(rule.formula),
        source=source(rule),
        related=[(other, registry.rule(other).title) for other in rule.related if other in known],
        problems=[problem for problem in catalog.problems() if problem.rule == name],
        miniature=run,
        path=run.path,
        start=run.start,
        steps=preview.STEPS,
        window=preview.window(run),
        chart=loss_chart(run.losses),
        lr_low=log10(lr.low) if lr else 0,
        lr_high=log10(lr.high) if lr else 0,
        lr_at=log10(run.lr) if run.lr else 0,
        config={
            "rule": name,
            "steps": preview.STEPS,
            "landscape": run.landscape,
            **python_config(request.app, "studio"),
        },
    )
    return page


@router.get("/api/rules")
def rules() -> list[RuleInfo]:
    """Every update rule."""
    return [describe_rule(name, registry.rule(name)) for name in registry.rule_names()]


@router.get("/api/landscapes")
def landscapes() -> list[LandscapeInfo]:
    """Every landscape."""
    return [describe_landscape(name, registry.landscape(name)) for name in registry.landscape_names()]


def known_rule(name: str) -> Rule:
    """The rule of that name, or 404 that names the ones there are."""
    try:
        return registry.rule(name)
    except UnknownName as error:
        raise HTTPException(404, str(error)) from error


def describe_rule(name: str, rule: Rule) -> RuleInfo:
    """The rule as data."""
    return RuleInfo(
        name=name,
        title=rule.title or name,
        summary=sentence(rule),
        scope=rule.scope,
        hypers=[
            HyperInfo(
                name=one.name,
                default=one.default,
                low=one.low,
                high=one.high,
                scale=one.scale,
                allowed=one.valid.words or "any number",
                doc=one.doc,
            )
            for one in rule.hypers
        ],
        choices=[
            ChoiceInfo(
                name=choice.name,
                default=str(choice.default),
                options={str(option): sentence for option, sentence in choice.options.items()},
                defective=[str(option) for option in choice.defective],
                doc=choice.doc,
            )
            for choice in rule.choices
        ],
        inputs=list(rule.inputs),
        state=dict(rule.state_doc),
        bytes_per_parameter=rule.traffic,
        paper=rule.paper,
        formula=rule.formula,
        related=list(rule.related),
    )


def describe_landscape(name: str, landscape: Landscape) -> LandscapeInfo:
    """The landscape as data."""
    return LandscapeInfo(
        name=name,
        title=landscape.title or name,
        formula=landscape.formula,
        window=[(float(low), float(high)) for low, high in landscape.window],
        start=[float(value) for value in landscape.start],
        minima=[[float(value) for value in point] for point in landscape.minima],
        least=landscape.least,
        stable_lr=landscape.stable_lr,
        tags=list(landscape.tags),
        note=landscape.note,
    )


def sentence(rule: Rule) -> str:
    """The first sentence of the rule's docstring, without its name and its source."""
    first = about(rule).partition("\n")[0]
    says = first.partition(": ")[2] or first
    said = says.partition(". ")[0].rstrip(".")
    return said[:1].upper() + said[1:] + "."


def about(rule: Rule) -> str:
    """What the rule's module says of it."""
    module = inspect.getmodule(rule.update)
    return inspect.cleandoc(module.__doc__ or "") if module else ""


def source(rule: Rule) -> str:
    """The rule's file as it stands."""
    module = inspect.getmodule(rule.update)
    return inspect.getsource(module) if module else ""
