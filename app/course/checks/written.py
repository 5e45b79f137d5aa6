"""What every problem keeps so that nothing of the template is published."""

from collections.abc import Iterator

from app.course.new_problem import unwritten


def everything_is_written(slug: str) -> Iterator[str]:
    """No file is still the one that `new-problem` made."""
    for name in unwritten(slug):
        yield f"{name} is still the template's: write your own"
