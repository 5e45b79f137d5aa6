"""L-BFGS: a driver that evaluates where it likes, and the line search that it may use. Liu & Nocedal 1989."""

from descent.lbfgs.driver import HYPERS, LINE_SEARCH, Objective, Pair, Progress, advance, begin, settings

__all__ = ["HYPERS", "LINE_SEARCH", "Objective", "Pair", "Progress", "advance", "begin", "settings"]
