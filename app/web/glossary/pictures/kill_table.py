"""The kill table of one problem."""

from markupsafe import Markup

from app.course import kill_table
from app.web.glossary.drawing import HEIGHT, WIDTH, Picture

SLUG = "adam-step"


def picture() -> Picture:
    """A row for each mistake, a column for each test; filled where the test catches the mistake."""
    rows = list(kill_table.stored()[SLUG]["mistakes"].values())
    wide, high = (WIDTH - 20) / len(rows[0]), (HEIGHT - 20) / len(rows)
    caught = "".join(
        f"M{10 + k * wide:.1f} {10 + row * high:.1f}h{wide:.1f}v{high:.1f}h-{wide:.1f}Z"
        for row, letters in enumerate(rows)
        for k, letter in enumerate(letters)
        if letter != "."
    )
    lines = "".join(f"M10 {10 + row * high:.1f}h{WIDTH - 20}" for row in range(len(rows) + 1))
    lines += "".join(f"M{10 + k * wide:.1f} 10v{HEIGHT - 20}" for k in range(len(rows[0]) + 1))
    return Picture.of(
        f"The problem “Adam step”: {len(rows)} mistakes down, {len(rows[0])} tests across; filled"
        " where the test catches the mistake.",
        Markup('<path class="caught" data-colour="2" d="{}"/><path class="contour" d="{}"/>').format(caught, lines),
    )
