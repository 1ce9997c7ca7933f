from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cdk_appconfig.checks import configuration_profile, resource_schema
from cdk_appconfig.checks.app import App
from cdk_appconfig.checks.judge import LISTED, judge
from cdk_appconfig.checks.listed import (
    APPLICATION,
    ASSOCIATION,
    DEPLOYMENT,
    EXPERIMENT,
    EXTENSION,
    PROFILE,
    STRATEGY,
    VERSION,
    Listed,
)
from cdk_appconfig.checks.listed import RUN as RUN_TYPE
from cdk_appconfig.findings import Check
from cdk_appconfig.template.graph import Graph
from cdk_appconfig.template.stack_template import StackTemplate
from rig import check_examples
from rig.check_examples import CheckExample
from rig.prepare import ROOT

EXAMPLES = check_examples.examples()
CHECKS = {check.id: check for listed in LISTED for check in listed.checks}
each_example = pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())


def test_nothing_is_wrong_with_the_template_that_the_examples_change() -> None:
    assert judge(check_examples.template()) == []


def test_every_check_of_the_judge_has_an_example() -> None:
    assert sorted(CHECKS) == sorted(EXAMPLES)


@each_example
def test_what_fails_is_found_and_told(example: CheckExample) -> None:
    findings = judge(example.failing())

    [finding] = [finding for finding in findings if finding.id == example.id]
    told = {name: getattr(finding, name) for name in ("where", "message", "found", "fix")}
    others = sorted(finding.id for finding in findings if finding.id != example.id)
    assert told == example.finding
    assert finding.check is CHECKS[example.id]
    assert others == sorted(example.also)


@pytest.mark.parametrize(
    ("example", "reason"),
    [(example, reason) for example in EXAMPLES.values() for reason in example.silent],
    ids=[f"{example.id}: {reason}" for example in EXAMPLES.values() for reason in example.silent],
)
def test_a_near_miss_stays_silent(example: CheckExample, reason: str) -> None:
    found = [finding for finding in judge(example.silent_graph(reason)) if finding.id == example.id]

    assert found == []


@pytest.mark.parametrize("form", ["parameter", "condition"])
@each_example
def test_a_value_that_is_known_at_deployment_only_stays_silent(
    example: CheckExample, form: str
) -> None:
    [finding] = [finding for finding in judge(example.failing()) if finding.id == example.id]
    opened = example.opened_graph(finding.logical_id, finding.path, form)

    if opened is not None:
        found = [(each.id, each.logical_id) for each in judge(opened)]
        assert (example.id, finding.logical_id) not in found


def finders(app: Graph, id: str) -> list[Listed]:
    """Return the functions of the judge that find something in an app."""
    parts = [part for part in App(app).parts if "AppConfig" in part.type]
    return [
        listed
        for listed in LISTED
        if any(
            finding.id == id
            for part in parts
            if listed.type in {"", part.type}
            for finding in listed.find(part)
        )
    ]


@each_example
def test_a_finding_comes_from_the_function_that_lists_it_and_from_no_other(
    example: CheckExample,
) -> None:
    [finder] = finders(example.failing(), example.id)

    assert CHECKS[example.id] in finder.checks


def told(app: Graph) -> list[tuple[str, ...]]:
    return [(each.id, each.where, each.message, each.found, each.fix) for each in judge(app)]


def mutated(chosen: random.Random, app: Graph) -> Graph:
    """Return an app with an odd value somewhere in a property, or with a property taken away."""
    stacks = []
    for scope in app.scopes:
        template = json.loads(json.dumps(dict(scope.stack.template)))
        container, key = chosen.choice(list(places(template["Resources"])))
        container[key] = chosen.choice(ODD_VALUES)
        bodies = [body for body in template["Resources"].values() if isinstance(body, dict)]
        properties = chosen.choice(bodies).get("Properties")
        if isinstance(properties, dict) and properties:
            del properties[chosen.choice(list(properties))]
        facts = {name: getattr(scope.stack, name) for name in ("name", "environment", "tags")}
        stacks.append(StackTemplate(template=template, **facts))
    return Graph(stacks)


def test_a_function_that_is_not_asked_would_find_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = random.Random(2026)  # noqa: S311 which places, not a secret
    apps = [
        app
        for example in EXAMPLES.values()
        for app in (example.failing(), *map(example.silent_graph, example.silent))
    ]
    apps += [mutated(chosen, app) for app in apps]
    quick = list(map(told, apps))

    for name in {listed.find.__module__ for listed in LISTED}:
        module = sys.modules[name]
        monkeypatch.setattr(module, "LISTED", [replace(each, reads=()) for each in module.LISTED])
    monkeypatch.setattr(resource_schema, "_suspects", lambda _: None)
    monkeypatch.setattr(resource_schema, "_is_fine", lambda *_: False)
    monkeypatch.setattr(resource_schema, "_is_any", lambda *_, **__: False)

    assert list(map(told, apps)) == quick


LONG = {"Properties": {"Description": "=1025"}}
LONG_TEXT = ("APPCONFIG202", ".Description", "the description has 1025 characters")
OF_ANOTHER = {"Type": "AWS::AppConfig::Application", "Properties": {"Name": "other"}}
RUN: dict[str, Any] = {
    "Type": "AWS::AppConfig::ExperimentRun",
    "Properties": {
        "ApplicationIdentifier": {"Ref": "App"},
        "ExperimentDefinitionIdentifier": {"Ref": "Experiment"},
        "ExposurePercentage": 10,
    },
}


def with_properties(resource: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {**resource, "Properties": {**resource["Properties"], **properties}}


FURTHER: dict[tuple[str, str], tuple[dict[str, Any], str, tuple[str, str, str]]] = {
    **{
        ("resource_text_findings", type): ({id: LONG}, id, LONG_TEXT)
        for id, type in [
            ("App", APPLICATION),
            ("Profile", PROFILE),
            ("Strategy", STRATEGY),
            ("Deployment", DEPLOYMENT),
            ("Version", VERSION),
            ("Extension", EXTENSION),
        ]
    },
    ("resource_text_findings", RUN_TYPE): (
        {"Run": with_properties(RUN, **LONG["Properties"])},
        "Run",
        LONG_TEXT,
    ),
    ("name_findings", DEPLOYMENT): (
        {"Deployment": {"Properties": {"EnvironmentId": "prod"}}},
        "Deployment",
        ("APPCONFIG236", ".EnvironmentId", "EnvironmentId is 'prod', the name of Env"),
    ),
    ("name_findings", EXPERIMENT): (
        {"Experiment": {"Properties": {"EnvironmentIdentifier": "prod"}}},
        "Experiment",
        (
            "APPCONFIG236",
            ".EnvironmentIdentifier",
            "EnvironmentIdentifier is 'prod', the name of Env",
        ),
    ),
    ("name_findings", RUN_TYPE): (
        {"Run": with_properties(RUN, ExperimentDefinitionIdentifier="checkout")},
        "Run",
        (
            "APPCONFIG236",
            ".ExperimentDefinitionIdentifier",
            "ExperimentDefinitionIdentifier is 'checkout', the name of Experiment",
        ),
    ),
    ("sibling_findings", PROFILE): (
        {"Flags": {"Properties": {"Name": "settings"}}},
        "Flags",
        (
            "APPCONFIG200",
            ".Name",
            "the configuration profile name 'settings' is already used by Profile",
        ),
    ),
    ("protection_findings", PROFILE): (
        {"Profile": {"Properties": {"DeletionProtectionCheck": "ALWAYS"}}},
        "Profile",
        (
            "APPCONFIG450",
            ".DeletionProtectionCheck",
            "there is no deletion protection check 'ALWAYS'",
        ),
    ),
    ("owner_findings", VERSION): (
        {"Other": OF_ANOTHER, "FlagVersion": {"Properties": {"ApplicationId": {"Ref": "Other"}}}},
        "FlagVersion",
        (
            "APPCONFIG301",
            ".ConfigurationProfileId",
            "the configuration profile Flags belongs to another application",
        ),
    ),
    ("version_findings", VERSION): (
        {"Version": {"Properties": {"Content": ""}}},
        "Version",
        ("APPCONFIG102", ".Content", "the content is empty"),
    ),
}
"""What a function finds that no example shows: function and type → change, place, finding."""


@pytest.mark.parametrize(
    ("function", "type"), FURTHER, ids=[f"{name} {type}" for name, type in FURTHER]
)
def test_a_function_finds_the_same_at_each_type_it_looks_at(function: str, type: str) -> None:
    patch, logical_id, (id, place, message) = FURTHER[function, type]
    app = CheckExample(id=id, fails=patch, finding={}, silent={}).failing()
    [finder] = finders(app, id)

    assert (finder.find.__name__, finder.type) == (function, type)
    assert [(finding.where, finding.message) for finding in judge(app)] == [
        (f"{logical_id}{place}", message)
    ]


def test_every_function_of_the_judge_is_missed_when_it_finds_nothing() -> None:
    shown = [finders(example.failing(), example.id) for example in EXAMPLES.values()]
    missed = {(each.find.__name__, each.type) for [each] in shown}

    functions = [(each.find.__name__, each.type) for each in LISTED]
    assert sorted(functions) == sorted(missed | FURTHER.keys())
    assert missed.isdisjoint(FURTHER)


def test_a_function_that_finds_nothing_is_missed_by_its_own_examples_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = [
        replace(listed, find=lambda _: iter(()))
        if listed.find is configuration_profile.kind_findings
        else listed
        for listed in configuration_profile.LISTED
    ]
    monkeypatch.setattr(configuration_profile, "LISTED", changed)

    missed = [
        id
        for id, example in EXAMPLES.items()
        if id not in {finding.id for finding in judge(example.failing())}
    ]
    assert missed == ["APPCONFIG110"]


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "at once"), (1, "after 1 minute"), (2, "after 2 minutes")]
)
def test_the_end_of_a_deployment_that_alarms_watch_is_told(minutes: int, words: str) -> None:
    example = EXAMPLES["APPCONFIG365"]
    changed = json.loads(json.dumps(example.fails))
    changed["Strategy"]["Properties"]["DeploymentDurationInMinutes"] = minutes
    [finding] = judge(replace(example, fails=changed).failing())

    assert finding.message.startswith(f"the deployment is complete {words}, without a bake time")


@pytest.mark.parametrize(
    "arn",
    [
        lambda end: f"arn:aws:appconfig:eu-west-1:111111111111:application/{end}",
        lambda end: {"Fn::Sub": f"arn:${{AWS::Partition}}:appconfig:::application/{end}"},
    ],
    ids=["plain", "with a hole"],
)
def test_an_extension_acts_twice_for_what_is_below_an_imported_application(arn: Any) -> None:
    template = check_examples.template()
    for id, end in (("Outer", "abc1234"), ("Inner", "abc1234/environment/def5678")):
        ends = {"ExtensionIdentifier": {"Ref": "Extension"}, "ResourceIdentifier": arn(end)}
        template["Resources"][id] = {"Type": ASSOCIATION, "Properties": ends}

    assert [(each.id, each.where) for each in judge(template)] == [("APPCONFIG426", "Inner")]


def test_a_validator_that_reads_its_own_profile_is_told_in_words_of_the_profile() -> None:
    role = {"Fn::GetAtt": ["Role", "Arn"]}
    arn = {"Fn::Sub": "arn:aws:appconfig:*:*:application/${App}/*/configuration/${Profile}"}
    read = {"Effect": "Allow", "Action": "appconfig:GetLatestConfiguration", "Resource": arn}
    policies = [{"PolicyName": "read", "PolicyDocument": {"Statement": read}}]
    trust = {"Statement": {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}}
    validator = {"Type": "LAMBDA", "Content": {"Fn::GetAtt": ["Function", "Arn"]}}
    permission = {
        "FunctionName": {"Ref": "Function"},
        "Action": "lambda:InvokeFunction",
        "Principal": "appconfig.amazonaws.com",
    }
    patch = {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {"AssumeRolePolicyDocument": trust, "Policies": policies},
        },
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {"Role": role}},
        "Permission": {"Type": "AWS::Lambda::Permission", "Properties": permission},
        "Profile": {"Properties": {"Validators": [validator]}},
        "Deployment": {"DependsOn": "Permission"},
    }
    [finding] = judge(CheckExample(id="", fails=patch, finding={}, silent={}).failing())

    assert (finding.id, finding.where) == ("APPCONFIG290", "Profile")
    assert finding.message == (
        "the configuration profile waits for itself: Profile → Function → Role → Profile"
    )
    assert finding.fix == (
        "grant the reading of the configuration profile in an AWS::IAM::Policy of its own that "
        "nothing waits for, and tell the reader names instead of ids"
    )


def shop(**version: Any) -> dict[str, Any]:
    """Return a hand-written template with one profile and one version."""
    return {
        "Resources": {
            "Shop": {"Type": "AWS::AppConfig::Application", "Properties": {"Name": "shop"}},
            "Flags": {
                "Type": "AWS::AppConfig::ConfigurationProfile",
                "Properties": {
                    "ApplicationId": {"Ref": "Shop"},
                    "Name": "flags",
                    "LocationUri": "hosted",
                    "Type": version.pop("Type", "AWS.AppConfig.FeatureFlags"),
                },
            },
            "V": {
                "Type": "AWS::AppConfig::HostedConfigurationVersion",
                "Metadata": {"aws:cdk:path": "Stack/Flags/V/Resource"},
                "Properties": {
                    "ApplicationId": {"Ref": "Shop"},
                    "ConfigurationProfileId": {"Ref": "Flags"},
                    "ContentType": "application/json",
                    **version,
                },
            },
        }
    }


def test_a_flag_document_is_judged_by_the_model() -> None:
    content = '{"version": "1", "flags": {"a": {}}, "values": {"a": {"enabled": "yes"}}}'
    [finding] = judge(shop(Content=content))

    assert finding.id == "APPCONFIG027"
    assert finding.where == "Stack/Flags/V.Content.values.a.enabled"
    assert (finding.resource.stack.name, finding.logical_id) == ("template", "V")
    assert finding.path == "$.Content.values.a.enabled"


def test_freeform_content_is_judged_by_the_model() -> None:
    [finding] = judge(shop(Type="AWS.Freeform", Content="{oops"))

    assert (finding.id, finding.severity) == ("APPCONFIG106", "warning")
    assert finding.where == "Stack/Flags/V.Content"


def test_the_content_of_a_profile_that_is_elsewhere_is_only_measured() -> None:
    content = {"ConfigurationProfileId": "abc1234", "Content": "{oops"}

    assert judge(shop(**content)) == []


def test_a_schema_is_an_error_as_soon_as_something_is_deployed() -> None:
    example = EXAMPLES["APPCONFIG137"]
    patch = {name: value for name, value in example.fails.items() if name != "Deployment"}
    deployed = CheckExample(id=example.id, fails=patch, finding={}, silent={})
    [finding] = judge(deployed.failing())

    assert (finding.id, finding.severity) == ("APPCONFIG070", "error")
    assert finding.message == "the property 'timeout' is missing"


def test_a_resource_that_is_never_made_is_not_judged() -> None:
    template = shop(Content="")
    template["Conditions"] = {"Never": {"Fn::Equals": ["a", "b"]}}
    template["Resources"]["V"]["Condition"] = "Never"

    assert judge(template) == []


def test_findings_come_in_the_order_of_the_template() -> None:
    template = shop(Content='{"a": 1}', VersionLabel="42", LatestVersionNumber=3)
    template["Resources"]["Flags"]["Properties"]["Type"] = "AWS.Freeforms"
    found = [(finding.logical_id, finding.id) for finding in judge(template)]

    assert found == [
        ("Flags", "APPCONFIG110"),
        ("V", "APPCONFIG161"),
        ("V", "APPCONFIG164"),
    ]


def test_every_check_is_a_check() -> None:
    assert all(isinstance(check, Check) for check in CHECKS.values())


@pytest.mark.parametrize(  # in two parts each, so that nobody takes one for a real secret
    ("content", "what"),
    [
        ("key: ASIAIOSFODNN7KWQ3TZP", "an AWS access key"),
        (
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "KWQ3TZPLM2",
            "an AWS secret key",
        ),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", "a private key"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE", "a private key"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----\nlQOY", "a private key"),
        ("token: ghp_0123456789abcdefghijABCDEFGHIJ012345", "a GitHub token"),
        ("hook: xoxb-123456789012-abcdefghijkl", "a Slack token"),
        ("pay: sk_live_0123456789abcdefABCDEF01", "a Stripe key"),
        ("maps: AIzaSyA0123456789abcdefghijklmnopqrstuv", "a Google API key"),
        ('{"db_password": "tr0ub4dor&3"}', "a password"),
    ],
)
def test_a_secret_of_a_well_known_shape_is_found_and_not_shown(content: str, what: str) -> None:
    template = shop(Type="AWS.Freeform", ContentType="text/plain", Content=content)
    [finding] = judge(template)

    assert (finding.id, finding.severity, finding.found) == ("APPCONFIG155", "warning", what)
    assert finding.message.startswith(f"the content holds what looks like {what}, ")
    assert content[-12:] not in finding.message


@pytest.mark.parametrize(
    "content",
    [
        '{"password": "{{resolve:secretsmanager:db:SecretString:password}}"}',
        '{"password": "<your password>"}',
        '{"password": "changeme-please"}',
        '{"password_policy": "at least 12 characters"}',
        "token: ghp_short",
        "-----BEGIN PUBLIC KEY-----\nMIIB",
        "secret_access_key: in Secrets Manager",
        "the key begins with AKIA",
    ],
)
def test_what_only_speaks_of_secrets_is_fine(content: str) -> None:
    template = shop(Type="AWS.Freeform", ContentType="text/plain", Content=content)

    assert judge(template) == []


ODD_VALUES: list[Any] = [
    None, [], {}, "", 10**400, float("nan"), True, [None], [[1]], [{}], {1: 2}, {"Ref": ["a"]},
    {"Fn::If": ["IsTest", {}, []]}, {"Fn::Transform": {"Name": "x"}}, {"Ref": "Nothing"},
]  # fmt: skip


@pytest.mark.parametrize("value", ODD_VALUES, ids=repr)
def test_no_value_of_a_template_breaks_the_judge(value: Any) -> None:
    for logical_id, body in check_examples.template()["Resources"].items():
        for name in body["Properties"]:
            template = check_examples.template()
            template["Resources"][logical_id]["Properties"][name] = value

            assert all(finding.where for finding in judge(template))
    template = check_examples.template()
    for body in template["Resources"].values():
        body["DependsOn"] = body["DeletionPolicy"] = body["Condition"] = value

    assert all(finding.where for finding in judge(template))


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield everything inside of a value, as its container and its key."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, entry in list(entries):
        yield value, key
        if isinstance(entry, (dict, list)):
            yield from places(entry)


def test_no_value_inside_of_one_breaks_the_judge() -> None:
    chosen = random.Random(2026)  # noqa: S311 which places, not a secret
    for example in EXAMPLES.values():
        [*_, scope] = example.failing().scopes
        template = json.loads(json.dumps(dict(scope.stack.template)))
        container, key = chosen.choice(list(places(template["Resources"])))
        container[key] = chosen.choice(ODD_VALUES)

        assert all(finding.where for finding in judge(template))


def test_a_principal_that_is_no_text_is_no_principal() -> None:
    role = CheckExample(id="", fails={}, finding={}, silent={})
    role.fails.update(json.loads(json.dumps(EXAMPLES["APPCONFIG117"].fails)))
    statement = {"Effect": "Allow", "Principal": {"Service": [{}]}}
    role.fails["Role"]["Properties"]["AssumeRolePolicyDocument"] = {"Statement": [statement]}

    assert "APPCONFIG117" in {finding.id for finding in judge(role.failing())}


SNAPSHOTS = [
    *Path(ROOT, "tests").rglob("__snapshots__/*/test_everything_on.json"),
    *Path(ROOT, "tests").rglob("__snapshots__/*/test_the_template.json"),
]


@pytest.mark.parametrize("snapshot", SNAPSHOTS, ids=lambda snapshot: snapshot.parent.name)
def test_what_our_constructs_make_is_fine(snapshot: Path) -> None:
    content = json.loads(snapshot.read_text())

    assert judge(content if "Resources" in content else {"Resources": content}) == []


MISSING = ["APPCONFIG118", "APPCONFIG139", "APPCONFIG218", "APPCONFIG410"]


@pytest.mark.parametrize("id", MISSING)
@pytest.mark.parametrize(
    "gap", [{"Transform": "Ours"}, {"Fn::ForEach::Roles": ["R", ["a"], {}]}], ids=["macro", "loop"]
)
def test_nothing_is_said_to_be_missing_that_may_be_added_unseen(
    id: str, gap: dict[str, Any]
) -> None:
    [scope] = EXAMPLES[id].failing().scopes
    template = dict(scope.stack.template)
    if "Transform" in gap:
        template |= gap
    else:
        template["Resources"] = {**template["Resources"], **gap}

    assert id not in {finding.id for finding in judge(template)}


def test_a_macro_of_the_whole_template_may_add_what_is_missing() -> None:
    [scope] = EXAMPLES["APPCONFIG281"].failing().scopes

    assert judge({**scope.stack.template, "Transform": ["Ours"]}) == []


def test_an_object_under_a_customer_key_needs_the_key_twice() -> None:
    role = {"Fn::GetAtt": ["Role", "Arn"]}
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    statement = {**trust, "Principal": {"Service": "appconfig.amazonaws.com"}}
    read = {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    key = {"Fn::GetAtt": ["Key", "Arn"]}
    by_default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    patch = {
        "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": []}}},
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "VersioningConfiguration": {"Status": "Enabled"},
                "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [
                        {"ServerSideEncryptionByDefault": by_default}
                    ]
                },
            },
        },
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {"Statement": [statement]},
                "Policies": [{"PolicyName": "read", "PolicyDocument": read}],
            },
        },
        "Profile": {
            "Properties": {"LocationUri": {"Fn::Sub": "s3://${Bucket}/a"}, "RetrievalRoleArn": role}
        },
        "Version": None,
        "Deployment": {"Properties": {"ConfigurationVersion": "x"}},
    }
    app = CheckExample(id="", fails=patch, finding={}, silent={}).failing()
    found = [(finding.id, finding.where, finding.message) for finding in judge(app)]

    assert found == [
        (
            "APPCONFIG118",
            "Profile.RetrievalRoleArn",
            "the role Role does not allow kms:Decrypt",
        ),
        (
            "APPCONFIG364",
            "Deployment",
            "the deployment of an object under a customer managed key has no KmsKeyIdentifier",
        ),
    ]
