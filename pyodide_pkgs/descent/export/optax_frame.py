"""What surrounds a rule's own functions in an optax file: the state as trees, `init` and `update` over all tensors."""

import keyword
import re

from descent.export.body import Body
from descent.export.digits import setting
from descent.export.numpy_file import states
from descent.export.source import WIDTH, enclosed, indented
from descent.export.subject import Subject
from descent.export.torch_class import class_name
from descent.export.validity import optional_checks

_STATES = {"count", "index"}
"""Names that a named tuple has itself, or that are taken."""


def argument(name: str) -> str:
    """What optax calls a hyperparameter: `learning_rate`, `b1`."""
    return "learning_rate" if name == "lr" else re.sub(r"^beta(\d)$", r"b\1", name)


def entry(name: str) -> str:
    """An entry of the state as the field of a named tuple."""
    found = re.sub(r"\W", "_", name).lstrip("_")
    return f"{found}_kept" if found in _STATES or keyword.iskeyword(found) else found


def frame(subject: Subject, first: Body, later: Body, shown: Body | None) -> list[str]:
    """The class of the state, what the functions share, and the function that makes the transformation."""
    name, state = re.sub(r"\W", "_", subject.name), f"{class_name(subject)}State"
    used = first.inputs | later.inputs | (shown.inputs if shown else frozenset())
    settings = {key: value for key, value in subject.defaults.items() if f"hyper.{key}" in used or key == "lr"}
    settings = {key: settings[key] for key in sorted(settings, key=lambda key: key != "lr")}
    entries = {key: entry(key) for key in states(first) or states(later)}
    lines = [
        f"class {state}(NamedTuple):",
        '    """The number of steps taken, and for each entry of the state a tree like the parameters."""',
        "",
        "    count: jax.Array",
        *(f"    {field}: optax.Params" for field in entries.values()),
        "",
        "",
        "def _plain(x):",
        '    """Return the array to compute with, in float32 at least."""',
        "    return x.astype(jnp.promote_types(x.dtype, jnp.float32)) if jnp.issubdtype(x.dtype, jnp.floating) else x",
        "",
        "",
    ]
    if subject.scope == "model":
        lines += _JOINED
    if subject.scope == "matrix":
        lines += _matrix(subject.title)
    signature = [f"{argument(key)}={setting(value)}" for key, value in settings.items()]
    inside = [
        f'"""Return {subject.title} as a gradient transformation; the learning rate may be a schedule."""',
        *optional_checks(subject, {argument(key): key for key in settings}),
    ]
    begun, stepped = (_given(one, settings) for one in (first, later))
    whole = subject.scope == "model"
    numbers = [key for key in entries if f"state.{key}" in first.numbers]
    inside += ["", *(_init_model(state, entries, begun) if whole else _init(subject.scope, state, entries, begun))]
    inside += ["", *_update(subject, state, entries, stepped, later, numbers)]
    inside += ["", "return optax.GradientTransformationExtraArgs(init, update)"]
    lines += [*enclosed(f"def {name}(", signature, "):"), *indented(inside)]
    if shown is not None:
        lines += ["", "", *_evaluated(subject, entries, shown)]
    return lines


def _given(one: Body, settings: dict[str, float]) -> list[str]:
    """The settings that a function takes, from those of the outer one."""
    used = [key for key in settings if f"hyper.{key}" in one.inputs]
    return [f"{key}={'lr' if key == 'lr' else argument(key)}" for key in used]


def _fields(entries: dict[str, str]) -> str:
    return f"{{{', '.join(f'{key!r}: {field!r}' for key, field in entries.items())}}}".replace("'", '"')


def _init(scope: str, state: str, entries: dict[str, str], begun: list[str]) -> list[str]:
    """`init` where each tensor goes by itself; an entry that a tensor does not have is one number there."""
    seen = "_matrix(p)" if scope == "matrix" else "p"
    begin = ["def init(params):"]
    if not entries:
        return [*begin, f"    return {state}(jnp.zeros((), jnp.int32))"]
    made = [f"_plain({seen})", *begun]
    fields = [
        f'tree.unflatten([own("{key}", p, one) for p, one in zip(leaves, begun, strict=True)])' for key in entries
    ]
    return [
        *begin,
        *(["    lr = learning_rate(0) if callable(learning_rate) else learning_rate"] if "lr=lr" in begun else []),
        "    leaves, tree = jax.tree.flatten(params)",
        f"    begun = [_init({', '.join(made)}) for p in leaves]",
        "",
        "    def own(name, p, one):",
        "        x = one.get(name, jnp.zeros((), p.dtype))",
        "        return x.astype(p.dtype) if x.ndim else x",
        "",
        *indented(enclosed(f"return {state}(", ["jnp.zeros((), jnp.int32)", *fields], ")", room=8)),
    ]


def _init_model(state: str, entries: dict[str, str], begun: list[str]) -> list[str]:
    """`init` where all tensors are one vector; a number stands beside the trees."""
    made = ["_joined(leaves)", *begun]
    fields = [f'own(begun["{key}"])' for key in entries]
    return [
        "def init(params):",
        "    leaves, tree = jax.tree.flatten(params)",
        f"    begun = _init({', '.join(made)})",
        "",
        "    def own(x):",
        "        return tree.unflatten(_cut(x, leaves)) if x.ndim else x",
        "",
        *indented(enclosed(f"return {state}(", ["jnp.zeros((), jnp.int32)", *fields], ")", room=8)),
    ]


_JOINED = [
    "def _joined(leaves):",
    '    """Return all tensors as one vector."""',
    "    return jnp.concatenate([_plain(x).ravel() for x in leaves])",
    "",
    "",
    "def _cut(vector, leaves):",
    '    """Return the parts of a vector in the shapes and dtypes of some tensors."""',
    "    ends = itertools.accumulate(x.size for x in leaves)",
    "    pairs = zip(ends, leaves, strict=True)",
    "    return [vector[end - x.size : end].reshape(x.shape).astype(x.dtype) for end, x in pairs]",
    "",
    "",
]


def _matrix(title: str) -> list[str]:
    return [
        "def _matrix(x):",
        '    """Return the tensor as a matrix; of more axes the first is that of the rows."""',
        "    if x.ndim < 2:",
        f'        raise ValueError(f"{title} takes matrices, given a tensor of shape {{x.shape}}")',
        "    return x.reshape(x.shape[0], -1)",
        "",
        "",
    ]


def _update(
    subject: Subject, state: str, entries: dict[str, str], stepped: list[str], later: Body, numbers: list[str]
) -> list[str]:
    """`update`: the settings of this step, then the step of each tensor, or of all as one vector."""
    further = [key for key in subject.inputs if f"input.{key}" in later.inputs]
    words = ", *, " + ", ".join(further) if further else ""
    lines = [
        f"def update(updates, state, params=None{words}, **extra_args):",
        "    del extra_args",
    ]
    if "p" in later.inputs:
        lines += ["    if params is None:", f'        raise ValueError("{subject.title} takes a step with `params`")']
    if "lr=lr" in stepped:
        lines += ["    lr = learning_rate(state.count) if callable(learning_rate) else learning_rate"]
    lines += ["    count = optax.safe_increment(state.count)", "    grads, tree = jax.tree.flatten(updates)"]
    refused = f'"{subject.title} takes real numbers: use optax.contrib.split_real_and_imaginary"'
    lines += ["    if any(jnp.iscomplexobj(g) for g in grads):"]
    lines += indented(_raised(refused, 12), 8)
    leaves = "tree.flatten_up_to(params)" if "p" in later.inputs else None
    lines += [f"    params = {leaves or 'grads if params is None else tree.flatten_up_to(params)'}"]
    lines += [f"    {key}s = tree.flatten_up_to({key})" for key in further]
    if subject.scope == "model":
        return [*lines, *indented(_joined_step(state, entries, stepped, numbers))]
    names = ["p", "g", *further]
    lists = ["params", "grads", *(f"{key}s" for key in further)]
    about = {name: f"_plain(_matrix({name}))" if subject.scope == "matrix" else f"_plain({name})" for name in names}
    call = [about["p"], about["g"], "before", "count", *(about[name] for name in further), *stepped]
    back = "step.reshape(g.shape)" if subject.scope == "matrix" else "step"
    if not entries:
        call[2] = "{}"
        lines += [
            "    steps = []",
            f"    for {', '.join(names)} in zip({', '.join(lists)}, strict=True):",
            *indented(enclosed("step, _ = _update(", call, ")", room=12), 8),
            f"        steps.append({back}.astype(g.dtype))",
            f"    return tree.unflatten(steps), {state}(count)",
        ]
        return lines
    kept = [f'"{key}": tree.flatten_up_to(state.{field})' for key, field in entries.items()]
    fresh = [f'tree.unflatten(kept["{key}"])' for key in entries]
    held = "after.get(name, x[place])" if later.parts else "after[name]"
    return [
        *lines,
        *indented(enclosed("kept = {", kept, "}", room=8)),
        "    steps = []",
        f"    for place, ({', '.join(names)}) in enumerate(zip({', '.join(lists)}, strict=True)):",
        "        before = {name: _plain(x[place]) for name, x in kept.items()}",
        *indented(enclosed("step, after = _update(", call, ")", room=12), 8),
        f"        steps.append({back}.astype(g.dtype))",
        "        for name, x in kept.items():",
        f"            x[place] = {held}.astype(x[place].dtype)",
        *indented(enclosed(f"return tree.unflatten(steps), {state}(", ["count", *fresh], ")", room=8)),
    ]


def _raised(text: str, room: int) -> list[str]:
    """The line that raises an error, as ruff breaks it."""
    whole = f"raise ValueError({text})"
    return [whole] if len(whole) + room <= WIDTH else ["raise ValueError(", f"    {text}", ")"]


def _joined_step(state: str, entries: dict[str, str], stepped: list[str], numbers: list[str]) -> list[str]:
    """The rest of `update` for all tensors as one vector."""
    kept = [
        f'"{key}": state.{field}' if key in numbers else f'"{key}": _joined(jax.tree.leaves(state.{field}))'
        for key, field in entries.items()
    ]
    fresh = [
        f'after["{key}"].astype(state.{field}.dtype)'
        if key in numbers
        else f'tree.unflatten(_cut(after["{key}"], jax.tree.leaves(state.{field})))'
        for key, field in entries.items()
    ]
    call = ["_joined(params)", "_joined(grads)", "before", "count", *stepped]
    return [
        *enclosed("before = {", kept, "}", room=8),
        *enclosed("step, after = _update(", call, ")", room=8),
        *enclosed(f"return tree.unflatten(_cut(step, grads)), {state}(", ["count", *fresh], ")", room=8),
    ]


def _evaluated(subject: Subject, entries: dict[str, str], shown: Body) -> list[str]:
    """The function that gives the point to evaluate, as optax has it for schedule-free."""
    name = re.sub(r"\W", "_", subject.name)
    own = {key: subject.defaults[key] for key in subject.defaults if f"hyper.{key}" in shown.inputs}
    signature = ["state", "params", *(f"{argument(key)}={setting(value)}" for key, value in own.items())]
    needed = [key for key in entries if f"state.{key}" in shown.inputs]
    kept = ", ".join(f'"{key}": {key}' for key in needed)
    trees = ", ".join(f"state.{entries[key]}" for key in needed)
    call = ["p", f"{{{kept}}}", *(["state.count"] if "t" in shown.inputs else [])]
    call += [f"{key}={argument(key)}" for key in own]
    return [
        *enclosed(f"def {name}_eval_params(", signature, "):"),
        '    """Return the point to evaluate; `params` are those that are stepped."""',
        "",
        f"    def view({', '.join(['p', *needed])}):",
        f"        return _view({', '.join(call)}).astype(p.dtype)",
        "",
        f"    return jax.tree.map(view, params, {trees})",
    ]
