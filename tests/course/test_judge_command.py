"""The command line judges a file in a process of its own; nothing that the file does makes it pass but being right."""

import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from descent.judge.judgement import Judgement
from descent.judge.suite import Suite
from typer.testing import CliRunner

from app.cli import cli
from app.commands.judge import MAX_LOST, run
from app.course import catalog
from app.course.errors import Crash
from app.course.page_python import page_python
from app.course.sandbox_process import CHILD, SubmissionProcess

PASS = catalog.files_for_browser("adam-step")["reference.py"]
FORGED = '{"problem": "adam-step", "passed": true, "tests": [], "mistake": null}'


def judge(tmp_path, source, *options):
    file = tmp_path / "answer.py"
    file.write_text(source)
    result = CliRunner().invoke(cli, ["judge", "adam-step", str(file), "--seed", "1", *options])
    lines = result.stdout.rstrip("\n").split("\n")
    return result.exit_code, json.loads(lines[-1]), result.stdout


def outcomes(source, seconds=0.5):
    judgement = Judgement(Suite(catalog.files_for_browser("adam-step"), 1, np))
    return [said["outcome"] for said in run(judgement, source, "answer.py", seconds)]


def test_a_right_answer_passes_with_exit_code_0(tmp_path):
    code, said, text = judge(tmp_path, PASS)
    assert code == 0
    assert said["passed"] is True
    assert said["problem"] == "adam-step"
    assert said["mistake"] is None
    assert {test["outcome"] for test in said["tests"]} == {"pass"}
    assert set(said["tests"][0]) == {"id", "title", "outcome"}
    assert "pass     first step from zero state" in text


def test_a_known_mistake_fails_with_exit_code_1_and_is_named(tmp_path):
    source = catalog.files_for_browser("adam-step")["mistakes/eps_inside_root.py"]
    code, said, text = judge(tmp_path, source)
    assert code == 1
    assert said["passed"] is False
    assert said["mistake"] == "eps_inside_root"
    assert "Recognised: Your numbers are those of Adam with eps inside the square root" in text


def test_an_error_is_shown_with_its_line(tmp_path):
    code, said, text = judge(tmp_path, "def adam_step(*args, **more):\n    return 1 / 0\n")
    assert code == 1
    assert {test["outcome"] for test in said["tests"]} == {"error"}
    assert "ZeroDivisionError on line 2" in text
    assert "return 1 / 0" in text


def test_the_seed_is_drawn_and_shown_when_it_is_not_given(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text("def adam_step(*args, **more): pass\n")
    texts = [CliRunner().invoke(cli, ["judge", "adam-step", str(file)]).stdout for _ in range(2)]
    assert texts[0] != texts[1]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["nope", __file__], "no problem is called 'nope'; there are: "),
        (["adam-step", "nowhere.py"], "there is no file 'nowhere.py'"),
        (["adam-step", str(Path(__file__).parent)], "cannot be read"),
        (["adam-step", __file__, "--seed", "-1"], "seed"),
        (["adam-step"], "Missing argument"),
    ],
)
def test_bad_usage_is_exit_code_2_and_says_what_is_possible(arguments, what):
    result = CliRunner().invoke(cli, ["judge", *arguments])
    assert result.exit_code == 2
    assert what in result.stderr


def test_a_file_that_is_no_text_is_bad_usage(tmp_path):
    file = tmp_path / "answer.py"
    file.write_bytes(b"\xff\xfe\x00")
    result = CliRunner().invoke(cli, ["judge", "adam-step", str(file)])
    assert result.exit_code == 2
    assert "cannot be read as text" in result.stderr


def test_files_of_other_editors_are_read(tmp_path):
    """A byte order mark at the beginning, lines that end as on Windows, and tabs."""
    file = tmp_path / "answer.py"
    file.write_bytes(b"\xef\xbb\xbf" + PASS.replace("    ", "\t").replace("\n", "\r\n").encode())
    assert CliRunner().invoke(cli, ["judge", "adam-step", str(file)]).exit_code == 0


@pytest.mark.parametrize(
    "source",
    [
        f"print('{FORGED}')\nimport os\nos.write(1, b'{FORGED}')\nos._exit(0)\n",
        f"print('\\n{FORGED}\\n' * 3)\ndef adam_step(*args, **more): pass\n",
        f"import os\ndef adam_step(*args, **more):\n    os.write(1, b'{FORGED}')\n    os._exit(0)\n",
        "import numpy as np\nnp.allclose = np.array_equal = lambda *a, **k: True\ndef adam_step(*args, **more): pass\n",
        "raise SystemExit(0)\n",
    ],
)
def test_forged_output_does_not_pass(tmp_path, source):
    code, said, text = judge(tmp_path, source)
    assert code == 1
    assert said["passed"] is False
    assert len(said["tests"]) > 10
    own = [line for line in text.split("\n") if line.startswith("{")]
    assert len(own) == 1


def test_bytes_written_to_every_descriptor_do_not_pass():
    source = (
        "import os, struct\n"
        "for fd in range(64):\n"
        "    try: os.write(fd, struct.pack('<Q', 5) + b'hello')\n"
        "    except OSError: pass\n"
    ) + PASS
    assert outcomes(source, 5)[:MAX_LOST] == ["crash"] * MAX_LOST


def test_an_endless_loop_is_a_timeout_and_the_rest_is_not_run(monkeypatch):
    started = []
    start = SubmissionProcess.__init__
    monkeypatch.setattr(
        SubmissionProcess, "__init__", lambda self, *given: started.append(given) or start(self, *given)
    )
    found = outcomes("def adam_step(*args, **more):\n    while True: pass\n")
    assert found[:MAX_LOST] == ["timeout"] * MAX_LOST
    assert set(found[MAX_LOST:]) == {"not-run"}
    assert len(started) == MAX_LOST


def test_an_endless_loop_in_one_test_leaves_the_others_judged():
    source = PASS.replace("    for p", "    while t == 1_000_000: pass\n    for p")
    found = outcomes(source, 5)  # enough for the others on any machine
    assert found.count("timeout") == 1
    assert found.count("pass") == len(found) - 1


@pytest.mark.parametrize(
    "dies",
    [
        "import os; os.abort()",
        "import os; os._exit(0)",
        "import os; os.closerange(0, 64)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import sys; sys.setrecursionlimit(10**8); f = lambda x: sorted([1, 2], key=f); f(1)",
    ],
)
def test_an_interpreter_that_dies_is_a_crash_and_the_rest_is_not_run(dies):
    found = outcomes(f"def adam_step(*args, **more):\n    {dies}\n", 20)
    assert found[:MAX_LOST] == ["crash"] * MAX_LOST
    assert set(found[MAX_LOST:]) == {"not-run"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_DATA covers mapped memory on Linux only")
def test_too_much_memory_is_an_error_of_that_test():
    found = outcomes("def adam_step(*args, **more):\n    x = [0] * 10**9\n", 20)
    assert set(found) == {"error"}


def test_a_submission_that_tampers_is_given_a_new_process_each_time():
    source = "import numpy as np\nnp.multiply = None\nnp.sqrt_was = np.sqrt\n" + PASS
    assert set(outcomes(source, 20)) == {"pass"}


def raised(head):
    """What a submission that begins with these lines raises in the first test, or "pass"."""
    judgement = Judgement(Suite(catalog.files_for_browser("adam-step"), 1, np))
    verdicts: Any = run(judgement, f"{head}\n{PASS}", "answer.py", 60)
    said = next(verdicts)
    verdicts.close()
    return said["sentence"] or said["outcome"]


@pytest.mark.parametrize(
    "head",
    [
        "import os; os.kill(os.getppid(), 9)",
        "import signal; signal.pidfd_send_signal(__import__('os').pidfd_open(__import__('os').getppid()), 9)",
        "import os; os.fork()",
        "import subprocess; subprocess.run(['ls'])",
        "import multiprocessing; multiprocessing.Process(target=print).start()",
        "import _ctypes; _ctypes.dlopen(None, 0)",
        "import socket; socket.socket()",
        "import os; open(f'/proc/{os.getppid()}/fd/1', 'w')",
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="file descriptors of processes and pidfd are Linux's")
def test_a_submission_can_neither_end_its_judge_nor_start_or_reach_another_process(head):
    assert raised(head).startswith("PermissionError on line 1")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's filter is Linux's")
def test_the_kernel_refuses_what_python_s_own_hook_does_not_hear():
    program = (
        "import os, sys; sys.path.insert(0, sys.argv[1])\n"
        "from system_calls import forbid_processes\n"
        "if not forbid_processes(): raise SystemExit('no filter here')\n"
        "os.kill(os.getpid(), 0)\n"
        "import threading; thread = threading.Thread(target=print); thread.start(); thread.join()\n"
        "for forbidden in (lambda: os.kill(os.getppid(), 0), os.fork, lambda: os.execv('/bin/true', ['true'])):\n"
        "    try: forbidden()\n"
        "    except PermissionError: continue\n"
        "    raise SystemExit('allowed')\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(CHILD)], capture_output=True, text=True, check=False)
    if "no filter here" in done.stderr:
        pytest.skip("this kernel or processor has no such filter")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "head",
    [
        "import app",
        "import descent; open(descent.__file__.replace('pyodide_pkgs/descent', 'app')).read(); import app",
        f"open({str(catalog.FOLDER / 'adam-step' / 'reference.py')!r}).read()",
        f"import os; os.listdir({str(catalog.FOLDER)!r})",
        f"import os; os.chdir({str(catalog.FOLDER)!r})",
        f"import os; os.symlink({str(catalog.FOLDER)!r}, 'here')",
        f"import numpy; numpy.load({str(catalog.FOLDER / 'adam-step' / 'reference.py')!r})",
        "import os; open(f'/proc/{os.getppid()}/cwd/app/cli.py').read()",
    ],
)
def test_a_submission_does_not_reach_the_checkout(head):
    assert raised(head).startswith(("PermissionError on line 1", "ModuleNotFoundError on line 1"))


def test_nothing_around_a_submission_names_the_checkout():
    checkout = str(Path(__file__).parents[2])
    look = (
        "import os, sys, descent\n"
        "around = [*os.environ.values(), *sys.path, *sys.argv, *sys.orig_argv]\n"
        "around += [os.getcwd(), sys.executable, descent.__file__]\n"
        f"if any({checkout!r} in one for one in around): raise ValueError(str(around))\n"
        "if any(name.split('.')[0] == 'app' for name in sys.modules): raise ValueError('app')"
    )
    assert raised(look) == "pass"


def test_a_submission_has_a_folder_of_its_own_and_what_python_needs():
    look = (
        "import os, tempfile, threading, numpy.fft, numpy.testing, numpy.ma, dataclasses, statistics\n"
        "assert os.listdir() == []\n"
        "open('mine', 'w').write('x'); assert open('mine').read() == 'x'\n"
        "tempfile.TemporaryFile().write(b'x')\n"
        "thread = threading.Thread(target=len, args=('',)); thread.start(); thread.join()"
    )
    assert raised(look) == "pass"


def test_a_submission_leaves_nothing_behind():
    raised("pass")  # what all of them run is copied once
    before = set(Path(tempfile.gettempdir()).glob("submission-*"))
    raised("open('mine', 'w').write('x')")
    assert set(Path(tempfile.gettempdir()).glob("submission-*")) <= before


@pytest.mark.parametrize("module", ["torch", "scipy", "distutils", "tkinter", "resource", "pytest"])
def test_what_the_page_lacks_cannot_be_imported_here_either(module):
    version = page_python()["python"]
    assert raised(f"import {module}") == (
        f"ModuleNotFoundError on line 1: the page has no module {module!r}: it runs Python {version} with the standard "
        "library and NumPy."
    )


@pytest.mark.skipif("annotationlib" in sys.stdlib_module_names, reason="this Python is as new as the page's")
def test_what_the_page_has_and_this_python_lacks_is_told_as_that():
    said = raised("import annotationlib")
    assert f"the page's Python {page_python()['python']} has the module 'annotationlib', and this one" in said


def test_the_command_says_which_python_runs_and_which_the_page_has(tmp_path):
    _, _, text = judge(tmp_path, PASS)
    first = text.split("\n")[0]
    assert f"Run by Python {platform.python_version()} and NumPy {np.__version__}" in first
    assert f"the page has Python {page_python()['python']}" in first


def test_line_breaks_of_a_message_are_line_breaks_in_the_terminal(tmp_path):
    _, _, text = judge(tmp_path, "def adam_step(*args, **more): raise ValueError('one\\ntwo')\n")
    assert "one\n         two." in text


def test_a_process_that_is_gone_is_a_crash_when_spoken_to():
    process = SubmissionProcess("", "answer.py", 1024)
    process.end()
    with pytest.raises((Crash, ValueError)):
        process.observe(b"", 1)


def test_the_name_of_the_file_is_the_one_in_the_traceback(tmp_path):
    _, _, text = judge(
        tmp_path, "import warnings\ndef adam_step(*args, **more):\n    warnings.warn('here')\n    1 / 0\n"
    )
    assert "answer.py:3: UserWarning: here" in text


def test_control_characters_in_output_do_not_reach_the_terminal(tmp_path):
    _, _, text = judge(tmp_path, "print('\\x1b[2J\\r{}')\ndef adam_step(*args, **more): pass\n")
    assert "\x1b" not in text
    assert "\r" not in text
