"""Gradient descent and a sign rule on |x| + 3|y|."""

from descent import registry

from app.web.glossary.drawing import Picture, map_of, on_map, start
from app.web.glossary.runs import run


def picture() -> Picture:
    """The first 16 steps of both."""
    plane = on_map(registry.landscape("abs_sum"))
    parts = [map_of("abs_sum")]
    for place, (rule, more) in enumerate((("sgd", {}), ("signum", {"momentum": 0.0})), 1):
        points = run(rule, "abs_sum", 16, lr=0.1, **more).points[:, 0, :]
        parts += [plane.line(points[:, 0], points[:, 1], place), plane.dots(points[:, 0], points[:, 1], place)]
    parts.append(start(plane, points[0]))
    return Picture.of("16 steps on |x| + 3|y|: the sign rule (dashed) goes as far in x as in y.", *parts)
