from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cdk_appconfig.checks.judge import ResourceFinding, judge
from rig import check_examples, resource_schemas

TYPES: dict[str, Any] = json.loads(resource_schemas.FILE.read_text(encoding="utf-8"))["types"]
OPEN = {"Ref": "Somewhere"}
ROLE = "arn:aws:iam::111111111111:role/"


def test_the_schemas_are_those_of_the_pinned_cfn_lint() -> None:
    written = resource_schemas.as_written(resource_schemas.content())

    assert written == resource_schemas.FILE.read_text(encoding="utf-8")


def template() -> dict[str, Any]:
    """Return the template of the examples with every type in it, and what can be nested."""
    template = check_examples.template()
    resources = template["Resources"]
    properties = {id: resource["Properties"] for id, resource in resources.items()}
    properties["Env"]["Monitors"] = [{"AlarmArn": OPEN, "AlarmRoleArn": OPEN}]
    properties["Profile"]["Validators"] = [{"Type": "JSON_SCHEMA", "Content": "{}"}]
    properties["Extension"]["Parameters"] = {"bucket": {"Required": False}}
    properties["Deployment"]["DynamicExtensionParameters"] = [
        {"ExtensionReference": OPEN, "ParameterName": "bucket", "ParameterValue": "logs"}
    ]
    named = {"ApplicationIdentifier": {"Ref": "App"}, "ExposurePercentage": 10}
    resources["Run"] = {
        "Type": "AWS::AppConfig::ExperimentRun",
        "Properties": {"ExperimentDefinitionIdentifier": {"Ref": "Experiment"}, **named},
    }
    resources["Association"] = {
        "Type": "AWS::AppConfig::ExtensionAssociation",
        "Properties": {"ExtensionIdentifier": {"Ref": "Extension"}, "ResourceIdentifier": OPEN},
    }
    for resource in resources.values():
        if "Tags" in TYPES[resource["Type"]]["properties"]:
            resource["Properties"]["Tags"] = [{"Key": "team", "Value": "shop"}]
    return template


def changed(logical_id: str, *steps: str | int, value: Any) -> list[ResourceFinding]:
    """Return what is found at a resource with one value changed."""
    whole = template()
    node = whole["Resources"][logical_id]["Properties"]
    for step in steps[:-1]:
        node = node[step]
    node[steps[-1]] = value
    return [finding for finding in judge(whole) if finding.logical_id == logical_id]


def told(finding: ResourceFinding) -> tuple[str, str, str, str]:
    return finding.id, finding.where, finding.message, finding.fix


def test_nothing_is_wrong_with_the_template_that_is_changed() -> None:
    assert judge(template()) == []
    assert {resource["Type"] for resource in template()["Resources"].values()} == TYPES.keys()


EXPECTED: dict[str, tuple[tuple[str | int, ...], Any, str, str, str]] = {
    "an unknown property": (
        ("Env", "Moniters"),
        [],
        "APPCONFIG280",
        "there is no property 'Moniters'",
        "did you mean 'Monitors'?",
    ),
    "an unknown property inside of one": (
        ("Env", "Monitors", 0, "Alarm"),
        "a",
        "APPCONFIG280",
        "there is no property 'Alarm'",
        "did you mean 'AlarmArn'?",
    ),
    "a property that AWS sets": (
        ("Strategy", "Id"),
        "abc1234",
        "APPCONFIG280",
        "Id is set by AWS",
        "leave it out; Ref and Fn::GetAtt give it to other resources",
    ),
    "a mapping for a text": (
        ("Version", "Content"),
        {"retries": 3},
        "APPCONFIG282",
        "Content is a mapping",
        "use a text; JSON is written as a text",
    ),
    "a text for a mapping": (
        ("Extension", "Actions"),
        "none",
        "APPCONFIG282",
        "Actions is 'none'",
        "use a mapping",
    ),
    "a mapping for a list": (
        ("Env", "Monitors"),
        {"AlarmArn": "a"},
        "APPCONFIG282",
        "Monitors is a mapping",
        "use a list",
    ),
    "a text for a boolean": (
        ("Extension", "Parameters", "bucket", "Required"),
        "yes",
        "APPCONFIG282",
        "Required is 'yes'",
        "use true or false",
    ),
    "a text for a number": (
        ("Strategy", "GrowthFactor"),
        "fast",
        "APPCONFIG282",
        "GrowthFactor is 'fast'",
        "use a number",
    ),
    "a boolean for a number": (
        ("Run", "ExposurePercentage"),
        True,
        "APPCONFIG282",
        "ExposurePercentage is True",
        "use a number",
    ),
    "a broken number for a whole one": (
        ("Association", "ExtensionVersionNumber"),
        1.5,
        "APPCONFIG282",
        "ExtensionVersionNumber is 1.5",
        "use a whole number",
    ),
    "null": (
        ("Profile", "LocationUri"),
        None,
        "APPCONFIG282",
        "LocationUri is null",
        "use a text; JSON is written as a text",
    ),
    "another word than those allowed": (
        ("Strategy", "ReplicateTo"),
        "SSM_DOC",
        "APPCONFIG283",
        "ReplicateTo is 'SSM_DOC'",
        "did you mean 'SSM_DOCUMENT'?",
    ),
    "no word of those allowed": (
        ("Strategy", "ReplicateTo"),
        "x",
        "APPCONFIG283",
        "ReplicateTo is 'x'",
        "use NONE or SSM_DOCUMENT",
    ),
    "an id that is none": (
        ("Env", "ApplicationId"),
        "My Shop!",
        "APPCONFIG283",
        "ApplicationId is 'My Shop!', which does not match [a-z0-9]{4,7}",
        "use the id or ARN that Ref or Fn::GetAtt of the resource gives",
    ),
    "too many items": (
        ("Experiment", "Treatments"),
        [{"Weight": 1, "Enabled": False}] * 6,
        "APPCONFIG283",
        "Treatments has 6 items",
        "use 1 to 5 items",
    ),
    "a number above": (
        ("Run", "ExposurePercentage"),
        100.5,
        "APPCONFIG283",
        "ExposurePercentage is 100.5",
        "use 0 to 100",
    ),
    "a number below, without an upper bound": (
        ("Experiment", "Control", "Weight"),
        -1,
        "APPCONFIG283",
        "Weight is -1",
        "use 0 or more",
    ),
    "a text that is too long": (
        ("Deployment", "ConfigurationVersion"),
        "x" * 1025,
        "APPCONFIG283",
        "ConfigurationVersion has 1025",
        "use 1 to 1024 characters",
    ),
}


@pytest.mark.parametrize("case", EXPECTED.values(), ids=EXPECTED.keys())
def test_what_the_schema_refuses_is_told(
    case: tuple[tuple[str | int, ...], Any, str, str, str],
) -> None:
    (logical_id, *steps), value, id, message, fix = case
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    [finding] = changed(str(logical_id), *steps, value=value)

    assert told(finding) == (id, f"{logical_id}{where}", message, fix)


def test_a_missing_property_is_told_where_it_is_missing() -> None:
    [finding] = changed("Env", "Monitors", value=[{"AlarmRoleArn": OPEN}])

    assert told(finding) == (
        "APPCONFIG281",
        "Env.Monitors[0]",
        "AlarmArn is missing",
        "add AlarmArn",
    )


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("Strategy", "GrowthFactor"), "12.5"),
        (("Extension", "Parameters", "bucket", "Required"), "FALSE"),
        (("Association", "ExtensionVersionNumber"), "1"),
        (("Association", "ExtensionVersionNumber"), 1.0),
        (("Profile", "Description"), 2026),
        (("Env", "ApplicationId"), "abcd"),
        (("Env", "Monitors"), []),
        (("Experiment", "Treatments"), [{"Weight": 0, "Enabled": "true"}] * 5),
        (("Env", "Monitors", 0, "AlarmRoleArn"), "arn:aws-cn:iam::111111111111:role/watch/a"),
    ],
)
def test_what_cloudformation_takes_for_a_type_is_fine(
    steps: tuple[str | int, ...], value: Any
) -> None:
    logical_id, *path = steps

    assert changed(str(logical_id), *path, value=value) == []


NO_VALUE = {"Ref": "AWS::NoValue"}


@pytest.mark.parametrize(
    "value",
    [OPEN, {"Fn::If": ["IsTest", OPEN, "x"]}, {"Fn::Sub": "x${Somewhere}"}, {"Fn::Cidr": []}],
    ids=str,
)
def test_a_value_that_is_known_at_deployment_only_stays_silent(value: Any) -> None:
    for steps in (("Strategy", "ReplicateTo"), ("Env", "ApplicationId"), ("Env", "Monitors")):
        assert changed(*steps, value=value) == []


def test_items_that_may_vanish_are_not_counted() -> None:
    treatment = {"Weight": 1, "Enabled": False}
    optional = {"Fn::If": ["IsTest", treatment, NO_VALUE]}

    assert changed("Experiment", "Treatments", value=[*[treatment] * 5, optional]) == []


Case = tuple[str, tuple[str | int, ...], str, Any, Any]
"""Type, place, keyword, a value at the limit and one beyond it."""


def limits_of(type: str, schema: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[Case]:
    if "$ref" in schema:
        schema = TYPES[type]["definitions"][schema["$ref"].rpartition("/")[2]]
    for name, part in schema.get("properties", {}).items():
        yield from limits_of(type, part, (*path, name))
    if schema.get("type") == "array":
        yield from limits_of(type, schema["items"], (*path, 0))
    start = ROLE if "role" in schema.get("pattern", "") else ""
    for keyword, step in (("minLength", -1), ("maxLength", 1)):
        if schema.get(keyword) and (keyword == "maxLength" or "pattern" not in schema):
            at = start.ljust(schema[keyword], "x")
            yield type, path, keyword, at, f"{at}x" if step > 0 else at[:-1]
    for keyword, step in (("minimum", -1), ("maximum", 1)):
        if keyword in schema:
            yield type, path, keyword, schema[keyword], schema[keyword] + step


CASES = [
    case
    for type, schema in TYPES.items()
    for case in limits_of(type, schema, ())
    if f"/properties/{case[1][0]}" not in schema["readOnlyProperties"]
]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case[0]} {'.'.join(map(str, case[1]))} {case[2]}"
)
def test_each_limit_of_a_schema_is_kept_on_both_sides(case: Case) -> None:
    type, path, _, at, beyond = case
    resources = template()["Resources"]
    logical_id = next(id for id, each in resources.items() if each["Type"] == type)
    place = f"$.{path[0]}"
    refused, taken = (
        {
            finding.id
            for finding in changed(logical_id, *path, value=value)
            if finding.path.startswith(place) and finding.severity == "error"
        }
        for value in (beyond, at)
    )

    assert refused - taken
