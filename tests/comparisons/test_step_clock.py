"""What counts as the time of a step: told by a clock that the test sets."""

from app.comparisons.training.step_clock import WARM, StepClock


class Time:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def steps(clock: StepClock, time: Time, count: int, each: float, kind: str = "eager", compiling: bool = False) -> None:
    for _ in range(count):
        time.now += each
        clock.made(kind, compiling)


def test_the_start_does_not_count() -> None:
    time = Time()
    clock = StepClock(clock=time)
    time.now += 5.0
    steps(clock, time, WARM, 10.0)
    assert clock.seconds is None
    steps(clock, time, 8, 0.5)
    clock.pause()
    assert clock.seconds == 0.5


def test_evaluations_and_checkpoints_do_not_count() -> None:
    time = Time()
    clock = StepClock(clock=time)
    steps(clock, time, WARM, 1.0)
    for _ in range(4):
        steps(clock, time, 8, 0.5)
        clock.pause()
        time.now += 100.0
        clock.resume()
    assert clock.seconds == 0.5


def test_steps_beside_a_compiler_and_the_first_ones_of_the_compiled_program_do_not_count() -> None:
    time = Time()
    clock = StepClock(clock=time)
    steps(clock, time, WARM, 1.0)
    steps(clock, time, 4, 0.5)
    steps(clock, time, 50, 9.0, compiling=True)
    steps(clock, time, WARM, 7.0, "compiled")
    steps(clock, time, 64, 0.25, "compiled")
    clock.pause()
    assert clock.seconds == 0.25, "of the kind that made the most steps"


def test_a_program_that_was_compiled_too_late_leaves_the_time_of_the_eager_steps() -> None:
    time = Time()
    clock = StepClock(clock=time)
    steps(clock, time, WARM + 16, 0.5)
    steps(clock, time, 10, 9.0, compiling=True)
    steps(clock, time, WARM + 1, 0.25, "compiled")
    clock.pause()
    assert clock.seconds == 0.5


def test_a_device_is_waited_for_before_the_clock_is_read() -> None:
    waited: list[float] = []
    time = Time()
    clock = StepClock(wait=lambda: waited.append(time.now), clock=time)
    steps(clock, time, WARM + 2, 1.0)
    clock.pause()
    assert waited == [WARM, WARM + 2.0]
