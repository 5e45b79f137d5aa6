"""The server has no way from what a request holds to code that runs: no source, no import, no file of that name."""

import ast
import json
import random
import sys
from pathlib import Path

import numpy as np
import pytest
from descent import registry
from descent.graph import trace
from starlette.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.web.application import create_app
from tests.descent.graph.test_mutated_graphs import mutated

ROOT = Path(__file__).parents[2]
FOLDERS = ("app", "pyodide_pkgs/descent")
NO_PROGRAM = ("app/course/problems", "app/course/template", "app/new/templates")
"""Problems and templates: what a course or a new rule consists of, none of it imported by the server."""
RUN = ("exec", "eval", "compile", "__import__", "breakpoint")
IMPORTED = ("import_module", "exec_module", "load_module", "run_path", "run_module")
STARTED = ("run", "Popen", "call", "check_call", "check_output", "system", "CDLL", "LoadLibrary", "dlopen")
"""Of `subprocess`, `os` and `ctypes`: what starts a program or loads a library."""
READ_AS_CODE = ("pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "torch.load", "numexpr", "sympy")
REASONS = {
    "app/comparisons/training/program.py": "a worker, a module of torch by its name",
    "app/course/checks/passed.py": "the command check-problem, on files of the checkout or of the author",
    "app/refresh/kinds.py": "the command refresh, the kinds of stored files by name",
    "app/vendor/compile_archive.py": "the command vendor, on Pyodide's own files",
    "app/web/glossary/terms.py": "the pictures of the glossary, by the names in its own file of terms",
    "app/workloads/catalog.py": "a worker, the modules that lie in the folder of workloads",
    "pyodide_pkgs/descent/export/built_in.py": "the engine worker of a page, and the command export",
    "pyodide_pkgs/descent/judge/submission.py": "the sandbox worker of a page, and a process of the command judge",
    "pyodide_pkgs/descent/judge/suite.py": "tests of problems: in the engine worker of a page, and in commands",
    "pyodide_pkgs/descent/registry.py": "modules that lie in the folders of rules and landscapes, by a name among them",
    "pyodide_pkgs/descent/sandbox/traced.py": "the sandbox worker of a page, and a process of its own for commands",
    "pyodide_pkgs/descent/sandbox/typed_rule.py": "the sandbox worker of a page",
} | dict.fromkeys(
    (
        "pyodide_pkgs/descent/playground/export/entry.py",
        "pyodide_pkgs/descent/playground/export/landscape_text.py",
        "pyodide_pkgs/descent/playground/export/numpy_text.py",
        "pyodide_pkgs/descent/playground/export/plain.py",
        "pyodide_pkgs/descent/playground/export/script.py",
    ),
    "the engine worker of a page, modules of descent whose source it copies",
)
"""Every file that runs text or imports by name: who does, and on what. None of it is asked for by a route."""


STARTS = {
    "app/commands/reload.py": "the command serve, itself, anew after a change of source",
    "app/commands/supervision.py": "the command serve, its worker",
    "app/commands/traced_file.py": "the command trace, a Python of its own for the author's file",
    "app/comparisons/native/compiling.py": "a worker, the C++ compiler on text of ours, and the library by its hash",
    "app/comparisons/workers/engines/gpus.py": "a scheduler or the doctor, the driver's own list of GPUs",
    "app/comparisons/workers/engines/local.py": "a scheduler, its workers",
    "app/comparisons/workers/engines/ray.py": "a scheduler, the process that is connected to a Ray cluster",
    "app/comparisons/workers/ray_cluster/connecting.py": "that process, Ray's own command that asks for its health",
    "app/course/child/system_calls.py": "the process of the command judge, the C library, to take rights from itself",
    "app/course/sandbox_process.py": "the command judge, a Python of its own for a submission",
    "app/doctor/workers.py": "the command doctor, a Python that says what torch it has",
    "app/vendor/tools.py": "the command vendor, the tools that it names",
}
"""Every file that starts a program or loads a library: who does, and which. None of it is asked for by a route."""


def calls(path):
    """What a file calls that could run text, or import by a name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            last = called.rpartition(".")[2]
            if called in RUN or last in IMPORTED or called.split(".")[0] in READ_AS_CODE or called in READ_AS_CODE:
                yield called


def test_every_place_that_runs_text_is_known_with_the_reason():
    found = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if not name.startswith(NO_PROGRAM) and (here := set(calls(path))):
                found[name] = here
    assert set(found) == set(REASONS)


def starts(path):
    """What a file calls that starts a program or loads a library."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            library, _, last = ast.unparse(node.func).partition(".")
            if library in ("subprocess", "os", "ctypes") and last.rpartition(".")[2] in STARTED:
                yield f"{library}.{last}"


def test_every_place_that_starts_a_program_or_loads_a_library_is_known_with_the_reason():
    found = {str(path.relative_to(ROOT)) for path in (ROOT / "app").rglob("*.py") if set(starts(path))}
    assert {name for name in found if not name.startswith(NO_PROGRAM)} == set(STARTS)


class Watch:
    """What Python was asked to compile, run, import or open while it was on."""

    def __init__(self):
        self.on = False
        self.seen = []
        sys.addaudithook(self)

    def __call__(self, event, arguments):
        if self.on and event in ("exec", "compile", "import", "open", "os.system", "subprocess.Popen", "ctypes.dlopen"):
            self.seen.append((event, str(arguments[0])[:200]))


@pytest.fixture(scope="module")
def watch():
    return Watch()


def test_whatever_a_graph_holds_nothing_is_compiled_run_imported_or_opened_by_it(watch, tmp_path):
    app = create_app()
    app.state.comparisons = ComparisonService(ComparisonSettings(var=tmp_path))
    client = TestClient(app, base_url="http://localhost")
    draw = random.Random(1)
    workload = {"name": "landscape"}

    def ask(graph):
        rule = {"name": "typed", "label": "__import__('os').system('true')", "graphs": [graph]}
        return client.post("/api/comparisons/plan", json={"rules": [rule], "workload": workload, "trials": 2})

    sound = trace(registry.rule("adam"), [(2,)], np).graph.text
    spoilt = [json.dumps(mutated(draw)) for _ in range(150)]
    assert {ask(sound).status_code for _ in range(2)} == {200}
    for each in spoilt[:20]:  # what is imported late, by whichever answer, is there after these
        ask(each)
    watch.on = True
    codes = [ask(graph).status_code for graph in [sound, *spoilt]]
    watch.on = False
    assert codes[0] == 200
    assert set(codes[1:]) <= {200, 422}
    ours = [each for each in watch.seen if "sqlite" not in each[1] and str(tmp_path) not in each[1]]
    assert ours == []
