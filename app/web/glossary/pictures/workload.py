"""The data of a small workload and what a run makes of them."""

import numpy
from descent.landscapes import logreg2

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import run

STEPS = 300


def picture() -> Picture:
    """Rows of two numbers in the colour of their class, and the line between the classes after training."""
    data = numpy.asarray(logreg2.ROWS, float)
    rows, label = data[:, :2], data[:, 2] == 1
    weights = run("sgd", "logreg2", STEPS, lr=0.5).points[-1, 0, :]
    right = int(((rows @ weights > 0) == label).sum())
    far = numpy.abs(rows).max(axis=0) * 1.1
    plane = Plane((-far[0], far[0]), (-far[1], far[1]), 6, 6, 6, 6)
    along = numpy.asarray([-weights[1], weights[0]]) / numpy.linalg.norm(weights) * 3 * far.max()
    return Picture.of(
        f"Logistic regression on {len(rows)} rows of two classes: the line that training finds has"
        f" {right} on their right side.",
        plane.line([-along[0], along[0]], [-along[1], along[1]], look="axis"),
        plane.dots(rows[label, 0], rows[label, 1], 1),
        plane.dots(rows[~label, 0], rows[~label, 1], 2),
    )
