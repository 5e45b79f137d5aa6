"""Draws a plot of a comparison again from the CSV that was saved with it; needs NumPy and Matplotlib.

For instance: python redraw.py loss.csv --log-y --out loss.svg
"""

import argparse
import csv

import matplotlib.pyplot as plt
import numpy as np

MARKERS = "os^Dv"

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("file")
parser.add_argument("--log-x", action="store_true")
parser.add_argument("--log-y", action="store_true")
parser.add_argument("--points", action="store_true", help="points without lines between them")
parser.add_argument("--rows", action="store_true", help="one row per rule instead of lines")
parser.add_argument("--out", default="plot.svg")
given = parser.parse_args()

with open(given.file, newline="", encoding="utf-8") as file:  # noqa: PTH123
    table = list(csv.DictReader(file))
names = list(table[0])


def column(rows, name):
    """The numbers of a column; what diverged or is not known is empty in the file, no number here."""
    return np.array([float(row[name] or "nan") for row in rows])


figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
if given.rows:
    labels, value = [row[names[0]] for row in table], column(table, names[1])
    if "low" in names:
        bounds = np.abs(np.array([column(table, "low"), column(table, "high")]) - value)
        axes.errorbar(value, labels, xerr=bounds, fmt="o", capsize=3)
    else:
        axes.barh(labels, value)
    axes.invert_yaxis()
    axes.set_xlabel(names[1])
else:
    singles = [name for name in names if name.startswith("run ")]
    for place, label in enumerate(dict.fromkeys(row[names[0]] for row in table)):
        mine = [row for row in table if row[names[0]] == label]
        x, median = column(mine, names[1]), column(mine, names[2])
        every = max(1, len(x) // 24)
        marker = MARKERS[place % len(MARKERS)]
        (line,) = axes.plot(x, median, label=label, marker=marker, markevery=every, markersize=4)
        if given.points:
            line.set(linestyle="", markevery=1)
        if "low" in names:
            low, high = column(mine, "low"), column(mine, "high")
            axes.fill_between(x, low, high, color=line.get_color(), alpha=0.15)
            gone = x[column(mine, "diverged") == 1]  # at the upper border: most runs diverged there
            border = {"transform": axes.get_xaxis_transform(), "clip_on": False}
            axes.plot(gone, np.ones(len(gone)), "x", color=line.get_color(), **border)
        for name in singles:
            axes.plot(x, column(mine, name), color=line.get_color(), linewidth=0.5, alpha=0.3, zorder=1)
    axes.set(xlabel=names[1], ylabel=names[2].removeprefix("median "))
    axes.legend()
if given.log_x:
    axes.set_xscale("log")
if given.log_y:
    axes.set_yscale("log")
figure.savefig(given.out)
