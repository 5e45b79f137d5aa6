"""What the numbers of a comparison measure: its workload, or for imported runs what was said when they came in."""

import math
from collections.abc import Mapping
from typing import Any

from app.comparisons.store.views import IMPORTED, JobView
from app.workloads.card import Card, card

LOSS = "training loss"


def measured(view: JobView) -> Card:
    """The card of the workload; for imported runs one that says what is known of them, with NaN for no target."""
    if not view.imported:
        return card(view.spec["workload"]["name"])
    said: Mapping[str, Any] = view.spec["measured"]
    return Card(
        name=IMPORTED,
        title=said["title"],
        summary="Runs of another program.",
        metric=said["metric"],
        better=said["better"],
        target=math.nan if said["target"] is None else said["target"],
        steps=view.plan["steps"],
        licence="",
        control="",
        parameters=0,
    )


def curve(view: JobView) -> tuple[str, str]:
    """What the curves show, and whether `lower` or `higher` is better there: the training loss, or else the metric."""
    if not view.imported or view.spec["measured"]["curve"]:
        return (view.spec["measured"]["curve"] if view.imported else LOSS), "lower"
    return view.spec["measured"]["metric"], view.spec["measured"]["better"]


def said_of_import(view: JobView) -> str | None:
    """That the runs are those of another program, and from what; None for one that was run here."""
    if not view.imported:
        return None
    origin = view.origin or {}
    files = origin.get("files") or ["a file"]
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return f"Imported from {files[0]}{more} ({origin.get('kind', 'unknown')}): the runs are those of another program."
