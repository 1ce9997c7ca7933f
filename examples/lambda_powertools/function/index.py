"""The function: Powertools asks AppConfig, and keeps for a minute what it got."""

import os
from typing import Any

from aws_lambda_powertools.utilities.feature_flags import AppConfigStore, FeatureFlags
from aws_lambda_powertools.utilities.parameters import AppConfigProvider

APPLICATION = os.environ["APPCONFIG_APPLICATION"]
ENVIRONMENT = os.environ["APPCONFIG_ENVIRONMENT"]
SECONDS = 60

parameters = AppConfigProvider(environment=ENVIRONMENT, application=APPLICATION)
discounts = FeatureFlags(AppConfigStore(ENVIRONMENT, APPLICATION, "discounts", max_age=SECONDS))


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Say what the basket of a customer may hold, and what it costs."""
    checkout: Any = parameters.get("checkout", transform="json", max_age=SECONDS)
    one_click = checkout["one_click"]
    cheaper = discounts.evaluate(name="ten_percent", context={"plan": event["plan"]}, default=False)
    return {
        "max_items": one_click["max_items"] if one_click["enabled"] else None,
        "percent": 90 if cheaper else 100,
    }
