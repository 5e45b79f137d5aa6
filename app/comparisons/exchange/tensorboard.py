"""TensorBoard's event files, read and written by the package tensorboard itself, which needs no TensorFlow.

A run is a folder with event files, as TensorBoard shows it. Its scalars are float32, so a comparison in float64 loses
digits on the way; JSON, CSV and a capsule keep them.
"""

import importlib.util
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.comparisons.errors import BadFile, NotInstalled
from app.comparisons.exchange.runs import Curve, Runs, key_of, setting_words
from app.comparisons.results.measured import curve, measured
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView

HOW = "TensorBoard's files need the package tensorboard: pip install 'optimizer-playground[tensorboard]'"
EVALUATION, LOSS = "evaluation", "train_loss"
"""The tags of an export."""


def require() -> None:
    """`NotInstalled` where the package is not there."""
    if importlib.util.find_spec("tensorboard") is None:
        raise NotInstalled(HOW)


def holds_events(path: Path) -> bool:
    """Whether a path is an event file, or a folder with some anywhere below."""
    return path.is_dir() or "tfevents" in path.name


def folders(path: Path) -> Iterator[tuple[str, Path]]:
    """The runs below a folder by name, in alphabetic order; of an event file its own folder."""
    if path.is_file():
        yield path.parent.name, path.parent
        return
    found = sorted({file.parent for file in path.rglob("*tfevents*") if file.is_file()})
    for folder in found:
        yield folder.relative_to(path).as_posix() if folder != path else path.name, folder


def read(
    paths: Sequence[Path], metric: str | None, loss: str | None, names: re.Pattern[str]
) -> tuple[Runs, str, list[str]]:
    """The runs in folders of event files, the tag that was taken, and notices. `BadFile`, `NotInstalled`."""
    require()
    runs: Runs = {}
    for path in paths:
        found = False
        for name, folder in folders(path):
            found = True
            scalars = _scalars(folder)
            tags = sorted(scalars)
            wanted = metric or (EVALUATION if EVALUATION in scalars else tags[0] if len(tags) == 1 else None)
            if wanted is None:
                raise BadFile(f"say which tag judges by --metric; {name} has {', '.join(tags)[:400] or 'no scalars'}")
            if wanted not in scalars:
                raise BadFile(f"{name} has no scalar {wanted!r}; there are: {', '.join(tags)[:400] or 'none'}")
            metric = wanted
            drawn = loss or (LOSS if wanted == EVALUATION else None)
            key = key_of(name, names)
            if key in runs:
                raise BadFile(f"two runs are {key.words}; one of them is {name[:120]!r}")
            runs[key] = Curve(scalars[wanted], scalars.get(drawn or "", {}))
        if not found:
            raise BadFile(f"{path} holds no event file of TensorBoard")
    return runs, metric or EVALUATION, []


def _scalars(folder: Path) -> dict[str, dict[int, float]]:
    """By tag the values by step; the last one where a step was written twice, as TensorBoard shows it."""
    from tensorboard.backend.event_processing import event_accumulator as events
    from tensorboard.util import tensor_util

    everything = {events.SCALARS: 0, events.TENSORS: 0, events.IMAGES: 1, events.AUDIO: 1, events.HISTOGRAMS: 1}
    try:
        loaded = events.EventAccumulator(str(folder), size_guidance=everything).Reload()
        tags = loaded.Tags()
        found = {tag: {each.step: float(each.value) for each in loaded.Scalars(tag)} for tag in tags["scalars"]}
        for tag in tags["tensors"]:
            arrays = {each.step: tensor_util.make_ndarray(each.tensor_proto) for each in loaded.Tensors(tag)}
            if all(array.size == 1 and array.dtype.kind in "fiu" for array in arrays.values()):
                found[tag] = {step: float(array.reshape(())) for step, array in arrays.items()}
    except Exception as error:  # whatever a damaged file makes of a reader of protocol buffers
        raise BadFile(f"{folder} cannot be read as event files: {type(error).__name__}: {error}"[:300]) from error
    return {
        tag: {step: value if math.isfinite(value) else math.nan for step, value in values.items()}
        for tag, values in found.items()
    }


def write(view: JobView, table: Table, folder: Path) -> int:
    """Writes a folder for every run, `RULE/SETTING/seed=N`, and says how many; `BadFile` where one is there already."""
    require()
    from tensorboard.compat.proto import event_pb2, summary_pb2
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadFile(f"{folder} is there already; name a folder that is not")
    seeds, row = view.plan["seeds"], 0
    for entry in view.plan["entries"]:
        for setting in entry["settings"]:
            for seed in seeds:
                parts = [_folder(entry["label"]), *([setting_words(setting)] if setting else []), f"seed={seed}"]
                writer: Any = EventFileWriter(str(folder.joinpath(*parts)))
                for column, step in enumerate(table.steps.tolist()):
                    if not table.recorded[row, column]:
                        continue
                    values = [
                        summary_pb2.Summary.Value(tag=tag, simple_value=value)
                        for tag, value, wanted in _values(table, row, column)
                        if wanted
                    ]
                    summary = summary_pb2.Summary(value=values)
                    writer.add_event(event_pb2.Event(wall_time=view.created + step, step=step, summary=summary))
                writer.close()
                row += 1
    said = f"{EVALUATION}: {measured(view).metric}; {LOSS}: {curve(view)[0]}. NaN: the run diverged.\n"
    (folder / "README.txt").write_text(said, encoding="utf-8")
    return row


def _values(table: Table, row: int, column: int) -> Iterator[tuple[str, float, bool]]:
    """Tag, value, and whether there is one: a run that diverged has NaN."""
    gone = bool(table.diverged[row, column])
    for tag, array in ((LOSS, table.train_loss), (EVALUATION, table.evaluation)):
        value = float(array[row, column])
        last = column == len(table.steps) - 1
        yield tag, math.nan if gone else value, math.isfinite(value) or (gone and (tag == LOSS or last))


def _folder(label: str) -> str:
    """The label as a name of a folder."""
    return re.sub(r"[^\w .()+-]", "_", label).strip(". ") or "rule"
