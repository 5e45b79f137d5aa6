"""The command that makes golden files again, and new ones from recipes."""

import pytest

from tests.golden.check import main as check_folder
from tests.golden.check import mismatches, namespace
from tests.golden.make import files
from tests.golden.make.__main__ import main
from tests.golden.make.case import CannotMake, made_part
from tests.golden.make.recipe import Recipe, Setting, content
from tests.golden.make.sources import FORMULA
from tests.golden.make.verdict import differences

ADAM = Recipe([Setting("plain", "torch", "torch.optim.Adam", {"lr": 0.1}, states=("m", "v", "step"), missing=True)])


def test_a_recipe_makes_a_file_that_our_rule_reproduces(tmp_path):
    files.write("adam", content("adam", ADAM), tmp_path)
    made = files.read("adam", tmp_path)
    assert [case["case"] for case in made["cases"]] == ["plain/vec", "plain/mat", "plain/multi"]
    recorded = next(case for case in files.cases(files.read("adam")) if case["case"] == "default/vec")
    assert made["cases"][0]["source_defaults"] | {"lr": 0.1} == recorded["source_defaults"]
    assert check_folder([str(tmp_path)]) == 0


def test_the_same_recipe_gives_the_same_bytes_and_another_seed_others():
    made = files.text(content("adam", ADAM))
    assert files.text(content("adam", ADAM)) == made
    assert files.text(content("adam", Recipe(ADAM.settings, seed=1))) != made


def test_a_recipe_from_a_formula_says_so():
    made = content("adam", Recipe([Setting("paper", FORMULA, "adam", {"lr": 0.1}, states=("m", "v"))]))
    assert {(case["assurance"], case["source"]["lib"]) for case in made["cases"]} == {("re-typed formula", FORMULA)}
    assert made["cases"][0]["source_defaults"] == {"betas": [0.9, 0.999], "eps": 1e-8}
    assert [mismatches("adam", case, namespace("numpy")) for case in made["cases"]] == [[], [], []]


def test_a_setting_that_the_library_does_not_have_is_refused():
    with pytest.raises(CannotMake, match="Adam takes no warmth; it takes: lr, betas"):
        content("adam", Recipe([Setting("odd", "torch", "torch.optim.Adam", {"lr": 0.1, "warmth": 3})]))


def test_a_state_that_nobody_records_is_refused():
    with pytest.raises(CannotMake, match="no key is known for the state moon of Adam"):
        content("adam", Recipe([Setting("odd", "torch", "torch.optim.Adam", {"lr": 0.1}, states=("moon",))]))


def copied(folder, *names):
    for name in names:
        (folder / f"{name}.json").write_bytes((files.FOLDER / f"{name}.json").read_bytes())


def test_making_a_file_again_changes_neither_its_numbers_nor_the_other_files(tmp_path, capsys):
    copied(tmp_path, "sgd", "nadam", "rprop")
    assert main(["sgd", "nadam", "--folder", str(tmp_path)]) == 0
    assert "in all: " in capsys.readouterr().out
    assert (tmp_path / "rprop.json").read_bytes() == (files.FOLDER / "rprop.json").read_bytes()
    for name in ("sgd", "nadam"):
        for old, new in zip(files.cases(files.read(name)), files.cases(files.read(name, tmp_path)), strict=True):
            assert differences("", made_part(old), made_part(new), old["tol"]) == []


def test_numbers_that_differ_are_reported_and_kept(tmp_path, capsys):
    spoiled = files.read("sgd")
    first = next(case for case in files.cases(spoiled) if case["source"]["lib"] == "torch")
    first["expect"][-1]["params"][0][0][0] += 1e-6
    first["source"]["version"] = "1.0"
    files.write("sgd", spoiled, tmp_path)
    for arguments in (["--check"], []):
        assert main(["sgd", "--folder", str(tmp_path), *arguments]) == 1
        printed = capsys.readouterr().out
        assert f"DIFFERS sgd {first['case']}: expect[" in printed
        assert "recorded with 1.0, made with" in printed
        assert files.read("sgd", tmp_path)["cases"][spoiled["cases"].index(first)] == first


def test_checking_writes_nothing_and_has_a_line_for_every_case(tmp_path, capsys):
    older = files.read("rprop")
    older["cases"][0]["source"]["version"] = "1.0"
    files.write("rprop", older, tmp_path)
    before = (tmp_path / "rprop.json").read_bytes()
    assert main(["--all", "--check", "--folder", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(files.cases(files.read("rprop"))) + 2
    assert (tmp_path / "rprop.json").read_bytes() == before
    assert main(["rprop", "--folder", str(tmp_path)]) == 0
    assert (tmp_path / "rprop.json").read_bytes() != before


def test_a_name_without_file_and_recipe_is_refused_with_what_to_do():
    with pytest.raises(
        SystemExit, match=r"nope has neither a golden file nor a recipe, tests/golden/make/recipes/nope.py"
    ):
        main(["nope"])


def test_numbers_are_written_so_that_they_read_back_to_the_same_bits(tmp_path):
    stored = {"cases": [{"expect": [0.1 + 0.2, 5e-324, 1.7976931348623157e308, -0.0]}]}
    assert files.write("bits", stored, tmp_path)
    assert repr(files.read("bits", tmp_path)) == repr(stored)
    assert not files.write("bits", stored, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["bits.json"]


def test_a_missing_record_is_no_agreement():
    stored, made = {"expect": [{"params": [[1.0]]}]}, {"expect": [{"params": [None]}]}
    assert differences("", stored, made, {"rtol": 1.0, "atol": 1.0})
    assert differences("", stored, {"expect": []}, {"rtol": 1.0, "atol": 1.0})
