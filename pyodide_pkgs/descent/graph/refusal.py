"""Why a rule or a graph is not taken: one sentence, and for a rule the line of its author."""

from descent.errors import DescentError


class Refused(DescentError):
    """A rule that cannot be traced, or a graph that is none; its text says what was given and the way out.

    `file` and `line` are the author's, None where the fault has no line.
    """

    def __init__(self, sentence: str, file: str | None = None, line: int | None = None):
        self.sentence = sentence
        self.file = file
        self.line = line
        super().__init__(sentence)

    def placed(self, file: str | None, line: int | None) -> "Refused":
        """The same with a place, where it has none yet."""
        if self.line is None:
            self.file, self.line = file, line
        return self
