"""Every argument of every construct has its row in the page of its term."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from tests.public_api import public_callables

DOCS = Path(__file__).parents[2] / "docs"
CALLABLES = dict(public_callables())
PAGES = {
    "Application": "application",
    "AppConfigDefaults.set": "defaults",
    "DeploymentStrategy": "deployment_strategy",
    "Environment": "environment",
    "Environment.add_agent_to_ecs": "reading",
    "Environment.add_agent_to_lambda": "reading",
    "Environment.add_monitor": "environment",
    "Extension": "extension",
    "ExtensionAssociation": "extension",
    "ExtensionAction": "extension",
    "FeatureFlagProfile": "configuration_profile",
    "FeatureFlagProfile.deploy": "deployment",
    "HostedProfile": "configuration_profile",
    "HostedProfile.deploy": "deployment",
    "LambdaValidator": "validator",
    "SourcedProfile": "sourced_profile",
    "SourcedProfile.deploy": "deployment",
}
EVERYWHERE = {"id", "scope", "self", "settings"}


@pytest.mark.parametrize("name", PAGES)
def test_every_argument_has_a_row(name: str) -> None:
    rows = re.findall(
        r"^\| (`.*?`) \|", (DOCS / f"{PAGES[name]}.md").read_text("utf-8"), re.MULTILINE
    )
    documented = {argument for row in rows for argument in re.findall(r"`(\w+)`", row)}

    assert set(inspect.signature(CALLABLES[name]).parameters) - EVERYWHERE <= documented


def test_every_constructor_has_a_page() -> None:
    constructors = {name for name in CALLABLES if "." not in name}

    assert constructors - {"DynamicParameter", "ProductionRollout"} <= PAGES.keys()
