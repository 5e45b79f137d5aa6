"""Ratings explained by a few hidden features per user and film, most of them rated seldom: gradients with empty rows.

    rating(u, i) ≈ ⟨user_u, film_i⟩        300 users, 400 films, 8 features; made from 4 true features and some noise

Popularity falls as 1 / rank (Zipf), so a batch of 64 ratings touches few rows, and some are touched once in hundreds of
steps. Rules for sparse gradients get the rows that a batch touched.
"""

from functools import cache
from typing import Any

import torch
from array_api_compat import torch as xp
from descent import random
from torch import Tensor

from app.workloads.card import CONTROL, Card, Option, spaced
from app.workloads.classifier import permutation
from app.workloads.workload import DATA, Device, Network, Part, Tensors

USERS, FILMS, TRUE_FEATURES, FEATURES = 300, 400, 4, 8
RATINGS, HELD_BACK = 12_000, 2_000
PARTS = {"reporting": (RATINGS, RATINGS + 1_000), "choosing": (RATINGS + 1_000, RATINGS + HELD_BACK)}

CARD = Card(
    name="matrix_factorisation",
    title="Matrix factorisation",
    summary="Two tables of hidden features learned from single ratings; every batch leaves most rows untouched.",
    metric="root mean square error on 1,000 ratings held back (spread of the ratings: 1)",
    better="lower",
    target=0.6,
    steps=1500,
    licence="none needed: generated",
    control="which rating belongs to which pair",
    parameters=(USERS + FILMS) * FEATURES,
    rows=("users", "films"),
    batch=64,
    judged=12_000,
    split=(12_000, 1_000, 1_000),
    goals=spaced(0.9, 0.25),
    options=(Option("batch", 64, "ratings per step", (), 1, 1024), CONTROL),
)


@cache
def ratings() -> tuple[Tensor, Tensor, Tensor]:
    """Users, films (int64) and ratings (float64), `(12000 + 2000,)` each; ratings have mean 0 and spread 1."""
    one = torch.zeros(1, dtype=torch.int64)
    count = RATINGS + HELD_BACK
    users = _popular(random.uniform(DATA, one, one + 10, count, xp)[0, 0], USERS)
    films = _popular(random.uniform(DATA, one, one + 11, count, xp)[0, 0], FILMS)
    features = random.normal(DATA, one, one + 12, (USERS + FILMS) * TRUE_FEATURES, xp)[0, 0]
    of_users = features[: USERS * TRUE_FEATURES].reshape(USERS, TRUE_FEATURES)
    of_films = features[USERS * TRUE_FEATURES :].reshape(FILMS, TRUE_FEATURES)
    noise = random.normal(DATA, one, one + 13, count, xp)[0, 0]
    rated = (of_users[users] * of_films[films]).sum(dim=1) / TRUE_FEATURES**0.5 + 0.2 * noise
    return users, films, (rated - rated.mean()) / rated.std()


def _popular(uniform: Tensor, count: int) -> Tensor:
    """Whole numbers below `count`, number k drawn in proportion to 1 / (k + 1), from uniform numbers."""
    weights = 1 / torch.arange(1, count + 1, dtype=torch.float64)
    return torch.searchsorted(torch.cumsum(weights, 0) / weights.sum(), uniform).clamp(max=count - 1)


class Ratings(Network):
    """The factorisation as a workload: tables `users` and `films`, `(runs, rows, 8)`."""

    def __init__(self, batch_size: int, control: bool, device: Device):
        users, films, rated = ratings()
        self.device, self.batch_size, self.samples = device, batch_size, RATINGS
        self.shapes = {"users": (USERS, FEATURES), "films": (FILMS, FEATURES)}
        self.users, self.films, self.rated = device.array(users), device.array(films), device.array(rated)
        if control:
            self.rated = torch.cat((self.rated[permutation(14, RATINGS).to(device.torch_device)], self.rated[RATINGS:]))

    def spread(self, name: str) -> float:  # noqa: ARG002
        """Small features at the start, so that all ratings begin near 0."""
        return 0.3

    def predicted(self, params: Tensors, index: Tensor) -> Tensor:
        """The ratings of these samples as one run's tables have them."""
        return (params["users"][self.users[index]] * params["films"][self.films[index]]).sum(dim=-1)

    def loss(self, params: Tensors, batch: Tensors) -> Tensor:
        """The mean squared error of the batch."""
        index = batch["index"]
        return ((self.predicted(params, index) - self.rated[index]) ** 2).mean()

    def scores(self, params: Tensors, part: Part) -> Tensor:
        """The squared error of each rating."""
        index = torch.arange(*PARTS[part], device=self.device.torch_device)
        return (self.predicted(params, index) - self.rated[index]) ** 2

    def metric(self, mean: Tensor) -> Tensor:
        """The root mean square error."""
        return mean.sqrt()

    def touched(self, batch: Tensors) -> Tensors:
        """The users and films that occur in each run's batch, 1 or 0, `(runs, rows)`."""
        index = batch["index"]
        seen = {"users": self.users[index], "films": self.films[index]}
        return {
            name: torch.zeros(len(index), rows, dtype=self.device.dtype, device=self.device.torch_device).scatter(
                1, found, torch.ones_like(found, dtype=self.device.dtype)
            )
            for (name, found), rows in zip(seen.items(), (USERS, FILMS), strict=True)
        }


def build(settings: dict[str, Any], device: Device) -> Ratings:
    """The workload with these settings."""
    return Ratings(settings["batch"], settings["control"], device)
