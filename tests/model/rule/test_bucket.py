"""The laws of ``split``, over many thousands of ids, and the hash itself, which never changes."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cdk_appconfig.model.rule.bucket import domain, place, places_below

IDS = [f"user-{number}" for number in range(100_000)]


def members(pct: float, seed: str | None = None, flag: str | None = None) -> set[str]:
    key, below = domain(seed, flag), places_below(pct)
    return {one for one in IDS if place(key, one) < below}


@pytest.mark.parametrize(
    ("seed", "flag", "value", "expected"),
    [
        ("2026-11", None, "user-1", 14967698112449419914),
        ("2026-11", "tax", "user-1", 14967698112449419914),
        (None, "tax", "user-1", 2145960101872546957),
        (None, None, "user-1", 3696396621300315232),
        ("é", None, "😀", 7226729422557802726),
    ],
)
def test_the_hash_stays_as_it_is(
    seed: str | None, flag: str | None, value: str, expected: int
) -> None:
    assert place(domain(seed, flag), value) == expected


@pytest.mark.parametrize("pct", [0, 0.01, 0.5, 1, 10, 33.3, 50, 99.9, 100])
def test_a_share_has_its_size(pct: float) -> None:
    # five standard deviations of a binomial distribution
    allowed = 5 * (pct / 100 * (1 - pct / 100) / len(IDS)) ** 0.5

    assert len(members(pct, seed="s")) / len(IDS) == pytest.approx(pct / 100, abs=allowed)


def test_a_larger_percentage_keeps_every_member() -> None:
    shares = [members(pct, seed="s") for pct in (0, 1, 2.5, 10, 50, 99, 100)]

    for smaller, larger in pairwise(shares):
        assert smaller < larger
    assert shares[0] == set()
    assert shares[-1] == set(IDS)


def test_seeds_and_flags_are_independent() -> None:
    half = members(50, seed="s")

    for other in (members(50, seed="t"), members(50, flag="s"), members(50), members(50, seed="")):
        assert len(half & other) / len(IDS) == pytest.approx(0.25, abs=0.01)


def test_a_flag_does_not_count_where_there_is_a_seed() -> None:
    assert members(20, seed="s", flag="f") == members(20, seed="s") != members(20, flag="f")


@pytest.mark.parametrize(
    ("pct", "expected"),
    [(0, 0), (100, 2**64), (50, 2**63), (25.0, 2**62), (1, 2**64 // 100), (1e-300, 0)],
)
def test_a_percentage_is_exact(pct: float, expected: int) -> None:
    assert places_below(pct) == expected
