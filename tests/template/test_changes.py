from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk_appconfig import Changes, changes
from tests import shop_template
from tests.shop_template import Template, resource

CONTENT = '{"one_click": {"enabled": true}, "retries": 3}'


def template() -> Template:
    """The application by hand, with a rollout of JSON, all of it fine to replace."""
    result = shop_template.edited(
        Checkout={"Type": "AWS.Freeform"},
        Version={"Content": CONTENT, "ContentType": "application/json"},
    )
    for name in ("VersionLabel", "LatestVersionNumber"):
        del result["Resources"]["Version"]["Properties"][name]
    result["Resources"] |= {
        "Slow": resource(
            "DeploymentStrategy",
            Name="slow",
            ReplicateTo="NONE",
            DeploymentDurationInMinutes=30,
            GrowthFactor=10,
        ),
        "Rollout": resource(
            "Deployment",
            ApplicationId={"Ref": "Shop"},
            EnvironmentId={"Fn::GetAtt": ["Prod", "EnvironmentId"]},
            ConfigurationProfileId={"Ref": "Checkout"},
            ConfigurationVersion={"Ref": "Version"},
            DeploymentStrategyId={"Ref": "Slow"},
        ),
    }
    return result


def after(edit: Callable[[Template], object]) -> Changes:
    """What an edit of the template does."""
    edited = template()
    edit(edited["Resources"])
    return changes(template(), edited)


def told(found: Changes) -> dict[str, str]:
    """What is not unchanged, in the words of a report."""
    return {
        one.logical_id: one.effect if one.certain else f"may be {one.effect}"
        for one in found.resources
        if one.effect != "unchanged"
    }


def set_property(logical_id: str, name: str, value: Any) -> Callable[[Template], None]:
    def edit(resources: Template) -> None:
        resources[logical_id]["Properties"][name] = value

    return edit


def test_equal_templates_change_nothing() -> None:
    found = changes(template(), template())

    assert told(found) == {}
    assert len(found.resources) == 6
    assert found.findings == ()
    assert str(found) == "6 unchanged"


def test_new_content_replaces_the_version_and_what_deploys_it() -> None:
    found = after(set_property("Version", "Content", CONTENT.replace("3", "4")))

    assert told(found) == {"Version": "replaced", "Rollout": "replaced"}
    assert [one.logical_id for one in found.rollouts] == ["Rollout"]
    assert str(found) == (
        "template\n"
        "  replaced: HostedConfigurationVersion Version\n"
        "      Content has 4 instead of 3 at $.retries (create-only)\n"
        "  replaced: Deployment Rollout\n"
        "      ConfigurationVersion refers to Version, which is replaced (create-only)\n"
        "4 unchanged"
    )


@pytest.mark.parametrize(
    ("logical_id", "name", "value"),
    [
        ("Shop", "Name", "store"),
        ("Shop", "Tags", [{"Key": "team", "Value": "web"}]),
        ("Prod", "Name", "production"),
        ("Prod", "Monitors", [{"AlarmArn": "a", "AlarmRoleArn": "r"}]),
        ("Checkout", "Description", "What the basket page does"),
        ("Slow", "GrowthFactor", 20),
    ],
)
def test_what_is_updated_in_place_replaces_nothing(logical_id: str, name: str, value: Any) -> None:
    assert told(after(set_property(logical_id, name, value))) == {logical_id: "updated"}


@pytest.mark.parametrize("name", ["DependsOn", "Metadata", "DeletionPolicy", "UpdateReplacePolicy"])
def test_what_stands_beside_the_properties_changes_nothing(name: str) -> None:
    def edit(resources: Template) -> None:
        resources["Rollout"][name] = {"Metadata": {"a": 1}}.get(name, "Retain")

    assert told(after(edit)) == {}


def test_another_strategy_is_a_rollout_and_a_tuned_one_is_none() -> None:
    swapped = after(set_property("Rollout", "DeploymentStrategyId", "AppConfig.AllAtOnce"))
    renamed = after(set_property("Slow", "Name", "slower"))

    assert told(swapped) == {"Rollout": "replaced"}
    assert told(renamed) == {"Slow": "replaced", "Rollout": "replaced"}


def test_a_replaced_profile_replaces_everything_below_it() -> None:
    found = after(set_property("Checkout", "Type", "AWS.AppConfig.FeatureFlags"))

    assert told(found) == {"Checkout": "replaced", "Version": "replaced", "Rollout": "replaced"}
    [rollout] = found.rollouts
    assert [str(cause) for cause in rollout.causes] == [
        "ConfigurationProfileId refers to Checkout, which is replaced (create-only)",
        "ConfigurationVersion refers to Version, which is replaced (create-only)",
    ]


def test_what_is_new_is_added_and_what_is_gone_is_removed() -> None:
    def edit(resources: Template) -> None:
        resources["Beta"] = resource("Environment", ApplicationId={"Ref": "Shop"}, Name="beta")
        del resources["Rollout"]

    assert told(after(edit)) == {"Beta": "added", "Rollout": "removed"}


@pytest.mark.parametrize(
    ("policy", "stays"), [("Retain", True), ("RetainExceptOnCreate", True), ("Delete", False)]
)
def test_a_removed_resource_stays_when_its_policy_says_so(policy: str, stays: bool) -> None:
    before, later = template(), template()
    before["Resources"]["Version"]["DeletionPolicy"] = policy
    del later["Resources"]["Rollout"], later["Resources"]["Version"]

    version = next(one for one in changes(before, later).resources if one.logical_id == "Version")

    assert (version.effect, version.stays) == ("removed", stays)


def test_a_replaced_resource_stays_when_its_policy_says_so() -> None:
    before, later = template(), template()
    for one in (before, later):
        one["Resources"]["Version"]["UpdateReplacePolicy"] = "Retain"
    later["Resources"]["Version"]["Properties"]["Content"] = "{}"

    version, rollout = changes(before, later).having("replaced")

    assert (version.logical_id, version.stays) == ("Version", True)
    assert (rollout.logical_id, rollout.stays) == ("Rollout", False)
    assert str(version).splitlines()[0] == (
        "replaced: HostedConfigurationVersion Version, and what was there stays"
    )


def test_a_file_is_read_as_a_template(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.template.json"
    old.write_text(json.dumps(template()), encoding="utf-8")
    edited = template()
    edited["Resources"]["Shop"]["Properties"]["Name"] = "store"
    new.write_text(json.dumps(edited), encoding="utf-8")

    assert told(changes(old, str(new))) == {"Shop": "updated"}
