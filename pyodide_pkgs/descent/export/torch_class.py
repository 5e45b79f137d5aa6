"""The class of a torch file: constructor with checks, `step`, and what saving, groups and compiling need."""

import re
from collections.abc import Mapping

from descent.export.body import Body
from descent.export.digits import setting
from descent.export.source import WIDTH, enclosed, indented
from descent.export.subject import Subject
from descent.export.torch_model import COUNT, model_step
from descent.export.torch_names import betas
from descent.export.validity import checks
from descent.export.words import HOW

_HOW_CHECKS = [
    "if foreach and fused:",
    '    raise RuntimeError("`fused` and `foreach` cannot be `True` together: either compiles the step")',
    "if differentiable and (compile or foreach or fused):",
    '    raise RuntimeError("`fused` does not support `differentiable`, nor does any compiled step")',
]


def class_name(subject: Subject) -> str:
    """The words of the title, or of the name where the title has other letters, as one: `AdamW`."""
    words = re.findall(r"[A-Za-z0-9]+", subject.title if subject.title.isascii() else subject.name)
    found = "".join(word[:1].upper() + word[1:] for word in words)
    return found if found[:1].isalpha() else f"Rule{found}"


def class_lines(subject: Subject, settings: Mapping[str, float], bodies: Mapping[str, Body]) -> list[str]:
    """The functions around the rule's own, and the class."""
    viewed, update = bodies.get("_view"), bodies["_update"]
    further = [name for name in subject.inputs if f"input.{name}" in update.inputs]
    together = betas(list(settings))
    keywords = list(dict.fromkeys("betas" if name in together else name for name in settings))
    model = subject.scope == "model"
    begun, stepped = _keywords(bodies["_init"], together), _keywords(update, together)
    counted = bodies.get("_numbers")
    numbers = None if counted is None else _keywords(counted, together)
    lines: list[str] = [] if model else _helpers(subject, stepped, further, counted is not None, "t" in update.inputs)
    lines += _compiled("_update" if model else "_steps")
    name = class_name(subject)
    defaults = {key: setting(value) for key, value in settings.items()}
    if together:
        defaults["betas"] = f"({', '.join(defaults[key] for key in together)})"
    signature = ["self", "params", *(f"{key}={defaults[key]}" for key in keywords), "*"]
    signature += [f"{key}={value}" for key, value in HOW.items()]
    stored = [f'"{key}": {key}' for key in [*keywords, *HOW]] + (['"train": True'] if viewed else [])
    base = "torch.optim.Optimizer"
    lines += [f"class {name}({base}):", f'    """{_what(subject, name)}"""', ""]
    inside = [
        *checks(subject, settings, together),
        *_HOW_CHECKS,
        *_packed("defaults", stored, room=8),
        "super().__init__(params, defaults)",
    ]
    lines += indented(enclosed("def __init__(", signature, "):", room=4))
    lines += [*indented(inside, 8), ""]
    lines += indented(_step(further))
    viewing = viewed is not None
    one = model_step(begun, stepped)
    lines += indented(one if model else _group(subject, name, begun, stepped, further, viewing, numbers))
    lines += indented(_loading(model), 4)
    if viewed:
        lines += indented(_views(viewed, together))
    return lines


def _packed(name: str, entries: list[str], room: int) -> list[str]:
    """A dictionary in few lines."""
    lines: list[str] = []
    left = list(entries)
    while left:
        head, line = f"{name} {'|=' if lines else '='} {{", [left.pop(0)]
        while left and len(head) + len(", ".join([*line, left[0]])) + 1 + room <= WIDTH:
            line.append(left.pop(0))
        lines.append(f"{head}{', '.join(line)}}}")
    return lines


def _keywords(one: Body, together: list[str]) -> list[str]:
    """The settings that a function takes, in torch's names."""
    own = [name.removeprefix("hyper.") for name in sorted(one.inputs) if name.startswith("hyper.")]
    return list(dict.fromkeys("betas" if name in together else name for name in own))


def _what(subject: Subject, name: str) -> str:
    words = " Its state is that of all tensors of a group together." if subject.scope == "model" else ""
    if subject.scope == "matrix":
        words = " It takes matrices; of more axes the first is that of the rows."
    return f"{name} as any optimizer of torch.{words}"


def _helpers(subject: Subject, keywords: list[str], further: list[str], counted: bool, timed: bool) -> list[str]:
    """What takes a step of all tensors, compiled or not; with `counted` the numbers of the step are given."""
    more = ["numbers"] if counted else []
    seen = ", ".join(["p", "g", "state", *more, *further])
    names = ["params", "grads", "states", *(["counted"] if counted else []), *(f"{name}s" for name in further)]
    lists = ", ".join(names)
    complex_ = "torch.view_as_real(x) if x.is_complex() else x"
    plain = [
        "def _plain(x):",
        '    """Return the tensor to compute with: real, in float32 at least, to differentiate a copy."""',
        *([f"    x = {complex_}"] if subject.scope == "element" else []),
        "    x = x.clone() if torch.is_grad_enabled() else x",
        "    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x",
    ]
    stored, back, flat = "p", "new", ""
    if subject.scope == "element":
        plain += ["", "", "def _stored(x):", '    """Return the tensor to write to, as real numbers."""']
        plain += [f"    return {complex_}"]
        stored = "_stored(p)"
    if subject.scope == "matrix":
        back, flat = "new.view_as(p)", ".flatten(1)"
    held = "_stored(state[name])" if subject.scope == "element" else "state[name]"
    arguments = [f"_plain(p{flat})", "g", "before"]
    arguments += [] if counted and not timed else ['state["step"].double()']
    arguments += [f"*{name}" for name in more]
    arguments += [f"_plain({name}{flat})" for name in further]
    arguments += (["lr=lr"] if "lr" in keywords else []) + (["**settings"] if keywords != ["lr"] and keywords else [])
    update = [
        f"def _steps({lists}, lr, maximize, settings):",
        '    """Take a step of every tensor."""',
        f"    for {seen} in zip({lists}, strict=True):",
        *([] if counted else ['        state["step"] += 1']),
        f"        g = -_plain(g{flat}) if maximize else _plain(g{flat})",
        '        before = {name: _plain(x) for name, x in state.items() if name != "step"}',
        *indented(enclosed("new, after = _update(", arguments, ")", room=8), 8),
        "        for name, value in after.items():",
        f"            {held}.copy_(value)",
        f"        {stored}.copy_({back})",
    ]
    return [*plain, "", "", *update, "", ""]


def _compiled(function: str) -> list[str]:
    """The same as one compiled program, which is made when it is first asked for."""
    return [f"_compiled = functools.cache(lambda: torch.compile({function}))", "", ""]


def _step(further: list[str]) -> list[str]:
    """`step`, of all groups."""
    words = "".join(f", {one}" for one in further)
    more = f"; `{further[0]}` has a tensor for every parameter" if further else ""
    return [
        f"def step(self, closure=None{', *' + words if words else ''}):",
        f'    """Take a step and return what `closure` gives, if there is one{more}."""',
        "    with torch.enable_grad():",
        "        loss = None if closure is None else closure()",
        '    with torch.set_grad_enabled(self.defaults["differentiable"]):',
        "        for group in self.param_groups:",
        f"            self._step(group{words})",
        "    return loss",
        "",
    ]


def _group(
    subject: Subject,
    name: str,
    begun: list[str],
    stepped: list[str],
    further: list[str],
    viewed: bool,
    numbers: list[str] | None,
) -> list[str]:
    kept = [f'{key}=group["{key}"]' for key in begun]
    point = {"element": "_stored(p)", "matrix": "_plain(p.flatten(1))"}.get(subject.scope, "p")
    init = f"**_init({', '.join([point, *kept])})"
    lines = [f"def _step({', '.join(['self', 'group', *further])}):"]
    if viewed:
        lines += [
            '    if not group["train"]:',
            '        raise RuntimeError("call train() before a step: the parameters are those to evaluate")',
        ]
    lines += [
        '    params = [p for p in group["params"] if p.grad is not None and p.numel()]',
        "    for p in params:",
        "        if p.grad.is_sparse:",
        f'            raise RuntimeError("{name} does not take sparse gradients")',
    ]
    if subject.scope == "matrix":
        lines += [
            "        if p.ndim < 2:",
            f'            raise ValueError(f"{name} takes matrices, given a tensor of shape {{tuple(p.shape)}}")',
        ]
    if subject.scope != "element":
        lines += [
            "        if p.is_complex():",
            f'            raise ValueError("{name} does not take complex parameters")',
        ]
    given = "".join(f"[{one}[p] for p in params], " for one in further)
    counting: list[str] = []
    if numbers is not None:
        given = f"counted, {given}"
        arguments = ", ".join(['state["step"].add_(1).double()', *(f'{key}=group["{key}"]' for key in numbers)])
        counting = [f"    counted = [_numbers({arguments}) for state in states]"]
        if len(counting[0]) > WIDTH - 4:
            made = enclosed("_numbers(", arguments.split(", "), ")", room=12)
            counting = indented(["counted = [", *indented([*made, "for state in states"]), "]"])
    names = [name for name in stepped if name != "lr"]
    lines += [
        "        if not self.state[p]:",
        *indented(enclosed("self.state[p].update(", [f"step={COUNT}", init], ")", room=16), 12),
        "    grads, states = [p.grad for p in params], [self.state[p] for p in params]",
        *counting,
        '    lr = torch.as_tensor(group["lr"], dtype=torch.float64).squeeze()',
        '    steps = _compiled() if group["compile"] or group["foreach"] or group["fused"] else _steps',
        *indented(_taken(names), 4),
        f'    steps(params, grads, states, {given}lr, group["maximize"], settings)',
        "",
    ]
    return lines


def _taken(names: list[str]) -> list[str]:
    """The settings of a group, as ruff breaks a comprehension."""
    quoted = [f'"{name}"' for name in names]
    listed = f"({', '.join(quoted)}{',' if len(names) == 1 else ''})"
    whole = f"settings = {{name: group[name] for name in {listed}}}" if names else "settings = {}"
    if len(whole) <= 112:
        return [whole]
    return ["settings = {", "    name: group[name]", *indented(enclosed("for name in (", quoted, ")", room=12)), "}"]


def _loading(model: bool) -> list[str]:
    """Checkpoints that lack newer settings, or whose step is a number or, as torch's for momentum, not there."""
    counted = [
        "    for one in self.state.values():",
        '        one["step"] = torch.as_tensor(one.get("step", 0), dtype=torch.float32)',
    ]
    return [
        "def __setstate__(self, state):",
        "    super().__setstate__(state)",
        "    for group in self.param_groups:",
        "        for name, value in self.defaults.items():",
        "            group.setdefault(name, value)",
        *([] if model else counted),
    ]


def _views(view: Body, together: list[str]) -> list[str]:
    """`train` and `eval`, which exchange the parameters with the point to evaluate."""
    own = [name.removeprefix("hyper.") for name in sorted(view.inputs) if name.startswith("hyper.")]
    used = list(dict.fromkeys("betas" if name in together else name for name in own))
    given = ["_plain(p)", "held", *(['state["step"].double()'] if "t" in view.inputs else [])]
    given += [f'{key}=group["{key}"]' for key in used]
    return [
        "",
        "def eval(self):",
        '    """Put the point to evaluate into the parameters."""',
        "    self._exchange(train=False)",
        "",
        "def train(self):",
        '    """Put the point that is stepped into the parameters."""',
        "    self._exchange(train=True)",
        "",
        "@torch.no_grad()",
        "def _exchange(self, *, train):",
        "    for group in self.param_groups:",
        '        for p in group["params"] if group["train"] != train else ():',
        "            state = self.state[p]",
        "            if train and state:",
        '                p.copy_(state.pop("stepped"))',
        "            elif state:",
        '                state["stepped"] = p.clone()',
        "                held = {name: _plain(x) for name, x in state.items()}",
        f"                _stored(p).copy_(_view({', '.join(given)}))",
        '        group["train"] = train',
    ]
