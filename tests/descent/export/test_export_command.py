"""`optimizer-playground export RULE --to TARGET`: a source, or one sentence that says why not."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli

TYPED = Path(__file__).parents[1] / "graph" / "typed"


def run(*arguments):
    return CliRunner().invoke(cli, ["export", *map(str, arguments)])


def test_a_built_in_rule_is_printed_with_its_settings():
    ended = run("lion", "--to", "numpy", "--set", "lr=0.25")
    assert ended.exit_code == 0, ended.stderr
    assert "def update(p, g, state, step, *, lr=0.25, beta1=0.9, beta2=0.99):" in ended.stdout
    assert "np.sign(beta1 * m + (1 - beta1) * g)" in ended.stdout


def test_a_choice_takes_another_form(tmp_path):
    out = tmp_path / "adam.py"
    assert run("adam", "--to", "numpy", "--choose", "correct_bias=False", "--out", out).stdout == ""
    assert "beta1**step" not in out.read_text()


def test_a_typed_file_is_traced_and_keeps_its_names():
    ended = run(TYPED / "adam.py", "--to", "numpy")
    assert ended.exit_code == 0, ended.stderr
    assert "def update(p, g, state, step, *, " in ended.stdout


def test_a_typed_file_takes_modifiers_and_their_choices():
    ended = run(TYPED / "adam.py", "--to", "numpy", "--modifier", "clipping", "--choose", "clip_by=value")
    assert ended.exit_code == 0, ended.stderr
    assert '"""Adam + clipping as functions' in ended.stdout
    assert "np.minimum(np.maximum(g, -clip_at), clip_at)" in ended.stdout
    odd = run(TYPED / "adam.py", "--to", "numpy", "--modifier", "clipping", "--choose", "clip_by=hand")
    assert odd.exit_code == 1
    assert "'hand'" in odd.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nope", "--to", "numpy"], 2, "no rule is called 'nope'"),
        (
            ["adam", "--to", "fortran"],
            2,
            "no target is called 'fortran'; there are: torch, optax, nvidia, numpy, latex",
        ),
        (["adam", "--to", "numpy", "--choose", "eps_mode=odd"], 2, "there are: corrected, uncorrected"),
        (["adam", "--to", "numpy", "--set", "rate=1"], 1, "rate"),
        (["adam", "--to", "numpy", "--set", "lr"], 2, "name=value"),
        (["nope.py", "--to", "numpy"], 2, "there is no file"),
        ([TYPED / "adam.py", "--to", "numpy", "--modifier", "odd"], 1, "no modifier is called 'odd'"),
        ([TYPED / "adam.py", "--to", "numpy", "--modifier", "prodigy_distance"], 1, "joins all tensors"),
    ],
)
def test_what_is_asked_wrongly_is_said(arguments, code, said):
    ended = run(*arguments)
    assert ended.exit_code == code
    assert said in ended.stderr


def test_a_typed_rule_without_a_graph_is_refused_at_its_line(tmp_path):
    file = tmp_path / "odd.py"
    file.write_text(
        "def update(p, g, s, t, xp, *, lr):\n    if g[0, 0] > 0:\n        return -lr * g, s\n    return g, s\n"
    )
    ended = run(file, "--to", "numpy")
    assert ended.exit_code == 1
    assert f"{file}:2:" in ended.stderr


def test_a_setting_with_a_name_that_the_file_needs_is_refused(tmp_path):
    file = tmp_path / "odd.py"
    file.write_text("def update(p, g, s, t, xp, *, lr=0.1, step=0.9):\n    return -lr * g * step**t, s\n")
    for target in ("numpy", "torch", "optax", "nvidia", "latex"):
        ended = run(file, "--to", target)
        assert ended.exit_code == 1
        assert "something of its own 'step'; give the setting another name" in ended.stderr


def test_a_typed_rule_keeps_its_own_words_in_torch_and_begins_with_lr():
    text = run(TYPED / "adam.py", "--to", "torch").stdout
    assert "params,\n        lr=" in text
    assert 'return p, {"m": m, "v": v}' in text
