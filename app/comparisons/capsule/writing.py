"""A finished comparison as a capsule: one zip with what was asked, what it was made with, and every number."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from app.comparisons.capsule.head import FORMAT, HEAD, PARTS, VERSION, arrays_of
from app.comparisons.errors import NotReady
from app.comparisons.results import report
from app.comparisons.results.made_with import made_with
from app.comparisons.results.titles import title
from app.comparisons.shard import Shard
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file within, so that the same comparison is the same capsule, byte for byte."""


def capsule(view: JobView, table: Table, found: Mapping[str, Any], tasks: list[Shard]) -> bytes:
    """The zip. `found` are the statistics (`summary.summarise`), `tasks` the shards in the order of their positions.

    `NotReady` where the comparison is not finished, or was imported: nothing here can run it again.
    """
    if view.imported:
        raise NotReady("It was imported: this program did not run it, so there is nothing that it could run again.")
    if view.state != "finished":
        raise NotReady(f"It is {view.state}: a capsule is made of a comparison that is finished.")
    goals = max((len(own) for own in table.hits.values()), default=0)
    parts = {name: npy(array) for name, array in arrays_of(table, goals).items()}
    made = made_with(view)
    head = {
        "format": FORMAT,
        "version": VERSION,
        "job": view.id,
        "title": title(view),
        "sentence": view.plan["sentence"],
        "conclusion": found["conclusion"],
        "verdicts": [{name: test[name] for name in ("first", "second", "better")} for test in found["tests"]],
        "spec": view.spec,
        "entries": [{"label": each["label"], "settings": each["settings"]} for each in view.plan["entries"]],
        "shards": [[member.index for member in task.members] for task in tasks],
        "steps": table.steps.tolist(),
        "goals": goals,
        "made_with": {name: value for name, value in made.items() if name not in ("schedules", "modifiers")},
        **({"reused": reused} if (reused := [asdict(each) for each in view.reused]) else {}),
        "sha256": {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()},
    }
    files = {
        "README.txt": readme(view, table).encode(),
        HEAD: json.dumps(head, indent=1, allow_nan=False).encode(),
        "report.html": report.page(view, dict(found)).encode(),
        **{f"{name}.npy": part for name, part in parts.items()},
    }
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def npy(array: Any) -> bytes:
    """The array as a `.npy` file, little endian."""
    sink = io.BytesIO()
    plain = np.ascontiguousarray(array)
    np.lib.format.write_array(sink, plain.astype(plain.dtype.newbyteorder("<")), version=(1, 0), allow_pickle=False)
    return sink.getvalue()


def readme(view: JobView, table: Table) -> str:
    """What is in the file and how it is run again, for whoever finds it."""
    lines = [
        f"{title(view)}",
        "",
        f"A reproducibility capsule of Optimizer Playground: {view.plan['sentence']}.",
        "To run it again and compare every number:",
        "",
        "    optimizer-playground reproduce THIS_FILE",
        "",
        "capsule.json  what was asked, every setting that was tried, versions, data hash, machine, SHA-256 of arrays",
        "report.html   what was found, with figures; open it in a browser",
        "",
        *([*view.reused_said, ""] if view.reused else ()),
        f"Arrays, for numpy.load; {table.runs} runs in the order of capsule.json: by rule, by setting, by seed.",
        "",
        *(f"{name}.npy  {kind} {said}" for name, (kind, said) in PARTS.items()),
    ]
    return "\n".join(lines) + "\n"
