"""Gradient descent beside a saddle."""

from descent import registry

from app.web.glossary.drawing import Picture, map_of, on_map, start
from app.web.glossary.runs import run


def picture() -> Picture:
    """The map of the lesson's saddle, a dot every tenth step."""
    ground = registry.landscape("bounded_saddle")
    points = run("sgd", "bounded_saddle", 150, lr=0.05).points[:, 0, :]
    plane = on_map(ground)
    return Picture.of(
        "Gradient descent beside a saddle: a dot every tenth step, close together where it waits.",
        map_of("bounded_saddle"),
        plane.line(points[:, 0], points[:, 1]),
        plane.dots(points[::10, 0], points[::10, 1]),
        start(plane, points[0]),
    )
