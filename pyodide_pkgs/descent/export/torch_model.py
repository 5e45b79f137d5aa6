"""The step of a torch optimizer that takes all tensors of a model together: one vector, cut up again afterwards."""

from descent.export.source import enclosed, indented

COUNT = 'torch.zeros((), device=p.device if group["capturable"] else "cpu")'
"""The number of steps before the first; on the device for programs that are captured and run again."""


def model_step(begun: list[str], stepped: list[str]) -> list[str]:
    """The lines of `step`; numbers of the state are kept in the group, arrays with their parameters."""
    settings = ["lr=lr" if key == "lr" else f'{key}=group["{key}"]' for key in stepped]
    call = enclosed(
        "new, after = update(", ["flat(params)", "g", "state", 'shared["step"].double()', *settings], ")", room=8
    )
    begin = enclosed("begun = _init(", ["flat([p])", *(f'{key}=group["{key}"]' for key in begun)], ")", room=12)
    return [
        "def _step(self, group):",
        "    def flat(tensors):",
        "        return torch.cat([x.flatten().to(torch.promote_types(x.dtype, torch.float32)) for x in tensors])",
        "",
        '    params = [p for p in group["params"] if p.grad is not None]',
        "    if not params:",
        "        return",
        "    if any(p.grad.is_sparse or p.is_complex() for p in params):",
        '        raise RuntimeError("sparse gradients and complex parameters are not taken")',
        '    lr, shared = torch.as_tensor(group["lr"], dtype=torch.float64).squeeze(), group.setdefault("shared", {})',
        "    for p in params:",
        "        if not self.state[p]:",
        *indented(begin, 12),
        "            self.state[p].update({name: x.view_as(p) for name, x in begun.items() if x.ndim})",
        f"            step = {COUNT}",
        '            numbers = {"step": step, **{name: x for name, x in begun.items() if not x.ndim}}',
        '            group["shared"] = shared = {**numbers, **shared}',
        '    shared["step"] += 1',
        "    g = flat([p.grad for p in params])",
        '    g = -g if group["maximize"] else g',
        "    state = {name: flat([self.state[p][name] for p in params]) for name in self.state[params[0]]}",
        "    state |= {name: x.clone() for name, x in shared.items()}",
        '    update = _compiled() if group["compile"] or group["foreach"] or group["fused"] else _update',
        *indented(call, 4),
        "    sizes = [p.numel() for p in params]",
        "    for p, part in zip(params, new.split(sizes), strict=True):",
        "        p.copy_(part.view_as(p))",
        "    for name, value in after.items():",
        "        if not value.ndim:",
        "            shared[name].copy_(value)",
        "            continue",
        "        for p, part in zip(params, value.split(sizes), strict=True):",
        "            self.state[p][name].copy_(part.view_as(p))",
        "",
    ]
