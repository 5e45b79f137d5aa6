"""Every golden case on NumPy and on torch, file by file, and the checker's own strictness."""

import json
from pathlib import Path

import pytest

from tests.golden.check import NAMESPACES, advisory, cases, main, mismatches, namespace
from tests.golden.maps.schedules import factor
from tests.golden.options import NotUnderstood

FOLDER = Path(__file__).parent
FILES = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("xp", NAMESPACES)
@pytest.mark.parametrize("stem", FILES)
def test_every_case_of_the_file_is_reproduced(stem, xp):
    listed = [case for case in cases(FOLDER / f"{stem}.json") if not advisory(case)]
    found = {case["case"]: mismatches(stem, case, namespace(xp)) for case in listed}
    assert listed or stem == "kl_m_soap", f"{stem} lists nothing but advisory cases"
    assert {case: lines for case, lines in found.items() if lines} == {}


def example(stem="adam", case="default/vec"):
    return next(entry for entry in cases(FOLDER / f"{stem}.json") if entry["case"] == case)


@pytest.mark.parametrize("place", ["hyper", "source_defaults", "variant", "extra"])
def test_a_setting_that_nobody_understands_fails_the_case(place):
    case = example()
    case[place] = {**case[place], "amsgrad_of_the_future": 0.5}
    assert "is not understood" in mismatches("adam", case, namespace("numpy"))[0]


def test_foreach_may_be_ignored():
    case = example()
    case["hyper"] = case["hyper"] | {"foreach": True}
    assert mismatches("adam", case, namespace("numpy")) == []


def test_a_known_setting_with_another_value_changes_the_result():
    case = example()
    case["hyper"] = case["hyper"] | {"betas": [0.8, 0.999]}
    assert mismatches("adam", case, namespace("numpy"))


@pytest.mark.parametrize("name", ["params", "m", "v", "step"])
def test_a_wrong_number_anywhere_in_an_expectation_is_found(name):
    case = example()
    last = case["expect"][-1]
    entries = last["params"][0] if name == "params" else last["state"][name]
    if name in ("m", "v"):
        entries = entries[0]
    entries[0] = entries[0] + 1e-9
    assert len(mismatches("adam", case, namespace("numpy"))) == 1


def test_an_expectation_that_nobody_knows_is_found():
    case = example()
    case["expect"][0]["state"]["moon"] = [[1.0, 1.0, 1.0, 1.0]]
    assert "moon" in mismatches("adam", case, namespace("numpy"))[0]


def test_a_case_without_expectations_fails():
    case = example()
    case["expect"] = []
    assert mismatches("adam", case, namespace("numpy"))


def test_the_command_counts_names_and_exits_with_one_where_a_case_fails(tmp_path, capsys):
    good, bad = example(), example()
    bad |= {"case": "spoiled", "hyper": {"lr": 0.2}}
    aside = example() | {"case": "aside", "hyper": {"lr": 0.3}, "extra": {"advisory": "for information"}}
    (tmp_path / "adam.json").write_text(json.dumps({"rule": "adam", "schema": 1, "cases": [good, bad, aside]}))
    (tmp_path / "nobody.json").write_text(json.dumps({"rule": "nobody", "schema": 1, "cases": [{"case": "one"}]}))
    (tmp_path / "broken.json").write_text("[")
    assert main([str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "1 passed, 3 failed"
    failed = [line.split(":")[0] for line in lines if line.startswith("FAILED")]
    assert failed == ["FAILED adam spoiled", "FAILED broken -", "FAILED nobody one"]
    assert [line.split(":")[0] for line in lines if "aside" in line] == ["advisory adam aside"]


def test_a_file_says_itself_what_it_holds(tmp_path, capsys):
    (tmp_path / "adam.held-out.json").write_text(json.dumps({"rule": "adam", "schema": 1, "cases": [example()]}))
    for stem in ("schedules", "grad_clip"):
        (tmp_path / f"more-{stem}.json").write_bytes((FOLDER / f"{stem}.json").read_bytes())
    files = [json.loads(path.read_text()) for path in tmp_path.glob("*.json")]
    held = [one if isinstance(one, list) else one["cases"] for one in files]
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"{sum(map(len, held))} passed, 0 failed\n"


@pytest.mark.parametrize("name", ["no.such", "maps.adam", "", "../compare", "__init__"])
def test_a_rule_without_a_map_fails_by_name(tmp_path, capsys, name):
    (tmp_path / "a.json").write_text(json.dumps({"rule": name, "schema": 1, "cases": [example()]}))
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


@pytest.mark.parametrize("content", ["3", "[1]", '{"rule": "adam"}', '{"rule": "adam", "cases": 1}', "\xff", "[null]"])
def test_a_file_that_cannot_be_read_fails_and_the_others_are_checked(tmp_path, capsys, content):
    (tmp_path / "adam.json").write_text(json.dumps({"rule": "adam", "schema": 1, "cases": [example()]}))
    (tmp_path / "bad.json").write_text(content, encoding="latin-1")
    (tmp_path / "folder.json").mkdir()
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 2 failed"


@pytest.mark.parametrize(
    ("words", "epoch", "value"),
    [("0.8", 3, 0.8), ("0.9**epoch", 2, 0.81), ("1/(1+epoch)", 3, 0.25), ("2 - epoch*2", 1, 0)],
)
def test_the_factor_of_a_schedule_is_read_from_its_words(words, epoch, value):
    assert factor(words)(epoch) == pytest.approx(value)


@pytest.mark.parametrize("words", ["__import__('os')", "epoch.real", "[1]", "lr"])
def test_a_factor_that_is_no_arithmetic_is_not_understood(words):
    with pytest.raises(NotUnderstood):
        factor(words)(1)


def test_the_command_does_not_pass_an_empty_folder(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == "0 passed, 0 failed\n"
    with pytest.raises(SystemExit):
        main([str(tmp_path / "nowhere")])


def test_the_command_exits_with_zero_where_all_pass(tmp_path, capsys):
    (tmp_path / "adam.json").write_text(json.dumps({"rule": "adam", "schema": 1, "cases": [example()]}))
    assert main([str(tmp_path), "--xp", "torch"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 0 failed"
