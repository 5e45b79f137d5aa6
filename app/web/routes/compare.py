"""`/compare`, `/compare/<id>` and `/compare/parity`: the pages of comparisons.

Their numbers come from `/api/comparisons`.
"""

import importlib.util
import json
import math
from dataclasses import asdict
from functools import cache
from pathlib import Path as File
from typing import Any

from descent import registry
from descent.schedules.named import SCHEDULES
from fastapi import APIRouter, Request, Response

from app.api.comparisons import JobAnswer, JobDetail
from app.comparisons import presets, training
from app.comparisons.around import possible
from app.comparisons.preset_times import preset_times
from app.comparisons.results.export import loads
from app.comparisons.results.measured import curve, measured
from app.comparisons.results.titles import file_name, title, workload_title
from app.comparisons.results.together import can_join
from app.comparisons.rule_formulas import rule_formulas
from app.comparisons.shard import DECAY_FORMS
from app.comparisons.store.jobs import UNDOABLE
from app.comparisons.store.views import JobView
from app.web import readiness
from app.web.addresses import COMPARISONS
from app.web.middleware.headers import PLOTLY_PAGE_CSP
from app.web.page_config import python_config
from app.web.render.markdown import formula
from app.web.routes.comparison_results import statistics_of
from app.web.routes.comparisons import CurrentJob, CurrentService
from app.workloads.card import cards
from app.workloads.compatibility import can_run
from app.workloads.layouts import LAYOUTS

router = APIRouter(include_in_schema=False)

PARITY = File(training.__file__).with_name("parity.json")
ALONGSIDE = ("apart", "missing", "others", "notes")
"""What stands beside the rows: what is another thing, what was not run, what is no rule here, how a peer is run."""
PEERS = File(training.__file__).with_name("peers.json")
"""Data: the module that writes it imports torch, which the web process never does."""


PRECISION = {"reference": "float64, repeats bit for bit", "compiled": "float32", "imported": "numbers as imported"}


@cache
def impossible() -> dict[str, dict[str, str]]:
    """By workload the rules that cannot train it, each with the reason."""
    return {
        workload: {name: reason for name in registry.rule_names() if (reason := can_run(name, workload))}
        for workload in cards()
    }


@cache
def tensors() -> dict[str, dict[str, Any]]:
    """By workload the shapes that a typed rule is traced for: all, and those of matrices.

    Where options change them: the option that is a side, or the layout that the options `width` and `depth` fill in.
    """
    return {
        name: {
            "shapes": list(described.shapes({}).items()),
            "matrices": described.matrices,
            "side": described.parameters_option,
            "layout": None if described.layout is None else asdict(LAYOUTS[described.layout]),
        }
        for name, described in cards().items()
    }


def torch_is_here() -> bool:
    """Whether torch is installed; nothing is imported."""
    return importlib.util.find_spec("torch") is not None


def axes(metric: str, drawn: str) -> dict[str, tuple[str, str]]:
    """By panel the titles of the axes that stand before there is anything to draw."""
    return {
        "sensitivity": ("learning rate", metric),
        "search": ("settings tried", metric),
        "across": ("option", "best learning rate"),
        "profile": ("part", metric),
        "loss": ("step", drawn),
        "validation": ("step", metric),
        "ecdf": ("step", "share of targets reached"),
    }


def in_words(view: JobView) -> str:
    """The settings of a comparison in one line, for the captions of its plots."""
    asked, _, _ = view.plan["sentence"].rpartition(", about ")
    return f"{asked or view.plan['sentence']}; {PRECISION[view.spec['backend']]}."


@cache
def redraw(static: File) -> str:
    """The program that draws a plot again from its CSV."""
    return (static / "redraw.py").read_text(encoding="utf-8")


@router.get("/compare")
def index(request: Request, service: CurrentService) -> Response:
    """The form, the plan as a sentence, and the comparisons there are."""
    view = former(request, service)
    choices, said = presets.from_address(dict(request.query_params), presets.of_spec(view.spec) if view else None)
    workers, recent = service.workers, service.store.jobs.recent()
    page: Response = request.app.state.pages.render(
        request,
        "compare.html",
        presets=presets.PRESETS,
        times=preset_times(service.settings, service.pace()),
        choices=choices,
        said=said,
        groups=registry.rule_groups(),
        workloads=cards(),
        jobs=[JobAnswer.of(view, workers) for view in recent],
        eligible=[{"id": each.id, "title": title(each)} for each in recent if can_join(each)],
        workers=workers,
        torch=torch_is_here(),
        trouble=readiness.trouble(request.app.state),
        limits=presets.LIMITS,
        schedules=SCHEDULES,
        config={
            "api": COMPARISONS,
            "presets": {name: choice.to_json() for name, (_, choice) in presets.PRESETS.items()},
            "impossible": impossible(),
            "tensors": tensors(),
            "typed": [rule for rule in view.spec["rules"] if rule.get("graphs")] if view else [],
            **python_config(request.app, "studio"),
            "possible": {
                "modifiers": {name: name.replace("_", " ").capitalize() for name in possible()},
                "decay": list(DECAY_FORMS),
                "sam": {"plain": "SAM", "adaptive": "ASAM"},
            },
            "schedules": {name: [asdict(each) for each in made.settings] for name, made in SCHEDULES.items()},
            "scheduleSettings": dict(choices.schedule_settings),
            "around": {name: list(marks) for name, marks in choices.around.items()},
            "searchable": presets.searchable(),
            "spaces": choices.to_json()["spaces"],
        },
    )
    return page


def former(request: Request, service: CurrentService) -> JobView | None:
    """The comparison that is to be run again with changes; None where the address names none."""
    name = request.query_params.get("from")
    view = service.store.jobs.get(name) if name else None
    return None if view is None or view.parent or view.imported else view


@router.get("/compare/parity")
def parity(request: Request) -> Response:
    """Does torch do what NumPy does, and do others what we do? The stored tables, rule by rule."""
    rows: list[dict[str, Any]] = json.loads(PARITY.read_text(encoding="utf-8"))
    peers: dict[str, Any] = json.loads(PEERS.read_text(encoding="utf-8"))
    page: Response = request.app.state.pages.render(
        request, "parity.html", rows=rows, peers=by_peer(peers["rows"]), **{name: peers[name] for name in ALONGSIDE}
    )
    return page


def by_peer(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The peers with their versions, and for each rule and class the greatest difference by dtype.

    The settings with which a peer tests itself are one line, whatever their number.
    """
    tables: dict[str, dict[tuple[str, ...], dict[str, Any]]] = {}
    for row in rows:
        drawn = "drawn" if row["settings"] == "drawn" else "of its own tests"
        lines = tables.setdefault(f"{row['peer']} {row['version']}", {})
        fresh = {"rule": row["rule"], "name": row["name"], "settings": drawn, "dtypes": {}, "agrees": True, "why": ""}
        line = lines.setdefault((row["rule"], row["name"], drawn), fresh)
        line["dtypes"][row["dtype"]] = max(line["dtypes"].get(row["dtype"], 0.0), row["difference"])
        line["agrees"] = line["agrees"] and row["agrees"]
        line["why"] = line["why"] or row["why"]
    return {peer: list(lines.values()) for peer, lines in tables.items()}


def like(one: JobView, other: JobView) -> bool:
    """Whether the numbers of two comparisons can stand in one plot: one workload, or imported runs of one metric."""
    names = [(view.spec["workload"]["name"], measured(view).metric) for view in (one, other)]
    return names[0] == names[1]


def found_so(view: JobView, service: CurrentService) -> tuple[str, str]:
    """What a finished comparison found, in a sentence or two, and by what method; empty before."""
    if view.state != "finished":
        return "", ""
    found = statistics_of(view, service)
    return str(found["conclusion"]), str(found["method"])


@router.get("/compare/{id}")
def show(request: Request, view: CurrentJob, service: CurrentService) -> Response:
    """One comparison: how it stands, its plots, its numbers to take away."""
    job = JobDetail.of(view, service.workers)
    workload = measured(view)
    others = [
        other
        for other in service.store.jobs.recent()
        if other.id != view.id and other.state == "finished" and like(other, view)
    ]
    conclusion, method = found_so(view, service)
    page: Response = request.app.state.pages.render(
        request,
        "compare_run.html",
        job=job,
        conclusion=conclusion,
        method=method,
        workload=workload,
        has_target=not math.isnan(workload.target),
        entries=view.plan["entries"],
        file=file_name(view),
        across=next(iter(view.spec.get("across") or ()), None),
        profile=workload.profile and f"By {workload.profile[1]}",
        searched=any(entry.get("space") for entry in view.plan["entries"]),
        validated=bool(workload.split) and not view.imported,
        formulas=[(label, formula(one)) for label, one in rule_formulas(view.spec, view.plan["entries"]).items()],
        loads=loads(file_name(view)),
        axes=axes(workload.metric.split(" (")[0], curve(view)[0]),
        others=[{"id": other.id, "title": title(other)} for other in others],
        days=UNDOABLE // (24 * 3600),
        torch=torch_is_here(),
        trouble=readiness.trouble(request.app.state),
        api=COMPARISONS,
        config={
            "api": COMPARISONS,
            "job": job.id,
            "file": file_name(view),
            "planned": view.plan.get("seconds"),
            "words": in_words(view),
            "code": redraw(request.app.state.settings.static),
            "workload": workload_title(workload, view.spec["workload"]["options"]),
            "contours": request.app.state.vendor.url("contours.mjs"),
            "plotly": request.app.state.vendor.url("plotly-cartesian.min.js"),
        },
    )
    page.headers["Content-Security-Policy"] = PLOTLY_PAGE_CSP
    return page
