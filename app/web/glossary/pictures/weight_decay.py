"""A run with and without decoupled weight decay."""

from descent import registry

from app.web.glossary.drawing import Picture, map_of, on_map, start
from app.web.glossary.runs import run


def picture() -> Picture:
    """AdamW on Himmelblau's function: the end with decay lies nearer to the origin."""
    plane = on_map(registry.landscape("himmelblau"))
    parts = [map_of("himmelblau")]
    for place, decay in enumerate((0.0, 1.0), 1):
        points = run("adamw", "himmelblau", 400, (4.5, 4.0), lr=0.03, weight_decay=decay).points[:, 0, :]
        parts.append(plane.line(points[:, 0], points[:, 1], place))
        parts.append(plane.dots(points[-1, 0], points[-1, 1], place))
    parts += [start(plane, (4.5, 4.0)), plane.dots(0, 0, 3), plane.words(0, 0, "0", "start", up=8)]
    return Picture.of("AdamW without decay and with λ = 1 (dashed), which ends nearer to zero.", *parts)
