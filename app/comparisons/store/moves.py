"""A comparison whose runs are over goes on where the best setting of a rule lies at an edge (`planning/moves.py`).

Everything happens in the transaction that ends its last shard: whoever looks sees the comparison before the move or
after it, and a worker that dies in between leaves a shard to be taken again.
"""

import json
import sqlite3
from dataclasses import replace
from typing import Any

import numpy as np
from pydantic import ValidationError

from app.comparisons.planning.moves import move
from app.comparisons.shard import Shard
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store.growing import finder, queue
from app.comparisons.store.schema import Database, loads
from app.workloads.card import BadOption, card


def extend(database: Database, cursor: sqlite3.Cursor, job: str) -> bool:
    """Queue what a move of the grids asks for; False where there is none, and the job is over."""
    row = cursor.execute("SELECT parent, spec, plan FROM jobs WHERE id = ?", (job,)).fetchone()
    plan = loads(row["plan"])
    if row["parent"] is not None or not plan.get("moves"):
        return False
    try:
        spec = ComparisonSpec.model_validate_json(row["spec"])
        sign = -1.0 if card(spec.workload.name).better == "higher" else 1.0
    except (ValidationError, BadOption):  # of an earlier version: what is not there any more is not run further
        return False
    shards = cursor.execute("SELECT id, position, task FROM shards WHERE job = ? ORDER BY position", (job,)).fetchall()
    tasks = {each["id"]: Shard.from_json(each["task"]) for each in shards}
    made = move(plan, spec, _ends(cursor, plan, tasks, sign), finder(database, cursor))
    if made is None:
        return False
    for each, task in tasks.items():
        members = tuple(replace(member, index=made.renumbered[member.index]) for member in task.members)
        text = replace(task, members=members).to_json()
        cursor.execute("UPDATE shards SET task = ? WHERE id = ?", (text, each))
    queue(database, cursor, job, len(shards), made.further.shards, made.further.origins)
    text = json.dumps(made.plan, separators=(",", ":"), allow_nan=False)
    cursor.execute("UPDATE jobs SET plan = ? WHERE id = ?", (text, job))
    database.tell(cursor, job, "moved", made.message)
    return True


def _ends(cursor: sqlite3.Cursor, plan: dict[str, Any], tasks: dict[int, Shard], sign: float) -> list[Any]:
    """Per entry the end values `(settings, seeds)` on the data that choose; smaller is better, infinite for none."""
    ends = np.full(plan["runs"], np.inf)
    for shard, task in tasks.items():
        row = cursor.execute(
            "SELECT coalesce(choosing, evaluation) AS chosen, diverged FROM records WHERE shard = ? AND step = ?",
            (shard, task.steps),
        ).fetchone()
        if row is None or row["chosen"] is None:
            continue
        values = sign * np.frombuffer(row["chosen"])
        gone = np.frombuffer(row["diverged"], dtype=np.bool_) | ~np.isfinite(values)
        ends[[member.index for member in task.members]] = np.where(gone, np.inf, values)
    seeds, first = len(plan["seeds"]), [entry["first"] for entry in plan["entries"]]
    return [each.reshape(-1, seeds).tolist() for each in np.split(ends, first[1:])]
