"""The counter-based generator: published vectors, moments, addresses, and equal bits in every array library."""

import numpy as np
import pytest
from descent import random

from .namespaces import NAMESPACES, to_numpy


def integers(values, xp):
    return xp.asarray(values, dtype=xp.int64)


def draw(make, runs, steps, count, seed=7, space="numpy"):
    xp = NAMESPACES[space]
    return to_numpy(make(seed, integers(runs, xp), integers(steps, xp), count, xp))


@pytest.mark.parametrize(
    ("key", "counter", "expected"),
    [
        ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
        ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
        ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
    ],
)
def test_the_generator_gives_the_published_answers(key, counter, expected):
    words = random.threefry(*(tuple(np.array([word]) for word in pair) for pair in (key, counter)))
    assert tuple(int(word[0]) for word in words) == expected


@pytest.mark.parametrize("space", ["torch", "strict"])
@pytest.mark.parametrize("make", [random.uniform, random.normal])
def test_every_library_draws_the_same_bits(make, space):
    there = draw(make, range(50), range(1, 60), 3, space=space)
    assert (there == draw(make, range(50), range(1, 60), 3)).all()


@pytest.mark.parametrize("make", [random.uniform, random.normal])
def test_a_number_depends_on_its_address_alone(make):
    everything = draw(make, range(20), range(1, 31), 4)
    assert (draw(make, [17, 3], [9, 1, 30], 4) == everything[[8, 0, 29]][:, [17, 3]]).all()
    assert (draw(make, [17], [9], 4, seed=8) != everything[8, 17]).all()


def test_uniform_numbers_are_uniform_and_never_reach_the_ends():
    u = draw(random.uniform, range(200), range(500), 2).ravel()
    assert u.min() > 0
    assert u.max() < 1
    counts, _ = np.histogram(u, bins=100, range=(0, 1))
    # 99 degrees of freedom: mean 99, standard deviation 14.
    assert abs(((counts - u.size / 100) ** 2 / (u.size / 100)).sum() - 99) < 5 * 14
    assert random._unit(np.array([0, random.MASK]), np).tolist() == [2.0**-33, 1 - 2.0**-33]


def test_normal_numbers_have_the_moments_of_the_normal_distribution():
    z = draw(random.normal, range(400), range(500), 3).ravel()
    n = z.size
    assert abs(z.mean()) < 5 / n**0.5
    assert abs((z**2).mean() - 1) < 5 * (2 / n) ** 0.5
    assert abs((z**3).mean()) < 5 * (15 / n) ** 0.5
    assert abs((z**4).mean() - 3) < 5 * (96 / n) ** 0.5
    assert abs((np.abs(z) > 2.575829303548901).mean() - 0.01) < 5 * (0.0099 / n) ** 0.5


def test_runs_steps_indices_and_the_two_numbers_of_a_pair_are_uncorrelated():
    z = draw(random.normal, range(300), range(300), 4)
    for one, other in ((z[1:], z[:-1]), (z[:, 1:], z[:, :-1]), (z[..., :2], z[..., 2:]), (z[..., 0], z[..., 1])):
        for power in (1, 2):
            a, b = one**power, other**power
            assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 5 / one.size**0.5


def test_the_logarithm_the_root_and_the_circle_are_those_of_the_library():
    u = np.concatenate([2.0 ** -np.arange(1, 33) * 1.3, np.linspace(1e-9, 1 - 1e-9, 1001)])
    assert np.abs(random._log(u, np) - np.log(u)).max() < 4e-15
    x = np.concatenate([2.0 ** np.arange(-33, 6) * 1.1, np.linspace(1e-9, 45, 1001)])
    assert np.abs(random._root(x, np) / np.sqrt(x) - 1).max() < 5e-16
    word = np.arange(0, 2**32, 2**32 // 997)
    cosine, sine = random._circle(word, np)
    assert np.abs(cosine - np.cos(2 * np.pi * word / 2**32)).max() < 1e-15
    assert np.abs(sine - np.sin(2 * np.pi * word / 2**32)).max() < 1e-15


def test_an_odd_count_of_normals_is_the_first_of_an_even_count():
    assert draw(random.normal, [0], [1], 3).shape == (1, 1, 3)
    assert (draw(random.normal, [0], [1], 3)[..., 0] == draw(random.normal, [0], [1], 4)[..., 0]).all()
