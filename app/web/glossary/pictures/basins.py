"""Where gradient descent ends, from every start on Himmelblau's function."""

import numpy
from descent import registry
from descent.analysis.grid import Grid
from descent.analysis.maps import basins
from markupsafe import Markup

from app.web.glossary.drawing import HEIGHT, WIDTH, Picture, map_of

COLUMNS, ROWS = 40, 25


def picture() -> Picture:
    """A cell for each start, in the colour of the minimum that is reached."""
    ground = registry.landscape("himmelblau")
    grid = Grid.over(ground.window, COLUMNS, ROWS)
    reached = numpy.full((ROWS, COLUMNS), -1)
    for cells in basins(registry.rule("sgd"), ground, grid, {"lr": 0.005}, xp=numpy, steps=400):
        stride, at = cells.piece.stride, numpy.asarray(cells.piece.cells)
        for (row, column), value in zip(at, numpy.asarray(cells.values), strict=True):
            reached[row : row + stride, column : column + stride] = value
    wide, high = WIDTH / COLUMNS, HEIGHT / ROWS
    areas = []
    for minimum in range(len(ground.minima)):
        squares = "".join(
            f"M{column * wide:.0f} {HEIGHT - (row + 1) * high:.0f}h{wide:.0f}v{high:.0f}h-{wide:.0f}Z"
            for row, column in zip(*numpy.nonzero(reached == minimum), strict=True)
        )
        areas.append(Markup('<path class="area" data-colour="{}" d="{}"/>').format(minimum + 1, squares))
    return Picture.of(
        "Himmelblau’s function: every start in the colour of the minimum at which gradient descent ends.",
        *areas,
        map_of("himmelblau"),
    )
