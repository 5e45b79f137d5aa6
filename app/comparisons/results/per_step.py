"""What one step of a run is on each axis that a curve can be drawn against: steps, examples, FLOPs, measured time."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from descent import registry
from descent.errors import DescentError
from descent.graph import Refused
from descent.graph.tracing import trace

from app.comparisons import typed_rules
from app.comparisons.around import around
from app.comparisons.results.measured import measured
from app.comparisons.store.views import JobView
from app.comparisons.typed_rules import step_cost
from app.workloads.card import card
from app.workloads.compatibility import FALLBACK
from app.workloads.flops import gradient_flops

Shapes = tuple[tuple[int, ...], ...]
STEPS, EXAMPLES, FLOPS, TIME = "steps", "examples", "flops", "time"
TITLES = {STEPS: "step", EXAMPLES: "training examples", FLOPS: "FLOPs of one run", TIME: "seconds of one run"}
"""By axis what a plot writes along it."""


def per_step(view: JobView) -> list[dict[str, float | None]]:
    """By entry of the plan, then by axis: what one step of one run is; None where nobody knows."""
    return [
        {
            STEPS: 1.0,
            EXAMPLES: examples(view, entry),
            FLOPS: flops(view, entry),
            TIME: seconds(view, entry["label"]),
        }
        for entry in view.plan["entries"]
    ]


def axes(view: JobView, found: Sequence[Mapping[str, float | None]]) -> list[dict[str, str]]:
    """The axes that some rule of the comparison has, each with what is counted there."""
    return [
        {"name": name, "title": title, "said": said(view, name, found)}
        for name, title in TITLES.items()
        if any(each[name] is not None for each in found)
    ]


def said(view: JobView, name: str, found: Sequence[Mapping[str, float | None]]) -> str:
    """What is counted on an axis, in a sentence or two; nothing is to be said of steps."""
    if name == EXAMPLES:
        batches = dict.fromkeys(f"{each[EXAMPLES]:g}" for each in found if each[EXAMPLES] is not None)
        return f"Examples: {' or '.join(batches)} a step."
    if name == FLOPS:
        missing = [
            str(entry["label"]) for entry, each in zip(view.plan["entries"], found, strict=True) if each[FLOPS] is None
        ]
        left = f" Not counted, and not drawn: {', '.join(missing)}." if missing else ""
        return (
            "FLOPs are counted, not measured: of the workload the products of matrices, forward and backward (where"
            " there are none, its formula), for each gradient that a step takes; of the rule every operation on a"
            f" number in the graph of its step. Activations, normalisations and evaluations are not counted.{left}"
        )
    if name == TIME:
        results = [shard.result for shard in view.shards if shard.result and shard.result["step_seconds"] is not None]
        kinds = " and ".join(sorted({str(result["backend"]) for result in results}))
        devices = " and ".join(sorted({str(result["device"]) for result in results}))
        return (
            f"Time is steps by the measured cost of a step ({kinds}, on {devices}), divided by the runs side by side."
            " It is that of the machine that ran it, with what else it did; another one may order rules otherwise."
        )
    return ""


def options_of(view: JobView, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The options of the workload that an entry of the plan trains: those of the comparison, and its own."""
    return {**view.spec["workload"]["options"], **entry.get("options", {})}


def examples(view: JobView, entry: Mapping[str, Any]) -> float | None:
    """Examples of one step of one run; None where there are none."""
    if view.imported:
        return None
    described = measured(view)
    batch = described.settings(options_of(view, entry)).get("batch", described.batch)
    return float(batch) if batch else None


def seconds(view: JobView, label: str) -> float | None:
    """Seconds per run and step of a rule, from its shards whose steps were timed."""
    timed = [
        (shard, shard.result["step_seconds"])
        for shard in view.shards
        if shard.result and shard.result.get("step_seconds") is not None and view.label_of(shard) == label
    ]
    made = sum(shard.members * shard.steps for shard, _ in timed)
    return sum(shard.steps * each for shard, each in timed) / made if made else None


def flops(view: JobView, entry: Mapping[str, Any]) -> float | None:
    """FLOPs per run and step of a rule: its gradients and its own arithmetic; None where either is not counted."""
    if view.imported:
        return None
    workload, options = view.spec["workload"]["name"], options_of(view, entry)
    gradient = gradient_flops(workload, options)
    described = card(workload)
    matrices = described.matrices_of(options)
    texts = next(
        (tuple(rule["graphs"]) for rule in view.spec["rules"] if rule.get("graphs") and _is(rule["graphs"], entry)), ()
    )
    own = rule_flops(
        entry["rule"],
        texts,
        json.dumps([entry.get("choices") or {}, entry.get("decay"), list(entry.get("modifiers", ()))]),
        tuple((tuple(sides), name in matrices) for name, sides in described.shapes(options).items()),
    )
    if gradient is None or own is None:
        return None
    return float((2 if entry.get("sam") else 1) * gradient + own)


def _is(graphs: Sequence[str], entry: Mapping[str, Any]) -> bool:
    return bool(typed_rules.name_of(graphs) == entry["rule"])


@lru_cache(maxsize=512)
def rule_flops(
    name: str, texts: tuple[str, ...], told: str, tensors: tuple[tuple[tuple[int, ...], bool], ...]
) -> int | None:
    """Operations on numbers in one step of a rule on tensors, each a shape and whether a rule of matrices takes it.

    `told` is JSON of its choices, its form of decay and its modifiers. None where it has no graph, or needs more than
    gradients. The point where SAM takes its second gradient is not counted: a few operations per number.
    """
    choices, decay, modifiers = json.loads(told)
    try:
        plain = typed_rules.rule(name, texts)
        rule = around(name, plain, decay, None, modifiers)
        if "hessian" in rule.inputs:
            return None
        choices = choices | ({"decay_method": decay} if decay else {})
        own = tuple(shape for shape, matrix in tensors if matrix or plain.scope != "matrix")
        rest = tuple(shape for shape, matrix in tensors if not matrix and plain.scope == "matrix")
        if rule.scope == "model":
            return trace(rule, own, np, choices).graph.cost
        alone = texts and not decay and not modifiers
        steps = step_cost(texts, dict(enumerate(own))).operations if alone else traced(rule, own, choices)
        return steps + traced(registry.rule(FALLBACK), rest, {})
    except (Refused, DescentError):
        return None


def traced(rule: Any, shapes: Shapes, choices: Mapping[str, Any]) -> int:
    """Operations of one step on tensors of these shapes, each stepped alone; a shape is traced once."""
    return sum(trace(rule, [shape], np, choices).graph.cost * shapes.count(shape) for shape in dict.fromkeys(shapes))
