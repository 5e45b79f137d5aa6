"""The runtime ECDF of a comparison: the share of (run, target) pairs reached within so many steps.

Targets are those of the workload, the same in every comparison; when they were reached was noted while training
(`training/hits.py`), whatever was recorded.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from descent.analysis.ecdf import runtime_ecdf

from app.comparisons.results.contenders import Contender
from app.comparisons.results.measured import measured
from app.comparisons.store.views import JobView
from app.text.numbers import number_text

POINTS = 100


def answer(view: JobView, ready: Sequence[Contender]) -> dict[str, Any]:
    """`ecdf`, or None where there is none, and `ecdf_said`: how it is defined, or why it is not there."""
    workload = measured(view)
    goals = workload.targets(view.spec["workload"]["options"])
    if view.imported:
        return {"ecdf": None, "ecdf_said": "When targets were first reached is not known of imported runs."}
    if not goals:
        said = "The lowest value of this landscape is not known" if workload.goals else "This workload names no goals"
        return {"ecdf": None, "ecdf_said": f"{said}: there are no targets."}
    found = [(contender.label, contender.hits_at_best) for contender in ready]
    if not found or any(hits is None or len(hits) != len(goals) for _, hits in found):
        said = "When targets were reached is not on record: it was run by an earlier version." if found else ""
        return {"ecdf": None, "ecdf_said": said}
    last = view.plan["steps"]
    steps = sorted({round(last * place / POINTS) for place in range(POINTS + 1)})
    ends = f"{len(goals)} targets from {number_text(goals[0])} to {number_text(goals[-1])}"
    said = (
        f"{ends}; one is reached when {workload.metric} is first as good, looked at after 50 evenly spaced steps."
        if workload.split
        else f"{ends}; one is reached at the first point evaluated whose value is as low, and every step counts (COCO)."
    )
    shares = [{"label": label, "share": runtime_ecdf(hits, steps, np).tolist()} for label, hits in found]
    return {"ecdf": {"steps": steps, "targets": list(goals), "rules": shares}, "ecdf_said": said}
