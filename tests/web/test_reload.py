"""`serve --reload` starts the site again when a file of it changes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from app.commands.reload import WATCHED, changed_at, first_difference
from tests.serving import free_port

ROOT = Path(__file__).parents[2]


def until(question, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if answer := question():
                return answer
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("nothing happened")


def test_scripts_styles_templates_and_python_are_watched_and_nothing_foreign(tmp_path):
    for name in ("a.py", "b/c.js", "d.css", "e.html", "f.tmp", "vendor/g.js", "__pycache__/h.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    before = changed_at([tmp_path])
    assert {Path(name).name for name in before} == {"a.py", "c.js", "d.css", "e.html"}
    os.utime(tmp_path / "d.css", ns=(1, 1))
    assert first_difference(before, changed_at([tmp_path]), tmp_path) == "d.css"
    (tmp_path / "a.py").unlink()
    assert first_difference(before, changed_at([tmp_path]), tmp_path) == "a.py"
    assert len(changed_at([ROOT / name for name in WATCHED])) > 500


def test_a_change_starts_the_site_again_and_an_interruption_ends_it(tmp_path):
    port = free_port()
    watched = tmp_path / "page.html"
    watched.touch()
    code = (
        # Started in the background, a process does not hear interruptions unless it says so.
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import sys\nfrom pathlib import Path\nfrom app.commands.reload import run_again_on_change\n"
        f"run_again_on_change(['serve', '--port', '{port}'], Path({str(ROOT)!r}), [Path({str(tmp_path)!r})])"
    )
    environment = {**os.environ, "OPTIMIZER_PLAYGROUND_RUNS_VAR": str(tmp_path / "var")}
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, cwd=ROOT)

    def answers():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200

    try:
        assert until(answers)
        watched.write_text("<p>")
        lines = iter(process.stdout.readline, b"")
        assert any(b"page.html changed; starting again" in line for line in lines)
        assert any(b"Optimizer Playground is at" in line for line in lines)
        assert until(answers)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        process.stdout.close()
    with socket.socket() as again:
        assert again.connect_ex(("127.0.0.1", port))
