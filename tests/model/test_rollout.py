from __future__ import annotations

import pickle
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from aws_cdk import App, Duration, Stack
from aws_cdk import aws_appconfig as l2
from hypothesis import given
from hypothesis import strategies as st

from cdk_appconfig import AppConfigError, DeploymentStrategyId, Rollout

MINUTE = timedelta(minutes=1)
GROWTH = st.integers(1, 100) | st.floats(1, 100)
DURATIONS = st.integers(1, 1440).map(lambda minutes: minutes * MINUTE)


def steps(rollout: Rollout) -> list[tuple[float, float]]:
    return [(time / MINUTE, share) for time, share in rollout.schedule()]


def test_the_ids_and_their_names_are_those_of_the_l2() -> None:
    ours = {strategy.name: strategy.value for strategy in DeploymentStrategyId}

    assert ours == {name: getattr(l2.DeploymentStrategyId, name).id for name in ours}


def test_an_id_is_its_own_text() -> None:
    strategy = DeploymentStrategyId.ALL_AT_ONCE

    assert (str(strategy), f"{strategy}") == ("AppConfig.AllAtOnce", "AppConfig.AllAtOnce")
    assert strategy == "AppConfig.AllAtOnce"


def test_linear_is_the_timeline_of_the_guide() -> None:
    rollout = Rollout.linear(duration=timedelta(hours=10), growth_factor=20)

    assert steps(rollout) == [(0, 0), (120, 20), (240, 40), (360, 60), (480, 80), (600, 100)]
    assert rollout.ends_after == timedelta(hours=10)


@pytest.mark.parametrize(
    ("growth_factor", "expected"),
    [
        (30, [(0, 0), (30, 30), (60, 60), (90, 90), (100, 100)]),
        (60, [(0, 0), (60, 60), (100, 100)]),
        (100, [(0, 0), (100, 100)]),
        (33.3, [(0, 0), (33.3, 33.3), (66.6, 66.6), (99.9, 99.9), (100, 100)]),
    ],
)
def test_a_growth_that_does_not_divide_100_ends_at_the_end(
    growth_factor: float, expected: list[tuple[float, float]]
) -> None:
    assert steps(Rollout.linear(duration=100 * MINUTE, growth_factor=growth_factor)) == expected


@pytest.mark.parametrize(
    ("growth_factor", "expected"),
    [
        (10, [(0, 10), (30, 20), (60, 40), (90, 80), (120, 100)]),
        (25, [(0, 25), (60, 50), (120, 100)]),
        (50, [(0, 50), (120, 100)]),
        (99, [(0, 99), (120, 100)]),
        (100, [(0, 100)]),
        (2, [(0, 2), (20, 4), (40, 8), (60, 16), (80, 32), (100, 64), (120, 100)]),
    ],
)
def test_exponential_doubles_in_equal_intervals(
    growth_factor: float, expected: list[tuple[float, float]]
) -> None:
    assert (
        steps(Rollout.exponential(duration=120 * MINUTE, growth_factor=growth_factor)) == expected
    )


@given(DURATIONS, GROWTH, st.sampled_from([Rollout.linear, Rollout.exponential]))
def test_steps_rise_and_end_with_everyone_in_time(
    duration: timedelta, growth_factor: float, make: Any
) -> None:
    schedule = make(duration=duration, growth_factor=growth_factor, bake=MINUTE).schedule()

    times, shares = zip(*schedule, strict=True)
    assert list(times) == sorted(set(times))
    assert list(shares) == sorted(set(shares))
    assert times[0] == timedelta(0)
    assert times[-1] == (timedelta(0) if len(schedule) == 1 else duration)
    assert shares[-1] == 100


@given(DURATIONS, GROWTH, st.integers(-10, 2000))
def test_the_share_at_a_time_is_that_of_the_last_step(
    duration: timedelta, growth_factor: float, minutes: int
) -> None:
    rollout = Rollout.linear(duration=duration, growth_factor=growth_factor)
    time = minutes * MINUTE

    share = rollout.share_at(time)

    if time < timedelta(0):
        assert share == 0
    elif time >= duration:
        assert share == 100
    else:
        even = 100 * (time / duration)
        assert even - growth_factor - 1e-6 <= share <= even + 1e-6


@pytest.mark.parametrize("make", [Rollout.linear, Rollout.exponential])
def test_without_duration_everyone_has_it_at_once(make: Any) -> None:
    rollout = make(duration=timedelta(0), growth_factor=10)

    assert rollout.schedule() == [(timedelta(0), 100.0)]
    assert rollout.share_at(timedelta(0)) == 100
    assert rollout.ends_after == timedelta(0)


@pytest.mark.parametrize(
    ("strategy", "name"),
    [
        (DeploymentStrategyId.ALL_AT_ONCE, "ALL_AT_ONCE"),
        (
            DeploymentStrategyId.LINEAR_50_PERCENT_EVERY_30_SECONDS,
            "LINEAR_50_PERCENT_EVERY_30_SECONDS",
        ),
        (DeploymentStrategyId.CANARY_10_PERCENT_20_MINUTES, "CANARY_10_PERCENT_20_MINUTES"),
        (
            DeploymentStrategyId.LINEAR_20_PERCENT_EVERY_6_MINUTES,
            "LINEAR_20_PERCENT_EVERY_6_MINUTES",
        ),
    ],
)
def test_the_predefined_ones_are_those_of_the_l2(strategy: DeploymentStrategyId, name: str) -> None:
    made = l2.DeploymentStrategy(
        Stack(App(), "Test"), "L2", rollout_strategy=getattr(l2.RolloutStrategy, name)
    )
    resource = made.node.default_child
    assert isinstance(resource, l2.CfnDeploymentStrategy)
    rollout = Rollout.predefined(strategy)

    assert rollout == Rollout(
        duration=resource.deployment_duration_in_minutes * MINUTE,
        growth_factor=resource.growth_factor,
        growth_type=resource.growth_type,  # type: ignore[arg-type]  # one of the two texts
        bake=(resource.final_bake_time_in_minutes or 0) * MINUTE,
    )
    assert Rollout.predefined(strategy.value) is rollout


def test_the_canary_reaches_everyone_in_five_steps() -> None:
    rollout = Rollout.predefined("AppConfig.Canary10Percent20Minutes")

    assert steps(rollout) == [(0, 10), (5, 20), (10, 40), (15, 80), (20, 100)]
    assert rollout.ends_after == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (
            {"duration": timedelta(days=2), "growth_factor": 0, "bake": -MINUTE},
            [
                "APPCONFIG330 $: the duration is 2880 minutes -> use whole minutes, 0 to 1440",
                "APPCONFIG330 $: the bake time is -1 minutes -> use whole minutes, 0 to 1440",
                "APPCONFIG331 $: the growth factor is 0 -> "
                "use a percentage, 1 to 100: 20 is a fifth of the targets",
            ],
        ),
        (
            {"duration": timedelta(seconds=90), "growth_factor": float("nan")},
            [
                "APPCONFIG330 $: the duration is 1.5 minutes -> use whole minutes, 0 to 1440",
                "APPCONFIG331 $: the growth factor is nan -> "
                "use a percentage, 1 to 100: 20 is a fifth of the targets",
            ],
        ),
        (
            {"duration": 20, "growth_factor": "20", "growth_type": "LINAER", "bake": True},
            [
                "APPCONFIG310 $: the duration is 20 -> pass for example timedelta(minutes=20)",
                "APPCONFIG310 $: the bake time is True -> pass for example timedelta(minutes=20)",
                "APPCONFIG310 $: the growth factor is '20' -> pass for example 20",
                "APPCONFIG332 $: there is no growth type 'LINAER' -> did you mean 'LINEAR'?",
            ],
        ),
    ],
)
def test_numbers_out_of_range_are_refused_together(
    wrong: dict[str, Any], expected: list[str]
) -> None:
    with pytest.raises(AppConfigError) as caught:
        Rollout(**wrong)

    assert caught.value.subject == "rollout"
    assert [f"{f.id} {f.where}: {f.message} -> {f.fix}" for f in caught.value.findings] == expected


def test_the_limits_themselves_are_taken() -> None:
    day = timedelta(minutes=1440)

    assert Rollout.linear(duration=day, growth_factor=1, bake=day).ends_after == 2 * day
    assert len(Rollout.linear(duration=day, growth_factor=1).schedule()) == 101


@pytest.mark.parametrize(
    ("id", "fix"),
    [
        (
            "AppConfig.Canary10Percent20Minute",
            "did you mean 'AppConfig.Canary10Percent20Minutes'?",
        ),
        (
            "abc1234",
            "use one of AppConfig.AllAtOnce, AppConfig.Linear50PercentEvery30Seconds, "
            "AppConfig.Canary10Percent20Minutes, AppConfig.Linear20PercentEvery6Minutes",
        ),
    ],
)
def test_an_id_that_is_not_predefined_is_refused(id: str, fix: str) -> None:
    with pytest.raises(AppConfigError) as caught:
        Rollout.predefined(id)

    [finding] = caught.value.findings
    assert (finding.id, finding.where, finding.fix) == ("APPCONFIG311", "$", fix)
    assert finding.message == f"there is no predefined deployment strategy {id!r}"


def test_a_rollout_is_a_value() -> None:
    rollout = Rollout.linear(duration=MINUTE, growth_factor=50)

    assert rollout == pickle.loads(pickle.dumps(rollout))  # noqa: S301  our own
    assert {rollout, Rollout.linear(duration=MINUTE, growth_factor=50)} == {rollout}
    assert rollout != Rollout.exponential(duration=MINUTE, growth_factor=50)
    assert Duration.minutes(1).to_minutes() * MINUTE == rollout.duration


def test_the_chart_shows_every_step() -> None:
    rollout = Rollout.linear(duration=timedelta(hours=12), growth_factor=37.5, bake=90 * MINUTE)

    assert rollout.chart().splitlines() == [
        " 0:00:00     0 %",
        " 4:30:00  37.5 %  ###############",
        " 9:00:00    75 %  ##############################",
        "12:00:00   100 %  ########################################",
        "13:30:00  complete",
    ]


def test_the_picture_is_a_stair_with_the_bake_time_behind_it() -> None:
    rollout = Rollout.predefined("AppConfig.Canary10Percent20Minutes")

    picture = ET.fromstring(rollout.svg())  # noqa: S314  our own

    space = "{http://www.w3.org/2000/svg}"
    path = picture.find(f"{space}path")
    assert path is not None
    assert path.attrib["d"] == (
        "M48.0 216.0H48.0V196.0H154.7V176.0H261.3V136.0H368.0V56.0H474.7V16.0H688.0"
    )
    bake = picture.find(f"{space}rect")
    assert bake is not None
    assert (bake.attrib["x"], bake.attrib["width"]) == ("474.7", "213.3")
    assert [text.text for text in picture.iter(f"{space}text")] == [
        "0 %",
        "25 %",
        "50 %",
        "75 %",
        "100 %",
        "0:00:00",
        "0:20:00",
        "0:30:00",
    ]


def test_a_picture_without_time_is_a_picture() -> None:
    rollout = Rollout.linear(duration=timedelta(0), growth_factor=100)

    ET.fromstring(rollout.svg())  # noqa: S314  our own
    assert "<rect" not in rollout.svg()


@pytest.mark.parametrize("name", ["Canary10Percent20Minutes", "Linear20PercentEvery6Minutes"])
def test_the_pictures_of_the_docs_are_those_of_today(name: str) -> None:
    file = Path(__file__).parents[2] / "docs" / "pictures" / f"{name}.svg"

    assert file.read_text() == Rollout.predefined(f"AppConfig.{name}").svg() + "\n"
