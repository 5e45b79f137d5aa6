"""What a comparison is called where there are several: by a person, or else by what tells it from others."""

import re
import unicodedata
from typing import Any

from app.comparisons.results.measured import measured
from app.comparisons.store.views import JobView
from app.workloads.card import Card

MOST_RULES = 4
"""Of more rules the rest is a number."""
LONGEST = 60
"""Letters of a title in the name of a file."""


def title(view: JobView) -> str:
    """The name that a person gave, or else its rules, its workload and its seeds."""
    return view.name or made_title(view)


def file_name(view: JobView) -> str:
    """What its files are called, without an ending: its title in ASCII, and the beginning of its id."""
    plain = unicodedata.normalize("NFKD", title(view)).encode("ascii", "ignore").decode()
    words = "-".join(re.findall("[a-z0-9]+", plain.lower()))[:LONGEST].strip("-")
    return f"{words or 'comparison'}-{view.id[:6]}"


def made_title(view: JobView) -> str:
    """The rules that were asked for, the workload and the seeds."""
    labels = [entry.get("base") or entry["label"] for entry in view.plan["entries"] if not entry["baseline"]]
    labels = list(dict.fromkeys(labels or [entry.get("base") or entry["label"] for entry in view.plan["entries"]]))
    more = len(labels) - MOST_RULES
    rules = ", ".join(labels[:MOST_RULES] + ([f"{more} more"] if more > 0 else []))
    seeds = len(view.plan["seeds"])
    workload = workload_title(measured(view), view.spec["workload"]["options"])
    workload += "".join(f", by {option}" for option in view.spec.get("across") or ())
    return f"{rules} · {workload} · {seeds} {'seed' if seeds == 1 else 'seeds'}"


def workload_title(workload: Card, options: dict[str, Any]) -> str:
    """The title of a workload, with the landscape where it is one of many."""
    given = workload.settings(options)
    names = [str(given[option.name]) for option in workload.options if option.registry]
    return f"{workload.title} ({', '.join(names)})" if names else workload.title
