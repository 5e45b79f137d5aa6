"""Runs a submission on a case and says what was seen; it never judges.

Each case gets a fresh module and fresh copies of its inputs. The submission is compiled under a file name of its own,
so that tracebacks can show its lines. Any end is a result: exceptions, `SystemExit`, an interrupt, too little memory.
"""

import linecache
import sys
from functools import lru_cache
from types import AsyncGeneratorType, CodeType, CoroutineType, GeneratorType, ModuleType

from descent.judge.case import Assign, Call, Case
from descent.judge.objects import Stage
from descent.judge.observation import CallSeen, Observation
from descent.sandbox.failure import Failure, failure_from, syntax_failure
from descent.sandbox.guard import Guard
from descent.sandbox.output import Listener, Output
from descent.spec import Namespace

ASYNC = "is defined with `async def`, so that calling it runs none of its body; write `def`"
YIELD = "holds a `yield`, so that calling it runs none of its body; take the `yield` out, or write `return`"
MODULE = "submission"
"""What a submission finds in `__name__`; not `__main__`, so that its own trials do not run in every test."""


def observe(
    source: str,
    case: Case,
    xp: Namespace,
    *,
    file_name: str = "submission.py",
    on_output: Listener | None = None,
    trusted: bool = False,
) -> Observation:
    """What `case` shows when run on the code in `source`; nothing that the code does is raised here.

    `trusted` skips putting modules back afterwards, for code of our own.
    """
    if "random" in source:
        Guard.with_random(xp)
    guard = None if trusted else Guard(xp)
    output = Output(on_output)
    run = _Run(Stage(case, xp), guard)
    try:
        with output.capturing():
            failure = run.whole(source, file_name)
    except KeyboardInterrupt as interrupt:  # between two steps of our own
        if guard:
            guard.without_builtins()
        failure = failure_from(interrupt, file_name, source)
    finally:
        tampered = guard.restore() if guard else ()
    during = run.during if failure else ""
    return Observation(tuple(run.seen), failure, during, "".join(output.kept), output.cut, tampered)


class _Run:
    """One run of one case, and what has been seen of it so far."""

    def __init__(self, stage: Stage, guard: Guard | None):
        self.stage = stage
        self.guard = guard
        self.seen: list[CallSeen] = []
        self.during = "load"
        self.replaced: dict[str, object] = {}

    def whole(self, source: str, file_name: str) -> Failure | None:
        """Loads the source and takes the steps of the case; why it ended early, if it did."""
        try:
            code = _compiled(source, file_name)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # also MemoryError and RecursionError for what nests too deeply
            return syntax_failure(error, source)
        linecache.cache[file_name] = (len(source), None, source.splitlines(keepends=True), file_name)
        module = ModuleType(MODULE)
        module.__file__ = file_name
        previous = sys.modules.get(MODULE)
        sys.modules[MODULE] = module
        try:
            return self.steps(code, module)
        except BaseException as error:  # whatever it is, it is the result of the run
            if self.guard:
                self.guard.without_builtins()
            return failure_from(error, file_name, source)
        finally:
            if previous is None:
                sys.modules.pop(MODULE, None)
            else:
                sys.modules[MODULE] = previous

    def steps(self, code: CodeType, module: ModuleType) -> Failure | None:
        """Executes the module and the calls one by one."""
        exec(code, vars(module))
        self.take_over()
        for action in self.stage.case.calls:
            if isinstance(action, Assign):
                self.during = action.path
                self.stage.assign(action)
                continue
            self.during = action.target
            failure = self.step(action, module)
            if failure:
                return failure
        return None

    def step(self, call: Call, module: ModuleType) -> Failure | None:
        """One call, made with whatever builtins the submission has put in place; all else runs with the real ones."""
        stage = self.stage
        if "." in call.target:
            function = stage.resolve(call.target)
        else:
            function = vars(module).get(call.target)
            if not callable(function):
                return _missing(call.target, module)
        args, kwargs = stage.build(call.args), stage.build(dict(call.kwargs))
        if self.replaced:
            Guard.with_builtins(self.replaced)
        returned = function(*args, **kwargs)
        self.take_over()
        unrun = _unrun(returned)
        if unrun:
            return unrun
        if call.bind is not None:
            stage.objects[call.bind] = returned
            returned = None
        self.seen.append(CallSeen(len(self.seen), stage.copier.copy(returned), stage.seen(call)))
        return None

    def take_over(self) -> None:
        """Put the real builtins back, and remember what the submission had in their place."""
        if self.guard:
            self.replaced = self.guard.without_builtins()


@lru_cache(maxsize=64)
def _compiled(source: str, file_name: str) -> CodeType:
    """The code of the source; each case runs it in a module of its own, but compiles it only once."""
    return compile(source, file_name, "exec", dont_inherit=True)


def _unrun(returned: object) -> Failure | None:
    """The failure of a function whose body never ran, because it is `async` or holds a `yield`; None of any other."""
    if isinstance(returned, CoroutineType):
        code, what = returned.cr_code, ASYNC
        returned.close()  # or Python complains that nobody waited for it
    elif isinstance(returned, AsyncGeneratorType):
        code, what = returned.ag_code, ASYNC
    elif isinstance(returned, GeneratorType):
        code, what = returned.gi_code, YIELD
        if code.co_name == "<genexpr>" or returned.gi_suspended or returned.gi_frame is None:
            return None
    else:
        return None
    return Failure("unrun", type(returned).__name__, f"{code.co_name} {what}")


def _missing(target: str, module: ModuleType) -> Failure:
    own = sorted(name for name, value in vars(module).items() if callable(value) and not name.startswith("_"))
    problem = "is not a function" if target in vars(module) else "is not defined"
    there = f"there are: {', '.join(own)}" if own else "there are no functions or classes"
    return Failure("missing", "NameError", f"{target!r} {problem} here; {there}")
