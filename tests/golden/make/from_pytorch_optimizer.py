"""Cases of the package pytorch-optimizer."""

from functools import partial
from importlib.metadata import version
from typing import Any
from unittest import mock

import pytorch_optimizer
import torch
from pytorch_optimizer.lr_scheduler import wsd
from pytorch_optimizer.optimizer import scion
from pytorch_optimizer.optimizer.muon import base, normuon
from pytorch_optimizer.optimizer.utils.matrix import zero_power_via_newton_schulz_5

from tests.golden.make.case import CannotMake, Wanted, entry
from tests.golden.make.torch_classes import Names, Step, follow, tensor

VERSION = version("pytorch_optimizer")

MOMENTS = {"m": "exp_avg", "v": "exp_avg_sq"}
BOUNDED = MOMENTS | {"v_max": "max_exp_avg_sq"}

STATES: dict[str, Names] = {
    "ADOPT": MOMENTS,
    "AdEMAMix": {},
    "AdaDelta": {},
    "AdaFactor": {},
    "AdaMax": {},
    "AdamC": {},
    "AdamMini": {},
    "AdaBelief": {"m": "exp_avg", "s": "exp_avg_var", "s_max": "max_exp_avg_var"},
    "Adan": {"m": "exp_avg", "v": "exp_avg_diff", "n": "exp_avg_sq"},
    "CAME": {"m": "exp_avg"},
    "DAdaptAdam": MOMENTS | {"s": "s"},
    "Grams": MOMENTS,
    "Kron": {"m": "momentum_buffer", "Q0": "Q.0", "Q1": "Q.1"},
    "Lamb": MOMENTS,
    "LARS": {"m": "momentum_buffer"},
    "LaProp": BOUNDED,
    "Lookahead": {"slow": "slow_params"},
    "Lion": {"m": "exp_avg"},
    "MADGRAD": {"s": "s", "v": "grad_sum_sq", "p0": "x0"},
    "MARS": BOUNDED,
    "Muon": {},
    "NorMuon": {"m": "momentum_buffer", "v": "second_momentum_buffer"},
    "NovoGrad": {"m": "moments", "v": "grads_ema"},
    "Prodigy": {},
    "QHAdam": MOMENTS,
    "RAdam": MOMENTS,
    "SAM": MOMENTS,
    "SCION": {"m": "d"},
    "SOAP": {},
    "ScheduleFreeAdamW": {},
    "ScheduleFreeRAdam": {},
    "ScheduleFreeSGD": {},
    "SignSGD": {},
    "SophiaH": {"m": "momentum", "h": "hessian_moment"},
    "StableAdamW": {},
    "Yogi": MOMENTS,
}
"""The class -> the recorded name of a state -> the package's."""

ROUNDED = {"Muon": base, "NorMuon": normuon, "SCION": scion}
"""The class -> its module, in which Newton–Schulz rounds to sixteen bits."""


def make(rule: str, case: dict[str, Any], want: Wanted) -> dict[str, Any]:
    """The part of the case that the package makes."""
    if rule == "schedules":
        return {"lrs": _rates(case)}
    written = entry(case)[0].removeprefix("pytorch_optimizer.")
    name = written.partition(".")[0]
    if name not in STATES:
        raise CannotMake(f"no states are known for pytorch_optimizer.{name}; known: {', '.join(STATES)}")
    factory = MADE_HERE.get(name) or getattr(pytorch_optimizer, name)
    steps: dict[str, Step] = {"SophiaH": _with_hessian(case), "SAM": _twice}
    if name == "Kron":
        # The noise of the case takes the place of a draw, in the order of the calls.
        noise = [tensor(values, case) for values in case["extra"]["noise"]]
        with mock.patch.object(torch, "randn_like", side_effect=noise):
            return {"expect": follow(factory, case, want, STATES[name])}
    if name in ROUNDED:
        # The library's iteration rounds to sixteen bits; everything else about it is exact.
        exact = partial(zero_power_via_newton_schulz_5, dtype=torch.float64)
        with mock.patch.object(ROUNDED[name], "zero_power_via_newton_schulz_5", exact):
            return {"expect": follow(factory, case, want, STATES[name])}
    return {"expect": follow(factory, case, want, STATES[name], step=steps.get(name))}


def _rates(case: dict[str, Any]) -> list[float]:
    """The learning rate at each epoch of a schedule that sets an optimizer's."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=case["base_lr"])
    schedule = getattr(wsd, entry(case)[0].rpartition(".")[2])(optimizer, **case["hyper"])
    rates = []
    for _ in case["lrs"]:
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return rates


def _adamc(
    params: list[torch.Tensor],
    lr: float,
    max_lr: float,
    weight_decay: float,
    eps: float,
    betas: tuple[float, float] = (0.9, 0.999),
    ams_bound: bool = False,
) -> Any:
    """AdamC for layers that are followed by a normalisation; it takes the lr that it is made with for the largest."""
    groups = [{"params": params, "normalized": True}]
    made = pytorch_optimizer.AdamC(groups, max_lr, betas, weight_decay, ams_bound=ams_bound, eps=eps)
    for group in made.param_groups:
        group["lr"] = lr
    return made


def _normuon(
    params: list[torch.Tensor],
    lr: float,
    momentum: float = 0.95,
    beta2: float = 0.95,
    nesterov: bool = True,
    update_scale: str = "preserve_norm",
) -> Any:
    """NorMuon for these matrices."""
    groups = [{"params": params, "use_muon": True}]
    how = {"nesterov": nesterov, "update_scale": update_scale, "foreach": False}
    return pytorch_optimizer.NorMuon(groups, lr, momentum, beta2=beta2, **how)


def _muon(
    params: list[torch.Tensor], lr: float, momentum: float = 0.95, weight_decay: float = 0.0, nesterov: bool = True
) -> Any:
    """Muon for these matrices."""
    groups = [{"params": params, "use_muon": True}]
    return pytorch_optimizer.Muon(groups, lr, momentum, weight_decay, nesterov=nesterov, foreach=False)


def _adafactor(
    params: list[torch.Tensor],
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    decay_rate: float = -0.8,
    weight_decay: float = 0.0,
    clip_threshold: float = 1.0,
    scale_parameter: bool = True,
    relative_step: bool = True,
) -> Any:
    """AdaFactor whose average of steps is as exact as the parameters; by itself it keeps it in bfloat16."""
    how = {"scale_parameter": scale_parameter, "relative_step": relative_step, "momentum_dtype": params[0].dtype}
    return pytorch_optimizer.AdaFactor(
        params, lr, betas, decay_rate, weight_decay, clip_threshold=clip_threshold, **how
    )


def _adam_mini(
    params: list[torch.Tensor],
    lr: float,
    weight_decay: float,
    betas: tuple[float, float] = (0.9, 0.999),
    num_embeds: int = 2048,
    num_heads: int = 0,
) -> Any:
    """AdamMini for a model of these tensors; with heads each is the weight of a projection."""
    model = torch.nn.Module()
    for place, param in enumerate(params):
        layer = torch.nn.Module()
        layer.weight = torch.nn.Parameter(param)
        model.add_module(f"{place}_q_proj" if num_heads else f"{place}_mlp", layer)
        params[place] = layer.weight
    return pytorch_optimizer.AdamMini(model, lr, betas, weight_decay, num_embeds=num_embeds, num_heads=num_heads or 1)


def _lookahead(params: list[torch.Tensor], lr: float, k: int = 5, alpha: float = 0.5) -> Any:
    """Lookahead around torch's Adam."""
    return pytorch_optimizer.Lookahead(torch.optim.Adam(params, lr), k=k, alpha=alpha)


def _sam(params: list[torch.Tensor], lr: float, base: str, rho: float, adaptive: bool, perturb_eps: float) -> Any:
    """SAM around an optimizer of torch."""
    how = {"rho": rho, "adaptive": adaptive, "perturb_eps": perturb_eps, "foreach": False}
    return pytorch_optimizer.SAM(params, getattr(torch.optim, base), lr=lr, **how)


MADE_HERE = {
    "AdaFactor": _adafactor,
    "AdamC": _adamc,
    "AdamMini": _adam_mini,
    "Lookahead": _lookahead,
    "Muon": _muon,
    "NorMuon": _normuon,
    "SAM": _sam,
}
"""What needs more than parameters and hyperparameters -> how it is made from them."""


def _twice(optimizer: Any, _: int) -> None:
    """A step with a second gradient: the recorded one and how far the point was moved, as in a bowl of curvature 1."""
    params = [param for group in optimizer.param_groups for param in group["params"]]
    before = [(param.detach().clone(), param.grad.clone()) for param in params]
    optimizer.first_step()
    for param, (start, grad) in zip(params, before, strict=True):
        param.grad = grad + (param.detach() - start)
    optimizer.second_step()


def _with_hessian(case: dict[str, Any]) -> Step:
    """A step that hands over the case's estimates of the Hessian's diagonal."""

    def step(optimizer: torch.optim.Optimizer, index: int) -> None:
        optimizer.step(hessian=[tensor(values, case) for values in case["extra"]["hessian"][index]])  # type: ignore[call-arg]

    return step
