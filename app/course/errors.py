"""What goes wrong with problems, as one tree.

    CourseError              exit status
    ├── BadProblem           1  a problem's folder that does not follow the format; the text begins with the file
    ├── CannotMake           2  a new folder that cannot be made; the text says why
    └── SubmissionLost       1  a submission of which nothing more will be seen
        ├── Timeout             it took longer than it may
        └── Crash               its process ended, or sent something that is no message

`descent.errors.BrokenProblem` comes from the judge, which finds a problem's files unusable while it runs them.
"""

from typing import ClassVar

from descent.errors import DescentError


class CourseError(DescentError):
    """Any error of this package; its text is written for the person who sees it."""

    exit_status: ClassVar[int] = 1
    """Of the command line."""


class BadProblem(CourseError):
    """A problem's folder that does not follow the format; the text begins with the file."""


class CannotMake(CourseError):
    """A new folder that cannot be made; the text says why."""

    exit_status = 2


class SubmissionLost(CourseError):
    """A submission of which nothing more will be seen."""


class Timeout(SubmissionLost):
    """The submission took longer than it may."""


class Crash(SubmissionLost):
    """The process ended, or sent something that is no message."""
