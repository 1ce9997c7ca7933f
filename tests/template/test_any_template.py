"""Whatever a template holds, reading it and comparing it raises nothing but `TemplateError`."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_appconfig import changes
from cdk_appconfig.template.graph import Graph

NAMES = st.sampled_from(["A", "B", "P", "C", "M", "AWS::Region", "AWS::NoValue", "Outputs.X", ""])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | NAMES
    | st.sampled_from(
        ["${A}-${B.Arn}", "${!x}${}", "{{resolve:ssm:/a}}", '{"flags": {}}', "{", "-"]
    )
)
FUNCTIONS = st.sampled_from(
    [
        "Ref",
        "Condition",
        "Fn::GetAtt",
        "Fn::Sub",
        "Fn::Join",
        "Fn::If",
        "Fn::Select",
        "Fn::Split",
        "Fn::FindInMap",
        "Fn::ImportValue",
        "Fn::ToJsonString",
        "Fn::Base64",
        "Fn::Length",
        "Fn::Equals",
        "Fn::And",
        "Fn::Or",
        "Fn::Not",
        "Fn::Transform",
        "Name",
        "Value",
        "Export",
        "Default",
        "Parameters",
    ]
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FUNCTIONS, inner, max_size=2),
    max_leaves=12,
)
TYPES = st.sampled_from(
    [
        "AWS::AppConfig::Application",
        "AWS::AppConfig::ConfigurationProfile",
        "AWS::AppConfig::Deployment",
        "AWS::AppConfig::HostedConfigurationVersion",
        "AWS::CloudFormation::Stack",
        "Custom::Own",
    ]
)
PROPERTIES = st.dictionaries(
    st.sampled_from(["Name", "ApplicationId", "Content", "Tags", "VersionLabel", "TemplateURL"]),
    VALUES,
)
BODIES = st.fixed_dictionaries(
    {"Type": TYPES | VALUES},
    optional={
        "Properties": PROPERTIES | VALUES,
        "Condition": NAMES | VALUES,
        "DependsOn": NAMES | VALUES,
        "Metadata": VALUES,
        "DeletionPolicy": st.sampled_from(["Retain", "Delete"]),
    },
)
ENTRIES = st.sampled_from(["A", "B", "P", "C", "M", "Fn::ForEach::X"])
TEMPLATES = st.fixed_dictionaries(
    {"Resources": st.dictionaries(ENTRIES, BODIES | VALUES) | VALUES},
    optional={
        section: st.dictionaries(ENTRIES, VALUES) | VALUES
        for section in ("Parameters", "Conditions", "Mappings", "Outputs", "Transform")
    },
)


@settings(max_examples=60, deadline=None)
@given(TEMPLATES)
def test_every_value_can_be_asked_for_everything(template: dict[str, Any]) -> None:
    graph = Graph.read(template)

    for resource in graph.resources:
        assert graph.waits_for(resource, resource) in {True, False}
        for name in resource.properties:
            value = resource[name]
            assert value.known is (value.reason is None)
            assert value.same_as(value) in {True, None}
            assert [value.text, value.number, value.document, value.beginning, repr(value)]
            assert graph.resource(value) is None or value.target is not None
            assert len(value.items) + len(value.keys) >= 0
    assert graph.gaps is not None


@settings(max_examples=60, deadline=None)
@given(TEMPLATES, TEMPLATES)
def test_any_two_templates_can_be_compared(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = changes(before, after)

    assert str(found)
    assert {one.logical_id for one in found.resources} <= {
        "A",
        "B",
        "P",
        "C",
        "M",
        "Fn::ForEach::X",
    }


@settings(max_examples=60, deadline=None)
@given(TEMPLATES)
def test_a_template_changes_nothing_for_certain_against_itself(template: dict[str, Any]) -> None:
    for one in changes(template, json.loads(json.dumps(template))).resources:
        assert one.effect == "unchanged" or not one.certain
