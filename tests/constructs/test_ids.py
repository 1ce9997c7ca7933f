"""Construct paths and logical ids of an app that uses everything: what updates rely on.

CloudFormation knows a resource by its logical id, and AppConfig refuses a second one of its name. A
changed line of ``tests/data/ids/everything_on.txt`` replaces resources of everyone who updates, or
fails their update. Lines are added with new features; a changed or removed one is a decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aws_cdk import App, CfnElement
from constructs import IConstruct
from syrupy.assertion import SnapshotAssertion

from rig.templates import judged, of_type
from tests import everything_on

RECORDED = Path(__file__).parents[1] / "data/ids/everything_on.txt"


@pytest.fixture
def everything(app: App) -> App:
    everything_on.everything_on(app)
    return app


def ids(construct: IConstruct) -> Iterator[str]:
    """Yield path and logical id of all constructs below that are ours, in the order of the tree."""
    if construct.node.path in everything_on.NOT_OURS:
        return
    if isinstance(construct, CfnElement):
        yield f"{construct.node.path} {construct.stack.resolve(construct.logical_id)}"
    else:
        yield construct.node.path
    for child in construct.node.children:
        yield from ids(child)


def test_paths_and_logical_ids_are_the_recorded_ones(everything: App) -> None:
    recorded = RECORDED.read_text(encoding="utf-8").splitlines()

    assert [id for id in ids(everything) if id] == recorded


def test_the_templates_let_appconfig_in_for_their_own_account_only(
    everything: App, snapshot_json: SnapshotAssertion
) -> None:
    templates = judged(Path(everything.synth().directory))

    trusted = [
        statement
        for template in templates.values()
        for role in of_type(template, "AWS::IAM::Role").values()
        for statement in role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        if statement["Principal"] == {"Service": "appconfig.amazonaws.com"}
    ]
    permissions = [
        permission["Properties"]["SourceAccount"]
        for template in templates.values()
        for permission in of_type(template, "AWS::Lambda::Permission").values()
    ]
    account = {"Ref": "AWS::AccountId"}
    assert len(trusted) == 9
    for statement in trusted:
        assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": account}}
    assert permissions == [account] * 2
    assert {name: template["Resources"] for name, template in templates.items()} == snapshot_json
