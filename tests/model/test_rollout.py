from __future__ import annotations

from aws_cdk import aws_appconfig as l2

from cdk_appconfig import DeploymentStrategyId


def test_the_ids_and_their_names_are_those_of_the_l2() -> None:
    ours = {strategy.name: strategy.value for strategy in DeploymentStrategyId}

    assert ours == {name: getattr(l2.DeploymentStrategyId, name).id for name in ours}


def test_an_id_is_its_own_text() -> None:
    strategy = DeploymentStrategyId.ALL_AT_ONCE

    assert (str(strategy), f"{strategy}") == ("AppConfig.AllAtOnce", "AppConfig.AllAtOnce")
    assert strategy == "AppConfig.AllAtOnce"
