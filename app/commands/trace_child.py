"""What runs in the process of `optimizer-playground trace`: it reads a source, and writes its graph or a sentence.

Run as a file, by an isolated Python that gets as arguments where `descent` and NumPy are. What the source prints goes
nowhere; the answer goes to a copy of standard output that it is not told of.
"""

import contextlib
import json
import os
import sys
from typing import Any

MEMORY_BYTES = 4 * 2**30
RECURSION = 400


def main() -> None:
    """Answer one request."""
    sys.path[:0] = sys.argv[1:]
    request = json.loads(sys.stdin.read())
    answer_to = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    with answer_to:
        answer_to.write(json.dumps(answer(request)))


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The graph of each shape, or one sentence and its line."""
    import numpy
    from descent.graph import Refused
    from descent.graph.proof import walked
    from descent.sandbox.traced import traced, traced_for

    sys.setrecursionlimit(RECURSION + 600)
    source, file = request["source"], request["file"]
    try:
        if "groups" in request:
            around = {"modifiers": request.get("modifiers", ()), "choices": request.get("choices")}
            found = [traced(source, file, one, numpy, **around) for one in request["groups"]]
        else:
            found = list(traced_for(source, file, request["shapes"], request["matrices"], numpy))
    except Refused as error:
        return {"line": error.line or 1, "sentence": error.sentence}
    except RecursionError:
        return {"line": 1, "sentence": "the rule calls itself without end"}
    except MemoryError:
        return {"line": 1, "sentence": "the rule needs more memory than there is for it"}
    notices = [[line, said] for line, said in found[0].notices] if found else []
    end = walked(found[0].graph, numpy, numpy) if found else []
    return {
        "graphs": [one.graph.text for one in found],
        "notices": notices,
        "walked": end if all(abs(x) < 1e9 for x in end) else [],
    }


if __name__ == "__main__":
    main()
