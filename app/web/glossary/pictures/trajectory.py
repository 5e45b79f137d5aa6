"""The path of momentum on Himmelblau's function."""

from descent import registry

from app.web.glossary.drawing import Picture, map_of, on_map, start
from app.web.glossary.runs import run


def picture() -> Picture:
    """The map and one path on it, a dot after every step at first."""
    made = run("momentum", "himmelblau", 150, (-0.3, -0.9), lr=0.002)
    x, y = made.points[:, 0, 0], made.points[:, 0, 1]
    plane = on_map(registry.landscape("himmelblau"))
    return Picture.of(
        "Momentum on Himmelblau’s function: ○ start, a dot after every fifth step.",
        map_of("himmelblau"),
        plane.line(x, y),
        plane.dots(x[::5], y[::5]),
        start(plane, (x[0], y[0])),
    )
