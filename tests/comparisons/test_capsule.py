"""A capsule holds all that a comparison was, is run again with the same bits, and is trusted in nothing."""

import functools
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli import cli
from app.commands import compare as compare_command
from app.commands import worker
from app.comparisons.capsule import comparing, reading
from app.comparisons.capsule.again import submission
from app.comparisons.capsule.head import PARTS, arrays_of
from app.comparisons.capsule.writing import npy
from app.comparisons.errors import BadFile, NotReady
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from tests.comparisons.by_hand import work
from tests.comparisons.handing_in import SPEC, submit
from tests.comparisons.workplace import PRETEND, over, scheduler, until

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def job(client: TestClient, service: ComparisonService) -> str:
    """A comparison that is finished, with made-up numbers."""
    name = submit(client)
    work(service.store)
    return name


@pytest.fixture
def written(service: ComparisonService, job: str, tmp_path: Path) -> Path:
    path = tmp_path / "it.capsule.zip"
    path.write_bytes(service.capsule(service.comparison(job)))
    return path


@pytest.fixture
def trained(client: TestClient, service: ComparisonService, settings: ComparisonSettings, tmp_path: Path) -> Path:
    """The capsule of a comparison that worker processes have trained."""
    name = submit(client)
    with scheduler(settings):
        until(lambda: over(service.store, name))
    path = tmp_path / "trained.capsule.zip"
    path.write_bytes(service.capsule(service.comparison(name)))
    return path


def changed(path: Path, change: Change, packed: int = zipfile.ZIP_DEFLATED) -> Path:
    """The capsule with its files changed, in a file of its own."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(other, "w", packed) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return other


def head(**values: object) -> Change:
    def change(files: dict[str, bytes]) -> None:
        files["capsule.json"] = json.dumps(json.loads(files["capsule.json"]) | values).encode()

    return change


def reproduce(path: Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["reproduce", str(path)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_capsule_holds_every_number_and_what_made_them(
    service: ComparisonService, settings: ComparisonSettings, job: str, written: Path
) -> None:
    read = reading.read(written, settings)
    table = service.store.rows.table(job)
    for name, array in arrays_of(table, 0).items():
        assert np.array_equal(read.arrays[name], array, equal_nan=array.dtype.kind == "f"), name
    assert read.head.spec.model_dump(mode="json")["workload"] == SPEC["workload"]
    assert read.head.runs == 12
    assert read.head.named(3) == "Nesterov momentum, lr = 0.2, seed 1"
    assert service.capsule(service.comparison(job)) == written.read_bytes()


def test_what_is_run_again_is_what_was_run(
    service: ComparisonService, settings: ComparisonSettings, written: Path, job: str
) -> None:
    again, _ = submission(reading.read(written, settings).head, settings)
    assert [json.loads(each.to_json()) for each in again.shards] == [
        json.loads(each.to_json()) for each in service.store.rows.tasks(job)
    ]
    assert json.loads(again.plan)["moves"] == 0


def test_settings_and_shards_are_those_of_the_capsule_and_not_those_that_a_plan_would_make(
    settings: ComparisonSettings, written: Path
) -> None:
    held = json.loads(zipfile.ZipFile(written).read("capsule.json"))
    held["entries"][0]["settings"] = [{"lr": 0.15}, {"lr": 0.25}]
    held["shards"] = [[3], [0, 1, 2], *held["shards"][1:]]
    path = changed(written, head(entries=held["entries"], shards=held["shards"]))
    _, again = submission(reading.read(path, settings).head, settings)
    members = [
        (member.index, member.seed, dict(member.hypers)) for shard in again.shards[:2] for member in shard.members
    ]
    assert members == [(3, 1, {"lr": 0.25}), (0, 0, {"lr": 0.15}), (1, 1, {"lr": 0.15}), (2, 0, {"lr": 0.25})]


def test_a_page_gives_the_capsule_once_it_is_finished(client: TestClient, service: ComparisonService, job: str) -> None:
    answer = client.get(f"/api/comparisons/{job}/capsule.zip")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.content == service.capsule(service.comparison(job))
    assert f'{job[:6]}.capsule.zip"' in answer.headers["content-disposition"]
    assert "optimizer-playground reproduce " in client.get(f"/compare/{job}").text
    waiting = submit(client, seeds=3)
    assert client.get(f"/api/comparisons/{waiting}/capsule.zip").status_code == 409
    with pytest.raises(NotReady):
        service.capsule(service.comparison(waiting))


def zeros(part: str, shape: tuple[int, ...]) -> Change:
    def change(files: dict[str, bytes]) -> None:
        files[f"{part}.npy"] = npy(np.zeros(shape, dtype=PARTS[part][0]))

    return change


def one_number(files: dict[str, bytes]) -> None:
    files["train_loss.npy"] = files["train_loss.npy"][:-1] + b"\x01"


def without(name: str) -> Change:
    return lambda files: files.__delitem__(name)


def with_object(files: dict[str, bytes]) -> None:
    sink = io.BytesIO()
    np.save(sink, np.array([{}], dtype=object), allow_pickle=True)
    files["choosing.npy"] = sink.getvalue()


BAD: dict[str, tuple[Change, str]] = {
    "another format": (head(format="tar"), "is no capsule: capsule.json does not say that it is"),
    "a later version": (head(version=2), "is a capsule of another version; this program knows version 1"),
    "an unknown field": (head(run="rm"), "run: Extra inputs are not permitted"),
    "a rule that is not there": (
        head(spec={**SPEC, "rules": [{"name": "nope"}]}), "spec.rules.0.name: no rule has that name",
    ),
    "a run in two shards": (head(shards=[[0, 0]]), "its shards do not hold each of the 12 runs once"),
    "more runs than any": (head(steps=list(range(10**6))), "possible: at most 20,000 runs"),
    "a changed number": (one_number, "train_loss.npy was changed: its SHA-256 is not the one in capsule.json"),
    "a missing part": (without("hits.npy"), "is no whole capsule: it lacks hits.npy"),
    "a path": (lambda files: files.update({"../../etc/passwd": b""}), "it holds '../../etc/passwd'"),
    "another shape": (zeros("choosing", (11,)), "holds float64 (11,); by capsule.json it has float64 (12,)"),
    "an object": (with_object, "choosing.npy holds object"),
    "no array": (lambda files: files.update({"error.npy": b"PK"}), "error.npy is no .npy file"),
    "a bomb": (
        lambda files: files.update({"choosing.npy": b"\0" * 10**7}),
        "choosing.npy has 10,000,000 bytes; possible here: at most 1,120",
    ),
}  # fmt: skip


@pytest.mark.parametrize("which", BAD)
def test_what_is_no_capsule_is_refused_with_what_is_wrong(
    settings: ComparisonSettings, written: Path, which: str
) -> None:
    change, said = BAD[which]
    with pytest.raises(BadFile) as refused:
        reading.read(changed(written, change), settings)
    assert said in str(refused.value)


def test_a_file_that_is_no_zip_a_bomb_that_lies_and_a_broken_one_are_refused(
    settings: ComparisonSettings, written: Path, tmp_path: Path
) -> None:
    path = tmp_path / "x.zip"
    path.write_text("hello")
    with pytest.raises(BadFile, match="is no capsule: File is not a zip file"):
        reading.read(path, settings)
    with pytest.raises(BadFile, match="cannot be read: No such file"):
        reading.read(tmp_path / "none.zip", settings)
    # The directory says that it is small; what is unpacked is not.
    big = changed(written, lambda files: files.update({"choosing.npy": b"\0" * 10**7})).read_bytes()
    lying = big.replace((10**7).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(lying)
    with pytest.raises(BadFile):
        reading.read(path, settings)
    whole = written.read_bytes()
    for cut in range(0, len(whole), len(whole) // 40):
        path.write_bytes(whole[:cut] + bytes([whole[cut] ^ 0xFF]) + whole[cut + 1 :])
        try:
            reading.read(path, settings)
        except BadFile:
            continue


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, settings: ComparisonSettings) -> None:
    monkeypatch.setattr("app.commands.reproduce.ComparisonSettings", lambda: settings)
    monkeypatch.setattr(compare_command, "schedule", functools.partial(worker.schedule, module=PRETEND))


@pytest.mark.usefixtures("command")
def test_a_capsule_is_reproduced_or_it_is_said_where_it_differs_most(trained: Path) -> None:
    code, said = reproduce(trained)
    assert code == 0, said
    assert "reproduced: all 72 numbers are the same" in said
    assert said.endswith("versions, data and machine: the same\n")
    with zipfile.ZipFile(trained) as archive:
        held = json.loads(archive.read("capsule.json"))
        data = archive.read("evaluation.npy")
    last = data[:-8] + np.array(np.frombuffer(data[-8:])[0] * 1.5).tobytes()
    sha256 = {**held["sha256"], "evaluation": hashlib.sha256(last).hexdigest()}
    made = {**held["made_with"], "torch": "1.0"}

    def change(files: dict[str, bytes]) -> None:
        head(sha256=sha256, made_with=made)(files)
        files["evaluation.npy"] = last

    code, said = reproduce(changed(trained, change))
    assert code == 1
    assert "not reproduced: 1 of 72 numbers differ in their bits" in said
    assert "evaluation of AdamW, " in said
    assert "seed 1 at step 20: " in said
    assert "torch: 1.0 in the capsule, not recorded here" in said


def test_a_bad_capsule_ends_the_command_with_2(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("")
    assert reproduce(tmp_path / "x.zip")[0] == 2


def off(arrays: Mapping[str, Any], by: float, every: int = 1) -> dict[str, Any]:
    """The arrays with every so many-th float larger by a share."""
    moved = {}
    for name, array in arrays.items():
        moved[name] = array.copy()
        if array.dtype.kind == "f":
            moved[name].ravel()[::every] *= 1 + by
    return moved


def test_the_compiled_backend_may_be_off_by_a_share_and_the_reference_by_nothing(
    settings: ComparisonSettings, written: Path
) -> None:
    held = reading.read(written, settings)
    was, said = held.arrays, [each.model_dump() for each in held.head.verdicts]
    assert len(said) == 3
    compiled = held.head.model_copy(update={"spec": held.head.spec.model_copy(update={"backend": "compiled"})})
    assert not comparing.compare(held.head, was, off(was, 1e-4), said).reproduced
    near = comparing.compare(compiled, was, off(was, 1e-4), said)
    assert (near.reproduced, near.beyond, near.within) == (True, 0, near.numbers)
    few, many = (comparing.compare(compiled, was, off(was, 0.5, every), said) for every in (15, 2))
    assert (few.reproduced, many.reproduced) == (True, False)
    assert 0 < few.beyond < 0.1 * few.numbers
    assert "(at most 10% may be); the same is said of every pair of rules" in comparing.answer(few)
    other = [{**said[0], "better": said[0]["first"]}, *said[1:]]
    quarrel = comparing.compare(compiled, was, was, other)
    assert not quarrel.reproduced
    assert "something else is said of 1 pairs" in comparing.answer(quarrel)
    assert (
        "no difference shown in the capsule, Nesterov momentum is better here" in comparing.places(compiled, quarrel)[0]
    )
    assert comparing.compare(held.head, was, dict(was) | {"diverged": ~was["diverged"]}, said).beyond == 60
    plus, minus = (dict(was) | {"error": np.full_like(was["error"], zero)} for zero in (0.0, -0.0))
    assert comparing.compare(held.head, plus, minus, said).beyond == 12
