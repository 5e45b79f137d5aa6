"""Gradient descent and momentum in the ravine."""

from descent import registry

from app.web.glossary.drawing import Picture, map_of, on_map, start
from app.web.glossary.runs import run


def picture() -> Picture:
    """The first 60 steps of both."""
    plane = on_map(registry.landscape("ravine"))
    slow = run("sgd", "ravine", 60, lr=0.0185).points[:, 0, :]
    quick = run("momentum", "ravine", 60, lr=0.005, momentum=0.8).points[:, 0, :]
    return Picture.of(
        "60 steps in the ravine: gradient descent jumps from wall to wall, momentum (dashed) gets further along.",
        map_of("ravine"),
        plane.line(slow[:, 0], slow[:, 1]),
        plane.line(quick[:, 0], quick[:, 1], 2),
        start(plane, slow[0]),
    )
