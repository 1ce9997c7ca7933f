"""The usual layout: one environment a stack, one stack a stage, the same constructs in each."""

from typing import Any

from aws_cdk import App, Stack, Stage
from constructs import Construct
from search_flags import STATE

import cdk_appconfig as appconfig

STRATEGY = {"beta": "AppConfig.AllAtOnce", "prod": "AppConfig.Linear20PercentEvery6Minutes"}


class Search(Stack):
    """The service of one stage, with the flags in the state of that stage."""

    def __init__(self, scope: Construct, id: str, *, stage: str, **kwargs: Any) -> None:
        """Compose the stack."""
        super().__init__(scope, id, **kwargs)
        search = appconfig.Application(self, "Flags")
        environment = search.add_environment(stage, deployment_strategy=STRATEGY[stage])
        search.add_feature_flags("features").deploy(environment, STATE[stage])


class SearchStage(Stage):
    """What a pipeline deploys as one step."""

    def __init__(self, scope: Construct, id: str, *, stage: str, **kwargs: Any) -> None:
        """Compose the stage."""
        super().__init__(scope, id, **kwargs)
        Search(self, "Search", stage=stage, description=f"Flags of the search, {stage}")


app = App()
SearchStage(app, "Beta", stage="beta")
SearchStage(app, "Prod", stage="prod")
app.synth()
