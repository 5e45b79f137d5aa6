"""Programs that never end, take everything, write everything, or kill their interpreter: the page is none the worse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hostile import HostileVisit, Program, before, endless, inside, named
from tests.browser.site import Site

pytestmark = pytest.mark.browser

ENDLESS = {
    "loop": endless("while True: pass"),
    "loop that prints": endless("while True: print('begun')"),
    "loop that catches everything": endless(
        "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass"
    ),
    "loop in C": endless("sum(range(10**11))"),
    "sleep": endless("import time\ntime.sleep(1000)"),
    "regular expression": endless("import re\nre.match(r'(a+)+$', 'a' * 50 + 'b')"),
    "power": endless("7 ** 10**9"),
    "iterator": endless("sum(iter(int, 1))"),
    "signal ignored": endless("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"),
    "in a finalizer": endless(
        "class Last:\n    def __del__(self):\n        while True: pass\nlast = Last()\ndel last\nwhile True: pass"
    ),
}
MEMORY = {
    "array": inside("import numpy as np\nnp.ones(2**26)", "error", says="MemoryError"),
    "text": inside("x = 'x' * 2**20\nwhile True: x += x", "error", "crash", says="memory"),
    "files": inside(
        "for k in range(1000):\n    with open(f'/tmp/{k}', 'wb') as file: file.write(bytes(2**24))",
        "error",
        says="OSError",
    ),
    "kept for later": before("import sys\nsys.kept = getattr(sys, 'kept', []) + [bytes(2**26)]", "pass", "error"),
    "list": inside("x = [0]\nwhile True: x += x", "error", says="MemoryError"),
    "bytes": inside("bytes(2**30)", "error", says="MemoryError"),
    "number": inside("1 << 2**33", "error", "crash", says=""),
    "one file": inside(
        "with open('/tmp/x', 'wb') as file:\n    while True: file.write(bytes(2**20))", "error", says="OSError"
    ),
    "truncated file": inside("open('/tmp/x', 'wb').truncate(2**30)", "error", says="Error"),
    "many files": inside("for k in range(10**6): open(f'/tmp/{k}', 'w').close()", "error", says="OSError"),
    "pipe": inside("import os\n_, end = os.pipe()\nwhile True: os.write(end, bytes(2**20))", "error", says="OSError"),
}
OUTPUT = {
    "lines": inside("for k in range(2_000): print(k, 'x' * 40)", "pass", "timeout"),
    "one line": inside("print('x' * 2**23)", says="cut"),
    "markup": inside("print('<img src=x onerror=alert(1)><script>alert(1)</script>' * 50)", says="<img"),
    "past Python's streams": inside("import os\nos.write(1, b'x' * 2**20)\nos.write(2, b'y' * 2**20)"),
    "errors": inside("import sys\nsys.stderr.write('x' * 2**22)", says="cut"),
    "warnings": inside("import warnings\nfor k in range(200): warnings.warn(str(k) * 1000)"),
    "control characters": inside("print('\\x00\\x1b[2J\\u202e\\ud800' * 1000)"),
}
STACK = {
    "recursion": inside("gradient_step(params, grads, lr)", "error", says="RecursionError"),
    "repr": inside("class A:\n    def __repr__(self): return repr(self)\nrepr(A())", "error", "crash"),
    "sort key": inside("def key(x): return sorted([1, 2], key=key)\nkey(1)", "error", "crash"),
    "partial": inside(
        "import functools\nf = lambda: None\nfor _ in range(10**5): f = functools.partial(f)\nf()",
        *("error", "crash", "pass"),
    ),
    "attribute": inside(
        "class A:\n    def __getattr__(self, name): return getattr(self, name)\nA().x", "error", "crash"
    ),
    "brackets": before(f"x = {'(' * 5000}1{')' * 5000}", "error", "crash"),
    "nested list": inside("x = []\nfor _ in range(10**6): x = [x]\nstr(x)", "error", "crash"),
    "limit raised": inside(
        "import sys\nsys.setrecursionlimit(10**8)\ndef f(n): return f(n + 1)\nf(0)", "error", "crash"
    ),
}
DEATH = {
    "exit": inside("import os\nos._exit(3)", "crash"),
    "SystemExit": inside("raise SystemExit('bye')", "error", says="bye"),
    "KeyboardInterrupt": inside("raise KeyboardInterrupt", "error"),
    "ctypes": inside("import ctypes\nctypes.memset(0, 1, 2**30)", "crash", "error"),
    "abort": inside("import os\nos.abort()", "crash"),
    "GeneratorExit": inside("raise GeneratorExit", "error"),
    "signal": inside("import signal\nsignal.raise_signal(signal.SIGABRT)", "crash", "error"),
    "fault": inside("import faulthandler\nfaulthandler._sigsegv()", "crash", "error"),
    "code": inside("exec((lambda: 0).__code__.replace(co_code=b'\\x64\\xff' * 50))", "crash", "error"),
}
PROGRAMS = named({"output": OUTPUT, "memory": MEMORY, "death": DEATH, "stack": STACK, "endless": ENDLESS})


@pytest.fixture(scope="module")
def visit(chromium: Browser, site: Site) -> Iterator[HostileVisit]:
    visit = HostileVisit(chromium, site)
    yield visit
    visit.page.close()


@pytest.mark.parametrize(("program", "honest"), PROGRAMS)
def test_whatever_ends_a_program_the_page_says_so_and_the_next_is_judged_right(
    visit: HostileVisit, program: Program, honest: bool
):
    visit.run(program)
    if honest:
        visit.honest_run_is_right()


def test_restart_python_ends_what_runs_and_keeps_the_code(visit: HostileVisit):
    page, source = visit.page, ENDLESS["loop in C"].source
    visit.visit.code = source
    visit.visit.start()
    expect(page.locator("pre.printed").first).to_contain_text("begun")
    page.get_by_role("button", name="Restart Python").click()
    assert set(visit.visit.done().values()) == {"not-run"}
    assert visit.visit.code == source
    visit.honest_run_is_right()
