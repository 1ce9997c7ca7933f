from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, CfnOutput, NestedStack, Stack, Stage, Tags
from aws_cdk import Environment as Place

from cdk_appconfig import Application, FeatureFlags, Flag, changes
from cdk_appconfig.template.assembly import load
from cdk_appconfig.template.unreadable import TemplateError


def test_every_stack_of_an_assembly_is_read_with_its_nested_stacks_and_stages(
    tmp_path: Path,
) -> None:
    app = App(outdir=str(tmp_path / "cdk.out"), analytics_reporting=False)
    place = Place(account="123456789012", region="eu-west-1")
    platform = Stack(app, "Platform", env=place, tags={"team": "web"})
    CfnOutput(NestedStack(platform, "Inner"), "Out", value="a")
    CfnOutput(Stack(Stage(app, "Prod"), "Shop"), "Out", value="b")
    app.synth()

    stacks = load(tmp_path / "cdk.out")

    assert [stack.name.partition("/")[0] for stack in stacks] == [
        "Prod-Shop",
        "Platform",
        "Platform",
    ]
    assert [stack.environment for stack in stacks] == [
        "aws://unknown-account/unknown-region",
        "aws://123456789012/eu-west-1",
        "aws://123456789012/eu-west-1",
    ]
    assert [dict(stack.tags) for stack in stacks] == [{}, {"team": "web"}, {"team": "web"}]
    _, outer, inner = stacks
    assert inner.parent is outer
    assert inner.logical_id in outer.resources


def assembly(folder: Path, *, enabled: bool, tag: str = "web", construct_id: str = "Shop") -> Path:
    """Synthesize an application in a stage and return the folder."""
    app = App(outdir=str(folder), analytics_reporting=False)
    stack = Stack(Stage(app, "Prod"), "Platform", tags={"team": tag})
    Tags.of(app).add("cost", "1")
    shop = Application(stack, construct_id, application_name="shop")
    profile = shop.add_feature_flags("checkout")
    profile.deploy(shop.add_environment("prod"), FeatureFlags(Flag("one_click", enabled=enabled)))
    app.synth()
    return folder


def test_what_is_no_source_is_refused_by_what_it_is() -> None:
    wrong: Any = App(analytics_reporting=False).synth()

    with pytest.raises(TemplateError) as caught:
        changes(wrong, {"Resources": {}})

    assert str(caught.value).splitlines()[1] == (
        "  APPCONFIG359 <aws_cdk.cx_api.CloudAssembly>: is no template and no path"
    )


def test_a_flag_turned_on_is_one_version_and_one_rollout(tmp_path: Path) -> None:
    found = changes(
        assembly(tmp_path / "old", enabled=False), assembly(tmp_path / "new", enabled=True)
    )

    assert [(one.path, one.effect) for one in found.having("replaced")] == [
        ("Prod/Platform/Shop/checkout/Deployment-prod/Version", "replaced"),
        ("Prod/Platform/Shop/checkout/Deployment-prod/Resource", "replaced"),
    ]
    assert [str(one.causes[0]) for one in found.having("replaced")] == [
        "Content has true instead of false at $.values.one_click.enabled (create-only)",
        f"ConfigurationVersion refers to {found.having('replaced')[0].logical_id}, which is "
        "replaced (create-only)",
    ]
    assert len(found.having("unchanged")) == 3
    assert found.findings == ()


def test_tags_of_a_stack_may_replace_its_deployments(tmp_path: Path) -> None:
    found = changes(
        assembly(tmp_path / "old", enabled=True), assembly(tmp_path / "new", enabled=True, tag="x")
    )

    [rollout] = found.rollouts
    assert str(rollout).splitlines()[1:] == [
        "    Tags may change, as the tags of the stack do (create-only)"
    ]
    assert not rollout.certain
    assert {(one.type.split("::")[-1], one.certain) for one in found.having("updated")} == {
        ("Application", False),
        ("Environment", False),
        ("ConfigurationProfile", False),
    }


def test_a_construct_that_moved_is_recognised_by_its_name(tmp_path: Path) -> None:
    found = changes(
        assembly(tmp_path / "old", enabled=True),
        assembly(tmp_path / "new", enabled=True, construct_id="Store"),
    )

    assert [(finding.id, finding.where) for finding in found.findings] == [
        ("APPCONFIG351", "Prod/Platform/Store/Resource"),
        ("APPCONFIG357", "Prod/Platform/Shop/checkout/Resource"),
    ]
