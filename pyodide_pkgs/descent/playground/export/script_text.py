"""The parts of a script that are the same for every race: its head, its two loops, and its picture."""

HEAD = '''"""{title}: a race of update rules. NumPy 2.1 or newer computes it, Matplotlib, if installed, draws it."""

from __future__ import annotations

{imports}

import numpy

STEPS = {steps}
SEED = {seed}
START = {start}
WINDOW = {window}
LEAST = {least}
RACERS = {racers}

{helpers}


{factories}


'''

LEAN = '''def chosen(function, settings):
    """The settings that the function takes."""
    wanted = inspect.signature(function).parameters
    if any(one.kind is one.VAR_KEYWORD for one in wanted.values()):
        return settings
    return {name: value for name, value in settings.items() if name in wanted}


def race(rule, settings):
    """The points `(n, 2)` and their losses `(n,)`, up to where the path ends."""
    value, gradient = landscape()
    init, update = rule()
    # Numbers reach a rule as arrays, as they do in the playground: the last digits depend on it.
    settings = {
        name: numpy.full((1, 1), given) if isinstance(given, float) else given for name, given in settings.items()
    }
    p = numpy.array([START], dtype=float)
    state = init(p, numpy, **chosen(init, settings))
    settings = chosen(update, settings)
    path, losses = [], []
    for t in range(STEPS + 1):
        if t > 0:
            found = update(p, gradient(p, numpy), state, numpy.full((1, 1), float(t)), numpy, **settings)
            step, state = found if isinstance(found, tuple) else (found, state)
            p = p + step
        if ended(p[0], p[0], value(p, numpy)[0], path, losses):
            break
    return numpy.array(path), numpy.array(losses)


'''

FULL = '''def race(rule, modifiers, settings):
    """The points `(n, dim)` and their losses `(n,)`, up to where the path ends."""
    here, rule = landscape(), rule()
    for modifier in modifiers:
        rule = globals()[modifier]()(rule)
    hypers = {hyper.name for hyper in rule.hypers}
    # Numbers reach a rule as arrays, as they do in the playground: the last digits depend on it.
    settings = {
        name: numpy.asarray([float(given)]) if name in hypers else given
        for name, given in rule.settings(settings).items()
    }
    march = March(rule, here, numpy.array([START], dtype=float), settings, numpy, seed=SEED)
    path, losses = [], []
    for t in range(STEPS + 1):
        march.run_to(t)
        point = march.shown()
        seen = point if here.motion is None else point - numpy.array([here.motion(t)])
        if ended(point[0], seen[0], here.value(seen, numpy)[0], path, losses):
            break
    return numpy.array(path), numpy.array(losses)


'''

TAIL = '''def ended(point, seen, loss, path, losses):
    """Keeps a point and its loss if they are finite; whether the path ends there or has left all bounds."""
    if not (numpy.isfinite(point).all() and numpy.isfinite(loss)):
        return True
    path.append(point)
    losses.append(loss)
    low, high = numpy.array(WINDOW, dtype=float).T
    return bool((abs(seen - (low + high) / 2) > 10.5 * (high - low)).any())


def runs():
    """The name, the points and the losses of each racer."""
    with numpy.errstate(all="ignore"):
        for name, rule, *given in RACERS:
            yield name, *race(globals()[rule], *given)


def draw(found):
    """The paths, where there is a plane to draw them on, and the losses; needs Matplotlib."""
    import matplotlib.pyplot as plt

    dim = len(START)
    figure, axes = plt.subplots(1, 2 if dim <= 2 else 1, figsize=(12 if dim <= 2 else 7, 5), squeeze=False)
    map_axes, loss_axes = axes[0, 0], axes[0, -1]
    if dim == 2:
        (left, right), (bottom, top) = WINDOW
        x, y = numpy.meshgrid(numpy.linspace(left, right, 201), numpy.linspace(bottom, top, 201))
        heights = {value}(numpy.column_stack((x.ravel(), y.ravel())), numpy).reshape(x.shape)
        heights = numpy.ma.masked_invalid({heights})
        map_axes.contour(x, y, heights, 24, colors="tan", linewidths=0.7)
        map_axes.set(xlim=WINDOW[0], ylim=WINDOW[1])
    for name, path, losses in found:
        if dim == 2:
            map_axes.plot(path[:, 0], path[:, 1], label=name)
        elif dim == 1:
            map_axes.plot(path[:, 0], label=name)
        loss_axes.plot(losses - (LEAST or 0), label=name)
    loss_axes.set(xlabel="step", ylabel="loss above the least" if LEAST else "loss")
    if LEAST is not None:
        loss_axes.set_yscale("log")
    loss_axes.legend()
    figure.tight_layout()
    return figure


if __name__ == "__main__":
    found = list(runs())
    for name, path, losses in found:
        print(f"{{name}}: loss {{losses[-1]:.6g}} after {{len(path) - 1}} steps")
    try:
        draw(found)
    except ImportError:
        print("Matplotlib is not installed, so nothing is drawn.")
    else:
        import matplotlib.pyplot as plt

        plt.show()
'''
