"""What a problem page runs when a learner tries lines on the code: nothing is judged, what is printed is shown.

The page fills the two texts into the program, base64 of UTF-8, and runs it in the sandbox as it runs a submission. Like
a notebook it shows the value of the last line, and after that what became of the names that the lines gave.
"""

import base64
from functools import cache

import numpy
from descent import wire
from descent.judge.case import Call, Case, to_data

ENTRY = "try_it"
CODE, LINES = "<code>", "<lines>"
PROGRAM = f'''
import ast, base64, linecache, numpy, traceback, types

YOURS, TRIED = "your code", "lines to try"


def {ENTRY}():
    place = {{"__name__": "__main__", "np": numpy, "Record": types.SimpleNamespace}}
    try:
        exec(_read(YOURS, "{CODE}", "exec"), place)
        body = _parsed(TRIED, "{LINES}").body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), TRIED, "exec"), place)
        value = None if last is None else eval(compile(ast.Expression(last.value), TRIED, "eval"), place)
        if value is not None:
            print(repr(value))
        for name in _given(body):
            if name in place:
                print(f"{{name}} = {{place[name]!r}}")
    except Exception as error:
        # Without the line of this function, which is nobody's.
        traceback.print_exception(error.with_traceback(error.__traceback__.tb_next))


def _parsed(name, packed):
    text = base64.b64decode(packed).decode()
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    return ast.parse(text, name)


def _read(name, packed, mode):
    return compile(_parsed(name, packed), name, mode)


def _given(body):
    names = (node for line in body if isinstance(line, (ast.Assign, ast.AnnAssign)) for node in ast.walk(line))
    return dict.fromkeys(node.id for node in names if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
'''


@cache
def try_it() -> dict[str, str]:
    """What the page needs: the program, its two places to fill, and the call that runs it, packed, as base64."""
    case = Case(objects={}, calls=(Call(ENTRY),))
    packed = base64.b64encode(wire.pack(to_data(case), numpy)).decode()
    return {"program": PROGRAM, "code": CODE, "lines": LINES, "case": packed}
