"""What can be said of a submission's outputs alone, where no program with a known mistake or a slip has the same.

Each sentence is an observation, so it is true of all code with these outputs.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from descent.judge.case import Call, Case
from descent.judge.difference import Difference, Measure, closeness
from descent.judge.objects import Stage
from descent.judge.observation import CallSeen, Observation, Seen
from descent.judge.places import Signatures, learners_place, left_out, signatures
from descent.judge.recognition import Recognised
from descent.judge.suite import Suite
from descent.judge.verdict_text import begun

RETURNED = "the returned value"


def before_edits(suite: Suite, seen: Mapping[str, Observation], outcomes: Mapping[str, str]) -> Recognised | None:
    """What goes before a slip with the same outputs, because it says less of the code: arrays that never change."""
    return _first(suite, seen, outcomes, {"left alone": Facts.left_alone})


def after_edits(suite: Suite, seen: Mapping[str, Observation], outcomes: Mapping[str, str]) -> Recognised | None:
    """The first of these that holds: a broken law, replaced arrays, other defaults, which numbers are right."""
    kinds = {
        "law": Facts.law,
        "stops": Facts.stops,
        "replaced": Facts.replaced,
        "defaults": Facts.defaults,
        "where": Facts.where,
    }
    return _first(suite, seen, outcomes, kinds)


def _first(
    suite: Suite,
    seen: Mapping[str, Observation],
    outcomes: Mapping[str, str],
    kinds: Mapping[str, Callable[["Facts"], str | None]],
) -> Recognised | None:
    failed = [test_id for test_id, outcome in outcomes.items() if outcome != "pass"]
    looked = Facts(suite, seen, failed)
    for name, say in kinds.items():
        sentence = say(looked) if failed else None
        if sentence:
            return Recognised(name, sentence, False)
    return None


class Facts:
    """The observations of one submission beside those of the reference."""

    def __init__(self, suite: Suite, seen: Mapping[str, Observation], failed: list[str]):
        self.suite = suite
        self.seen = seen
        self.failed = failed
        self.known: Signatures = signatures(suite)
        self.changed = [*suite.settings.get("mutates", []), RETURNED]
        """What a call is to change or to give back, as the problem says."""

    def law(self) -> str | None:
        """What a failed test of a law says in words that may be shown, if no test of numbers fails."""
        tests = [self.suite.test(test_id) for test_id in self.failed]
        if any(test.kind not in ("property", "in_place") for test in tests):
            return None
        said = [
            self.suite.outcome_and_difference(test.id, self.seen[test.id])[1]
            for test in tests
            if test.visibility != "sealed"
        ]
        words = next((one for one in said if isinstance(one, str)), None)
        if words is None:
            return None
        of_numbers = any(test.kind == "differential" for test in self.suite.tests.values())
        return f"Your numbers are right, but {words}." if of_numbers else f"{begun(words, self.known)}."

    def stops(self) -> str | None:
        """The exception with which every failed test ends, where all others pass."""
        types = {failure.type if (failure := self.seen[test_id].failure) else "" for test_id in self.failed}
        if len(types) != 1 or "" in types or len(self.failed) == len(self.seen):
            return None
        return f"Wherever your code comes to its end, its outputs are right. In some tests it stops with {types.pop()}."

    def replaced(self) -> str | None:
        """The lists that hold other arrays, if that is all that is wrong."""
        if any(self.suite.test(test_id).kind != "in_place" for test_id in self.failed):
            return None
        lists: list[str] = []
        for test_id in self.failed:
            for mine, theirs in self.calls(test_id):
                for name, object_seen in theirs.objects.items():
                    slots = mine.objects[name].slots if name in mine.objects else ()
                    if any(one.same != other.same for one, other in zip(slots, object_seen.slots, strict=False)):
                        lists.append(self.argument(test_id, name, theirs.step))
        if not lists:
            return None
        return (
            f"Your numbers are right, but {_names(lists)} {_verb(lists, 'hold', 'holds')} new arrays after "
            "the call, and whoever has the old ones does not see them. Write into each array, with `[...] =` or `-=`."
        )

    def left_alone(self) -> str | None:
        """The arguments that should change and never do, if another one does change."""
        still: dict[str, bool] = {}
        for test_id in self.of_values():
            start = Stage(self.suite.case(test_id), self.suite.xp).objects
            for mine, theirs in self.calls(test_id):
                for name, after in theirs.objects.items():
                    before = start.get(name)
                    if name not in mine.objects or before is None or self.same(before, after.now):
                        continue
                    argument = self.argument(test_id, name, theirs.step)
                    if argument not in self.changed:
                        continue
                    still[argument] = still.get(argument, True) and self.same(before, mine.objects[name].now)
        alone = [name for name, stays in still.items() if stays]
        if not alone or len(alone) == len(still):
            return None
        return (
            f"Your {_names(alone)} {_verb(alone, 'are', 'is')} after every call as before it. Are the new numbers in a "
            "new array, `p = p - ...`, and not in the one that was passed in? Or is what should be added nothing?"
        )

    def defaults(self) -> str | None:
        """The settings that no call passed at whose end the first number is wrong."""
        common: set[str] | None = None
        for test_id in self.failed:
            difference = self.suite.outcome_and_difference(test_id, self.seen[test_id])[1]
            if not isinstance(difference, Difference):
                return None
            missing = left_out(self.suite, _calls(self.suite.case(test_id)), difference.call)
            common = set(missing) if common is None else common & set(missing)
        whole = [test_id for test_id in self.of_values() if test_id not in self.failed]
        passed = [one for test_id in whole for one in _calls(self.suite.case(test_id))]
        if not common or not any(not left_out(self.suite, passed, place) for place in range(len(passed))):
            return None
        names = _names(sorted(common))
        verb = "are" if len(common) > 1 else "is"
        return (
            f"In the tests that pass every setting your numbers are right; they are not where {names} {verb} left out. "
            "Are your defaults those of the signature?"
        )

    def where(self) -> str | None:
        """Which of the things that a call changes are right in all tests, and which are not."""
        right: dict[str, bool] = {}
        for test_id in self.of_values():
            if self.seen[test_id].failure is not None:
                return None
            for mine, theirs in self.calls(test_id):
                for name in _parts(theirs):
                    argument = name if name == RETURNED else self.argument(test_id, name, theirs.step)
                    if argument not in self.changed:
                        continue
                    agrees = name == RETURNED or name in mine.objects
                    agrees = agrees and self.agree(test_id, theirs, mine, name)
                    right[argument] = right.get(argument, True) and agrees
        good = [name for name, fine in right.items() if fine]
        bad = [name for name, fine in right.items() if not fine]
        if not good or not bad:
            return None
        states = [name for name in bad if name not in ("params", "param", RETURNED)]
        first = states[0] if states else bad[0]
        look = f" Look first at the line that sets {_names([first])}." if first != RETURNED else ""
        return (
            f"After every call {_names(good)} {_verb(good, 'are', 'is')} right and {_names(bad)} "
            f"{_verb(bad, 'are', 'is')} not.{look}"
        )

    def of_values(self) -> list[str]:
        """The tests that compare values, as far as they ran."""
        return [one for one in self.seen if self.suite.test(one).kind in ("differential", "in_place")]

    def calls(self, test_id: str) -> Iterator[tuple[CallSeen, CallSeen]]:
        """The calls that came to an end in both, side by side."""
        return zip(self.seen[test_id].calls, self.suite.reference(test_id).calls, strict=False)

    def argument(self, test_id: str, name: str, call: int) -> str:
        """The argument as which an object is passed."""
        place = learners_place(name, self.suite.case(test_id), call, self.known)
        return re.split(r"[\[.,]", place, maxsplit=1)[0]

    def same(self, one: object, other: object) -> bool:
        """Whether two values are equal to the last bit."""
        return self.apart(Seen(one), Seen(other), 0.0, 0.0) == 0

    def agree(self, test_id: str, theirs: CallSeen, mine: CallSeen, name: str) -> bool:
        """Whether one part of a call is the same within the tolerance of its test."""
        measure = self.suite.measure(test_id)
        if name == RETURNED:
            one, other = Seen(mine.returned), Seen(theirs.returned)
        else:
            one, other = mine.objects[name], theirs.objects[name]
        return self.apart(Seen(one.now), Seen(other.now), measure.rtol, measure.atol) <= 1

    def apart(self, one: Seen, other: Seen, rtol: float, atol: float) -> float:
        """How far two values are apart, in units of a tolerance."""
        runs = [Observation((CallSeen(0, None, {"value": value}),)) for value in (one, other)]
        return closeness(runs[0], runs[1], Measure(rtol, atol, strict=False), self.suite.xp)


def _calls(case: Case) -> list[Call]:
    return [action for action in case.calls if isinstance(action, Call)]


def _parts(call: CallSeen) -> list[str]:
    return [*call.objects, *([] if call.returned is None else [RETURNED])]


def _names(some: list[str]) -> str:
    shown = [name if name == RETURNED else f"`{name}`" for name in dict.fromkeys(some)]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _verb(some: list[str], many: str, one: str) -> str:
    several = len(set(some)) > 1 or some[0] in ("params", "grads", "sums", "averages", "momenta", "rows", "columns")
    return many if several else one
