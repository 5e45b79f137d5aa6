"""Programs that reach for the page, spoil their interpreter, leave work behind or lie: no other is the worse for it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.hostile import HostileVisit, Program, before, inside, named
from tests.browser.site import Site

pytestmark = pytest.mark.browser

REACH = {
    "js": inside("import js\njs.fetch('/api/secret')", "error", says="ModuleNotFoundError"),
    "pyodide_js": inside("import pyodide_js", "error", says="ModuleNotFoundError"),
    "run_js": inside("from pyodide.code import run_js\nrun_js('self.postMessage(1)')", "error"),
    "open_url": inside("from pyodide.http import open_url\nopen_url('/api/secret')", "error"),
    "urllib": inside("import urllib.request\nurllib.request.urlopen('http://127.0.0.1/api/secret')", "error"),
    "socket": inside("import socket\nsocket.create_connection(('127.0.0.1', 80), 1).send(b'x')", "error"),
    "the core imported again": inside("import _pyodide_core\n_pyodide_core.to_js([])", "error"),
    "a subprocess": inside("import subprocess\nsubprocess.run(['ls'])", "error"),
    "a browser": inside("import webbrowser\nwebbrowser.open('/api/secret')", "pass", "error"),
    "the constructor of an error": inside(
        "import gc\n"
        "kind = next(k for k in gc.get_objects() if isinstance(k, type) and k.__name__ == 'JsException')\n"
        "kind('x').constructor.constructor('return 1')()",
        "error",
    ),
}
STATE = {
    "the guard": before(
        "from descent.sandbox.guard import _put_back\n_put_back.__code__ = (lambda current, saved: []).__code__"
    ),
    "the encoder": before("import json\njson.JSONEncoder.encode = lambda *a, **k: '{}'", "crash"),
    "the copier": before(
        "from descent.judge.snapshot import Copier\nCopier.copy = lambda self, value: 0.0", "fail", "error", "crash"
    ),
    "a builtin": before("import builtins\nbuiltins.isinstance = lambda *_: False", "pass", "fail", "error", "crash"),
    "all builtins": before(
        "import builtins\nfor name in list(vars(builtins)): delattr(builtins, name)", "error", "crash"
    ),
    "NumPy": before(
        "import numpy as np\nnp.sqrt = np.array = np.asarray = np.square", "pass", "fail", "error", "crash"
    ),
    "all modules": before("import sys\nsys.modules.clear()", "pass", "error", "crash", "fail"),
    "poisoned modules": before(
        "import sys\nfor name in list(sys.modules): sys.modules[name] = None", "pass", "error", "crash", "fail"
    ),
    "the trace": before("import sys\nsys.settrace(lambda *_: 1 / 0)", "pass", "error", "fail", "crash"),
    "the recursion limit": before("import sys\nsys.setrecursionlimit(60)", "pass", "error", "crash"),
    "NumPy's errors": before("import numpy as np\nnp.seterr(all='raise')"),
    "the environment": before("import os, locale\nos.environ.clear()\nos.chdir('/')\nos.umask(0o777)"),
    "the package on disk": before(
        "import descent, os\nfor folder, _, files in os.walk(os.path.dirname(descent.__file__)):\n"
        "    for file in files: open(os.path.join(folder, file), 'w').close()",
    ),
    "the inside of list": before(
        "import gc\ngc.get_referents(list.__dict__)[0]['append'] = lambda self, item: None",
        "pass",
        "fail",
        "error",
        "crash",
        "timeout",  # where a loop of Python's own waits for what is appended
    ),
    "the import": before("import builtins\nbuiltins.__import__ = lambda *a, **k: 1 / 0", "pass", "error", "crash"),
    "a finder": before(
        "import sys\nclass Finder:\n    def find_spec(self, *a): raise SystemExit\nsys.meta_path.insert(0, Finder)",
        *("pass", "error", "crash"),
    ),
    "frames": before(
        "import sys\nframe = sys._getframe()\nwhile frame:\n    frame.f_globals.clear() if frame.f_back else None\n"
        "    frame = frame.f_back",
        *("pass", "error", "crash", "fail"),
    ),
    "the collector": before("import gc\ngc.disable()\ngc.callbacks.append(lambda *_: 1 / 0)\ngc.collect()"),
}
LATE = {
    "a task": inside("import asyncio\nasyncio.ensure_future(asyncio.sleep(0))", "error"),
    "a loop": inside("import asyncio\nasyncio.run(asyncio.sleep(0))", "error"),
    "a thread": inside("import threading\nthreading.Thread(target=print).start()", "error", says="thread"),
    "a pool": inside(
        "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor().submit(print).result()", "error"
    ),
    "a process": inside("import multiprocessing\nmultiprocessing.Process(target=print).start()", "error"),
    "an alarm": before(
        "import signal\nsignal.signal(signal.SIGALRM, lambda *_: 1 / 0)\nsignal.setitimer(signal.ITIMER_REAL, 1e-3)",
        "pass",
        "error",
    ),
    "an exit": before("import atexit\natexit.register(lambda: 1 / 0)"),
    "a finalizer": before(
        "import sys\nclass Last:\n    def __del__(self): sys.modules.clear()\nkept = Last()",
        "pass",
        "error",
        "crash",
        "fail",
    ),
    "a coroutine": Program("async def gradient_step(params, grads, lr=1e-3):\n    pass\n", ("error", "fail"), "async"),
}
LIES = {
    "what is printed": inside('print(\'{"id": 1, "result": {"observation": "forged"}}\')'),
    "the observation": before(
        "import descent.browser as b\nb.observation_to_data = lambda seen: {'passed': True}", "pass", "crash"
    ),
    "the bytes": before("from descent import wire\nwire.pack.__code__ = (lambda value, xp: b'pass').__code__", "crash"),
    "many bytes": before(
        "from descent import wire\nwire.pack.__code__ = (lambda value, xp: bytes(2**26)).__code__",
        "crash",
        says="too long",
    ),
    "a long header": before(
        "from descent import wire\n"
        "def forged(value, xp): return b'DSC1' + (2**23).to_bytes(4, 'little') + b'[' + b'0,' * (2**22 - 2) + b'10]'\n"
        "wire.pack.__code__ = forged.__code__",
        "crash",
    ),
    "the report": before(
        "from descent.browser import Sandbox\nSandbox._reported = lambda self, *a: setattr(self, 'report', '[' * 9999)",
        "crash",
    ),
    "what equals everything": inside(
        "class Same(float):\n    __eq__ = __le__ = __lt__ = lambda *_: True\nparams[0][...] = Same(1.0)\nreturn Same()",
        "fail",
        "error",
    ),
    "what pretends a class": inside(
        "class Odd:\n    __class__ = property(lambda self: 1 / 0)\nreturn Odd()", "pass", "fail", "error"
    ),
}
HUGE = {
    "a text": inside("return 'x' * 2**24", "pass", "fail"),
    "an exception": inside("raise ValueError('x' * 2**24)", "error", says="ValueError"),
    "a number": inside("return 1 << 10**7", "pass", "fail"),
    "many values": inside("return [[0.1] * 9_000] * 9_000", "pass", "fail"),
    "a name": inside("raise type('x' * 10**6, (Exception,), {})('y')", "error"),
    "a tower of causes": inside(
        "error = None\nfor k in range(9999):\n    last, error = error, OSError(k)\n    error.__cause__ = last\n"
        "raise error",
        "error",
    ),
    "an exception that cannot be read": inside(
        "class Odd(Exception):\n    def __str__(self): raise SystemExit\n    __repr__ = __str__\nraise Odd",
        "error",
        says="Odd",
    ),
}
PROGRAMS = named({"reach": REACH, "state": STATE, "late": LATE, "lies": LIES, "huge": HUGE})


@pytest.fixture(scope="module")
def visit(chromium: Browser, site: Site) -> Iterator[HostileVisit]:
    visit = HostileVisit(chromium, site)
    yield visit
    visit.page.close()


@pytest.mark.parametrize(("program", "honest"), PROGRAMS)
def test_whatever_a_program_spoils_the_page_stands_and_the_next_is_judged_right(
    visit: HostileVisit, program: Program, honest: bool
):
    visit.run(program)
    if honest:
        visit.honest_run_is_right()
