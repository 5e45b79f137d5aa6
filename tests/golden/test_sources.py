"""Every golden case names a known source, and its numbers come out of that source again."""

import pytest
from descent.registry import rule_names

from tests.golden.make import files, table
from tests.golden.make.case import CannotMake, made_part, wanted
from tests.golden.make.formula import make as by_formula
from tests.golden.make.sources import FORMULA, SOURCES, NotInstalled, script, source, why_not
from tests.golden.make.verdict import Outcome, differences, verdict

AGAIN = (Outcome.EQUAL, Outcome.CLOSE)

NAMED = {case["source"]["lib"] for name in files.names() for case in files.cases(files.read(name))}

LIBRARIES = sorted(lib for lib in NAMED if SOURCES[lib].script and lib not in ("torch", FORMULA))


def of(lib):
    """The cases that the source can make: the file, the case's title, the case."""
    for name in files.names():
        for place, case in enumerate(files.cases(files.read(name))):
            if case["source"]["lib"] == lib and not why_not(case):
                yield name, files.title(case, place), case


def failures(lib, only=None):
    """What does not come out again of the source's cases, and how many of them there are."""
    verdicts = [(name, title, verdict(name, case)) for name, title, case in of(lib) if only in (None, name)]
    wrong = {f"{name} {title}": found.words for name, title, found in verdicts if found.outcome not in AGAIN}
    return wrong, len(verdicts)


def test_every_rule_has_goldens():
    bare = [name for name in rule_names() if name not in files.names()]
    assert not bare, (
        f"no golden file for: {', '.join(bare)}. Write tests/golden/make/recipes/NAME.py as tests/golden/README.md "
        f"shows, then run: python -m tests.golden.make {' '.join(bare)}"
    )


@pytest.mark.parametrize("name", files.names())
def test_every_case_names_a_source_that_has_a_script_or_says_why_not(name):
    for case in files.cases(files.read(name)):
        named = source(case)
        assert named.script or named.why_not
        assert not named.script or (files.FOLDER / "make" / f"{named.script}.py").is_file()


@pytest.mark.parametrize("name", sorted({name for name, _, _ in of("torch")}))
def test_the_torch_cases_come_out_again(name):
    wrong, counted = failures("torch", name)
    assert counted
    assert wrong == {}


@pytest.mark.parametrize("lib", LIBRARIES)
def test_the_cases_of_an_installed_library_come_out_again(lib):
    try:
        script(SOURCES[lib])
    except NotInstalled as error:
        pytest.skip(str(error))
    wrong, counted = failures(lib)
    assert counted
    assert wrong == {}


def test_a_source_that_is_not_in_the_table_is_refused_with_those_that_are():
    with pytest.raises(CannotMake, match=r"'a blog' is not in .*sources.py; it has: torch, optax"):
        source({"source": {"lib": "a blog"}})


@pytest.mark.parametrize("lib", ["optax", "rlx-optim"])
def test_lamb_written_again_agrees_with_the_other_sources_of_the_plain_form(lib):
    # rlx-optim counts one step for all tensors and leaves non-finite entries out of its norms.
    cases = [case for case in files.cases(files.read("lamb")) if case["source"]["lib"] == lib]
    cases = [case for case in cases if not case["case"].endswith(("/none_grads", "/nan_grad"))]
    assert cases
    for case in cases:
        again = by_formula("lamb", case | {"source": {"lib": FORMULA, "entry": "lamb"}}, wanted(case))
        assert differences("", made_part(case), again, case["tol"]) == [], case["case"]


def test_the_table_in_the_readme_is_the_one_of_now():
    assert table.README.read_text(encoding="utf-8") == table.text(), "run: python -m tests.golden.make --table"
