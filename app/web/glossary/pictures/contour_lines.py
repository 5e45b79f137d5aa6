"""Lines of equal loss of Himmelblau's function."""

from app.web.glossary.drawing import Picture, map_of


def picture() -> Picture:
    """The map."""
    return Picture.of(
        "Himmelblau’s function: on each line the loss is the same everywhere; + minima.", map_of("himmelblau")
    )
