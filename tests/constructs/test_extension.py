from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, CfnParameter, Environment, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Annotations, Match
from syrupy.assertion import SnapshotAssertion

from cdk_appconfig import (
    ActionPoint,
    Application,
    Extension,
    ExtensionAction,
    ExtensionParameter,
    FeatureFlags,
)
from cdk_appconfig.checks.extension import action_findings, service_of
from rig.templates import Template, of_type, only
from tests import readers
from tests.told import refusal

TYPE = "AWS::AppConfig::Extension"
ASSOCIATION = "AWS::AppConfig::ExtensionAssociation"
ROLE = "AWS::IAM::Role"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide/"
TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:deployments"
ROLE_ARN = "arn:aws:iam::123456789012:role/deployments"
ON_START = ActionPoint.ON_DEPLOYMENT_START
ON_COMPLETE = ActionPoint.ON_DEPLOYMENT_COMPLETE
TRUST = [
    {
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
        "Effect": "Allow",
        "Principal": {"Service": "appconfig.amazonaws.com"},
    }
]


def function(stack: Stack, id: str = "Function") -> lambda_.Function:
    return readers.function(stack, id, role=iam.Role.from_role_arn(stack, f"{id}Role", ROLE_ARN))


def current_version(stack: Stack) -> Any:
    return function(stack).current_version


def statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    [policy] = role["Properties"]["Policies"]
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def roles_of(template: Template, trusted: str = "appconfig.amazonaws.com") -> dict[str, Any]:
    return {
        id: role
        for id, role in of_type(template, ROLE).items()
        if role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
        == {"Service": trusted}
    }


def test_one_function_at_several_points_has_one_role(
    stack: Stack, template: Callable[[], Template]
) -> None:
    extension = Extension(
        stack,
        "Notify",
        actions={
            ON_COMPLETE: (called := function(stack)),
            ON_START: called,
            ActionPoint.PRE_START_DEPLOYMENT: called,
        },
    )
    found = template()

    [(role_id, role)] = roles_of(found).items()
    [function_id] = of_type(found, "AWS::Lambda::Function")
    arn = {"Fn::GetAtt": [function_id, "Arn"]}
    role_arn = {"Fn::GetAtt": [role_id, "Arn"]}
    assert only(found, TYPE) == {
        "Name": "Test-Notify",
        "Actions": {
            point: [{"Name": point, "Uri": arn, "RoleArn": role_arn}]
            for point in ("PRE_START_DEPLOYMENT", "ON_DEPLOYMENT_START", "ON_DEPLOYMENT_COMPLETE")
        },
    }
    assert list(only(found, TYPE)["Actions"]) == [
        "PRE_START_DEPLOYMENT",
        "ON_DEPLOYMENT_START",
        "ON_DEPLOYMENT_COMPLETE",
    ]
    assert role["Properties"]["AssumeRolePolicyDocument"]["Statement"] == TRUST
    assert statements(role) == [
        {
            "Action": ["lambda:InvokeFunction", "lambda:InvokeAsync"],
            "Effect": "Allow",
            "Resource": arn,
        }
    ]
    assert [stack.resolve(one.role_arn) for one in extension.roles] == [role_arn]


def test_a_function_that_is_only_waited_for_is_invoked_synchronously(
    stack: Stack, template: Callable[[], Template]
) -> None:
    Extension(stack, "Check", actions={"AT_DEPLOYMENT_TICK": function(stack)})

    [role] = roles_of(template()).values()

    assert [one["Action"] for one in statements(role)] == ["lambda:InvokeFunction"]


@pytest.mark.parametrize("kind", ["alias", "version", "l1", "l1 alias", "imported", "arn"])
def test_it_calls_what_it_was_given_of_a_function(
    stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:check"
    kinds: dict[str, Callable[[], tuple[Any, str]]] = {
        "alias": lambda: (
            alias := lambda_.Alias(
                stack, "Live", alias_name="live", version=current_version(stack)
            ),
            alias.function_arn,
        ),
        "version": lambda: (
            version := function(stack).current_version,
            version.function_arn,
        ),
        "l1": lambda: (
            l1 := function(stack).node.default_child,
            l1.attr_arn,  # type: ignore[union-attr]
        ),
        "l1 alias": lambda: (
            alias := lambda_.CfnAlias(
                stack, "Live", name="live", function_name="check", function_version="1"
            ),
            alias.ref,
        ),
        "imported": lambda: (lambda_.Function.from_function_arn(stack, "Imported", arn), arn),
        "arn": lambda: (arn, arn),
    }
    given, uri = kinds[kind]()
    Extension(stack, "Check", actions={ActionPoint.PRE_START_DEPLOYMENT: given})
    found = template()

    [role] = roles_of(found).values()
    assert only(found, TYPE)["Actions"]["PRE_START_DEPLOYMENT"][0]["Uri"] == stack.resolve(uri)
    assert statements(role) == [
        {
            "Action": "lambda:InvokeFunction",
            "Effect": "Allow",
            "Resource": stack.resolve(uri),
        }
    ]


@pytest.mark.parametrize("kind", ["queue", "topic", "l1 queue", "l1 topic"])
def test_messages_encrypted_with_a_customer_key_can_be_sent(
    stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    key: Any = kms.Key(stack, "Key")
    kinds: dict[str, Callable[[], Any]] = {
        "queue": lambda: sqs.Queue(stack, "To", encryption_master_key=key),
        "topic": lambda: sns.Topic(stack, "To", master_key=key),
        "l1 queue": lambda: sqs.CfnQueue(stack, "To", kms_master_key_id=key.key_id),
        "l1 topic": lambda: sns.CfnTopic(stack, "To", kms_master_key_id=key.key_arn),
    }
    destination = kinds[kind]()
    is_queue = "queue" in kind
    Extension(stack, "Notify", actions={ON_COMPLETE: destination})
    found = template()

    [key_id] = of_type(found, "AWS::KMS::Key")
    arn = destination.queue_ref.queue_arn if is_queue else destination.topic_ref.topic_arn
    [role] = roles_of(found).values()
    assert statements(role) == [
        {
            "Action": "sqs:SendMessage" if is_queue else "sns:Publish",
            "Effect": "Allow",
            "Resource": stack.resolve(arn),
        },
        {
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Effect": "Allow",
            "Resource": {"Fn::GetAtt": [key_id, "Arn"]},
        },
    ]


@pytest.mark.parametrize(
    "id",
    [
        "alias/aws/sqs",
        "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ],
)
def test_a_key_of_an_l1_queue_counts_when_it_is_known_by_its_arn(
    stack: Stack, template: Callable[[], Template], id: str
) -> None:
    queue = sqs.CfnQueue(stack, "To", kms_master_key_id=id)
    Extension(stack, "Notify", actions={ON_COMPLETE: queue})

    [role] = roles_of(template()).values()
    keys = [one["Resource"] for one in statements(role)[1:]]

    assert keys == ([id] if id.startswith("arn:") else [])


def test_a_topic_known_by_its_arn_needs_no_key(
    stack: Stack, template: Callable[[], Template]
) -> None:
    Extension(stack, "Notify", actions={ON_COMPLETE: TOPIC_ARN})

    [role] = roles_of(template()).values()

    assert statements(role) == [{"Action": "sns:Publish", "Effect": "Allow", "Resource": TOPIC_ARN}]


@pytest.mark.parametrize("kind", ["l2", "arn"])
def test_the_default_event_bus_needs_no_role(
    stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    arn = "arn:aws:events:us-east-1:123456789012:event-bus/default"
    bus: Any = events.EventBus.from_event_bus_name(stack, "Bus", "default") if kind == "l2" else arn
    uri = stack.resolve(bus.event_bus_arn) if kind == "l2" else arn
    Extension(stack, "Notify", actions={ON_COMPLETE: bus})
    found = template()

    assert of_type(found, ROLE) == {}
    assert only(found, TYPE)["Actions"] == {
        "ON_DEPLOYMENT_COMPLETE": [{"Name": "ON_DEPLOYMENT_COMPLETE", "Uri": uri}]
    }


@pytest.mark.parametrize("kind", ["new", "imported", "arn"])
def test_another_event_bus_is_refused(stack: Stack, kind: str) -> None:
    kinds: dict[str, Callable[[], Any]] = {
        "new": lambda: events.EventBus(stack, "Own"),
        "imported": lambda: events.EventBus.from_event_bus_name(stack, "Bus", "own"),
        "arn": lambda: "arn:aws:events:us-east-1:123456789012:event-bus/own",
    }
    name = "Test/Own" if kind == "new" else "own"

    assert refusal(lambda: Extension(stack, "X", actions={ON_COMPLETE: kinds[kind]()})) == (
        "extension Test/X: 1 error\n"
        "  APPCONFIG409 Test/X: the action at ON_DEPLOYMENT_COMPLETE sends events to the bus "
        f"{name!r}\n"
        "      why: AppConfig supports the default event bus only "
        f"({GUIDE}working-with-appconfig-extensions-about-predefined-notification-eventbridge.html)\n"
        "      fix: use the default event bus, with a rule that forwards to yours"
    )
    assert stack.node.try_find_child("X") is None


@pytest.mark.parametrize(
    "point",
    ["PRE_CREATE_HOSTED_CONFIGURATION_VERSION", "PRE_START_DEPLOYMENT", "AT_DEPLOYMENT_TICK"],
)
def test_a_topic_cannot_answer(stack: Stack, point: str) -> None:
    topic = sns.Topic(stack, "Topic")

    message = refusal(lambda: Extension(stack, "X", actions={point: topic}))

    assert message.splitlines()[1:] == [
        f"  APPCONFIG408 Test/X: the action at {point} goes to a topic",
        "      why: at the PRE_ points and at AT_DEPLOYMENT_TICK AppConfig waits for an answer, "
        "which only a Lambda function gives "
        f"({GUIDE}working-with-appconfig-extensions-creating-custom-notification.html)",
        "      fix: call a function, or act at one of the ON_ points",
    ]


@pytest.mark.parametrize("point", [point for point in ActionPoint if not point.waits])
def test_a_queue_is_told_where_nobody_waits(stack: Stack, point: ActionPoint) -> None:
    assert Extension(stack, "X", actions={point: sqs.Queue(stack, "Queue")})


@pytest.mark.parametrize("given", ["arn:aws:s3:::bucket", "Function", 7])
def test_what_cannot_be_called_is_refused(stack: Stack, given: Any) -> None:
    assert refusal(lambda: Extension(stack, "X", actions={ON_START: given})) == (
        "extension Test/X: 1 error\n"
        f"  APPCONFIG407 Test/X: the action at ON_DEPLOYMENT_START calls {given!r}\n"
        "      why: an action calls a Lambda function, an SQS queue, an SNS topic or the default "
        f"event bus ({API}API_Action.html)\n"
        "      fix: pass a function, a queue, a topic, an event bus, or the ARN of one"
    )


def test_a_misspelt_point_is_refused(stack: Stack) -> None:
    message = refusal(lambda: Extension(stack, "X", actions={"ON_DEPLOYMENT_STRAT": TOPIC_ARN}))

    assert message.splitlines()[1:] == [
        "  APPCONFIG403 Test/X: there is no action point 'ON_DEPLOYMENT_STRAT'",
        f"      why: the action points are {', '.join(ActionPoint)} ({API}API_CreateExtension.html)",
        "      fix: did you mean 'ON_DEPLOYMENT_START'?",
    ]


def test_an_extension_without_actions_is_refused(stack: Stack) -> None:
    assert refusal(lambda: Extension(stack, "X", actions={})) == (
        "extension Test/X: 1 error\n"
        "  APPCONFIG404 Test/X: the extension acts at 0 points\n"
        f"      why: an extension acts at 1 to 5 points ({API}API_CreateExtension.html)\n"
        "      fix: give it an action"
    )


def test_it_acts_at_five_points_and_not_at_six(
    stack: Stack, template: Callable[[], Template]
) -> None:
    called = function(stack)
    extension = Extension(stack, "X", actions=dict.fromkeys(list(ActionPoint)[:4], called))
    extension.add_action(ActionPoint.ON_DEPLOYMENT_STEP, called)

    message = refusal(lambda: extension.add_action(ON_COMPLETE, called))

    assert message.splitlines()[1:] == [
        "  APPCONFIG404 Test/X: the extension acts at 6 points",
        f"      why: an extension acts at 1 to 5 points ({API}API_CreateExtension.html)",
        "      fix: split it into several extensions",
    ]
    assert list(only(template(), TYPE)["Actions"]) == [str(point) for point in ActionPoint][:5]


def test_a_second_action_at_one_point_is_refused(stack: Stack) -> None:
    extension = Extension(stack, "X", actions={ON_START: TOPIC_ARN})

    assert refusal(lambda: extension.add_action("ON_DEPLOYMENT_START", TOPIC_ARN)) == (
        "extension Test/X: 1 error\n"
        "  APPCONFIG405 Test/X: the extension already has an action at ON_DEPLOYMENT_START\n"
        "      why: an extension has one action at each of its points "
        f"({API}API_CreateExtension.html)\n"
        "      fix: make a second extension and associate both; the resource then runs both"
    )


def test_an_action_with_name_description_and_a_role_of_ones_own(
    stack: Stack, template: Callable[[], Template]
) -> None:
    role = iam.Role.from_role_arn(stack, "Own", ROLE_ARN)
    action = ExtensionAction(TOPIC_ARN, name="Tell", description="Tells people", role=role)
    extension = Extension(stack, "X", actions={ON_START: action}, description="Tells")
    found = template()

    assert only(found, TYPE)["Description"] == "Tells"
    assert only(found, TYPE)["Actions"]["ON_DEPLOYMENT_START"] == [
        {"Name": "Tell", "Uri": TOPIC_ARN, "RoleArn": ROLE_ARN, "Description": "Tells people"}
    ]
    assert of_type(found, ROLE) == {}
    assert extension.roles == []


def test_the_name_of_an_action_has_at_most_64_characters(stack: Stack) -> None:
    longest = ExtensionAction(TOPIC_ARN, name="x" * 64)
    assert Extension(stack, "Longest", actions={ON_START: longest})

    too_long = ExtensionAction(TOPIC_ARN, name="x" * 65)
    message = refusal(lambda: Extension(stack, "X", actions={ON_START: too_long}))

    assert message == (
        "extension Test/X: 1 error\n"
        "  APPCONFIG406 Test/X: the name of the action at ON_DEPLOYMENT_START has 65 characters\n"
        f"      why: the name of an action has 1 to 64 characters ({API}API_Action.html)\n"
        "      fix: use 1 to 64 characters"
    )


def test_names_of_extensions(stack: Stack, template: Callable[[], Template]) -> None:
    Extension(stack, "X", actions={ON_START: TOPIC_ARN}, extension_name="x" * 64)

    message = refusal(
        lambda: Extension(stack, "Y", actions={ON_START: TOPIC_ARN}, extension_name="a/b")
    )

    assert message == (
        "extension Test/Y: 1 error\n"
        "  APPCONFIG400 Test/Y: 'a/b' cannot be the name of an extension\n"
        "      why: the name of an extension has 1 to 64 characters, none of them '/', '#', ':' or "
        f"a line break ({API}API_CreateExtension.html)\n"
        "      fix: give it another one with extension_name=…"
    )
    assert only(template(), TYPE)["Name"] == "x" * 64


def test_a_name_used_twice_in_one_account_is_refused(stack: Stack) -> None:
    Extension(stack, "X", actions={ON_START: TOPIC_ARN}, extension_name="x")

    message = refusal(
        lambda: Extension(stack, "Y", actions={ON_START: TOPIC_ARN}, extension_name="x")
    )

    assert message == (
        "extension Test/Y: 1 error\n"
        "  APPCONFIG401 Test/Y: the extension name 'x' is already used by Test/X\n"
        "      why: AppConfig refuses a second extension of one name in an account and region, "
        f"unless it is meant as a new version of the first ({API}API_CreateExtension.html)\n"
        "      fix: leave extension_name out, so that the construct path is the name"
    )


def test_a_name_used_in_stacks_that_may_meet_is_warned_of(app: App) -> None:
    for id in ("One", "Two"):
        Extension(Stack(app, id), "X", actions={ON_START: TOPIC_ARN}, extension_name="x")
    elsewhere = Stack(app, "Three", env=Environment(account="111111111111", region="eu-west-1"))
    Extension(elsewhere, "X", actions={ON_START: TOPIC_ARN}, extension_name="x")

    found = [
        [entry.id for entry in Annotations.from_stack(stack).find_warning("*", warnings())]
        for stack in app.node.children
        if isinstance(stack, Stack)
    ]

    assert found == [[], ["/Two/X"], []]


def warnings() -> Any:
    return Match.string_like_regexp(r".*APPCONFIG402\]")


def test_parameters(stack: Stack, template: Callable[[], Template]) -> None:
    extension = Extension(
        stack,
        "X",
        actions={ON_START: TOPIC_ARN},
        parameters={
            "channel": ExtensionParameter(description="Where to post", required=True),
            "ticket": ExtensionParameter(dynamic=True),
        },
    )

    assert list(extension.declared_parameters) == ["channel", "ticket"]
    assert only(template(), TYPE)["Parameters"] == {
        "channel": {"Description": "Where to post", "Required": True, "Dynamic": False},
        "ticket": {"Required": False, "Dynamic": True},
    }


def test_ten_parameters_are_accepted_and_eleven_refused(stack: Stack) -> None:
    ten = {f"p{number}": ExtensionParameter() for number in range(10)}
    assert Extension(stack, "Ten", actions={ON_START: TOPIC_ARN}, parameters=ten)

    eleven = {**ten, "p10": ExtensionParameter()}
    message = refusal(
        lambda: Extension(stack, "X", actions={ON_START: TOPIC_ARN}, parameters=eleven)
    )

    assert message == (
        "extension Test/X: 1 error\n"
        "  APPCONFIG412 Test/X: the extension declares 11 parameters\n"
        f"      why: an extension declares at most 10 parameters ({API}API_CreateExtension.html)\n"
        "      fix: keep 10, or put several values into one as JSON"
    )


def test_a_parameter_is_not_both_required_and_dynamic_and_has_a_name(stack: Stack) -> None:
    parameters = {
        "a#b": ExtensionParameter(),
        "both": ExtensionParameter(required=True, dynamic=True),
    }

    message = refusal(
        lambda: Extension(stack, "X", actions={ON_START: TOPIC_ARN}, parameters=parameters)
    )

    assert message == (
        "extension Test/X: 2 errors\n"
        "  APPCONFIG411 Test/X: 'a#b' cannot be the name of a parameter\n"
        "      why: the name of a parameter has 1 to 64 characters, none of them '/', '#', ':' or "
        f"a line break ({API}API_CreateExtension.html)\n"
        "      fix: rename it\n"
        "  APPCONFIG413 Test/X: the parameter 'both' is both required and dynamic\n"
        "      why: AppConfig refuses a parameter that is both required and dynamic "
        f"({API}API_CreateExtension.html)\n"
        "      fix: make it dynamic only, and give the association a value to start from"
    )


def test_everything_on(
    stack: Stack, template: Callable[[], Template], snapshot_json: SnapshotAssertion
) -> None:
    shop = Application(stack, "Shop")
    beta = shop.add_environment("beta")
    flags = shop.add_feature_flags("flags")
    key: Any = kms.Key(stack, "Key")
    extension = Extension(
        stack,
        "Guard",
        extension_name="guard",
        description="Looks at every deployment",
        actions={
            ActionPoint.PRE_CREATE_HOSTED_CONFIGURATION_VERSION: (called := function(stack)),
            ActionPoint.AT_DEPLOYMENT_TICK: called,
            ON_START: sns.Topic(stack, "Topic", master_key=key),
            ON_COMPLETE: ExtensionAction(sqs.Queue(stack, "Queue"), name="Count"),
            ActionPoint.ON_DEPLOYMENT_ROLLED_BACK: events.EventBus.from_event_bus_name(
                stack, "Bus", "default"
            ),
        },
        parameters={
            "channel": ExtensionParameter(required=True),
            "ticket": ExtensionParameter(dynamic=True),
        },
    )
    flags.deploy(beta, FeatureFlags())
    for resource in (beta, flags):
        extension.associate(resource, parameters={"channel": "shop"})
    found = template()

    assert len(roles_of(found)) == 3
    assert found["Resources"] == snapshot_json


def test_it_is_at_home_with_l1_and_l2(stack: Stack, template: Callable[[], Template]) -> None:
    extension = Extension(stack, "X", actions={ON_START: TOPIC_ARN})
    reference = extension.extension_ref
    [resource] = of_type(template(), TYPE)

    assert stack.resolve([reference.extension_id, reference.extension_arn]) == [
        {"Ref": resource},
        {"Fn::GetAtt": [resource, "Arn"]},
    ]
    assert (extension.extension_id, extension.extension_arn, extension.extension_name) == (
        reference.extension_id,
        reference.extension_arn,
        "Test-X",
    )
    assert (extension.env.account, extension.env.region) == (stack.account, stack.region)


@pytest.mark.parametrize(
    ("arn", "service"),
    [
        (TOPIC_ARN, "sns"),
        ("arn:aws-cn:lambda:cn-north-1:123456789012:function:f:live", "lambda"),
        ("arn:${Token[AWS.Partition.1]}:events:us-east-1:123456789012:event-bus/default", "events"),
        ("arn:aws:dynamodb:us-east-1:123456789012:table/t", None),
        ("${Token[TOKEN.7]}", None),
    ],
)
def test_an_arn_says_what_it_names(arn: str, service: str | None) -> None:
    assert service_of(arn) == service


def test_an_action_without_a_role_is_warned_of() -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:f"

    [finding] = action_findings(
        "ON_DEPLOYMENT_START", name="n", uri=arn, service="lambda", has_role=False, where="X"
    )

    assert str(finding) == (
        "APPCONFIG410 (warning) X: the action at ON_DEPLOYMENT_START calls a Lambda function "
        "without a role\n"
        "    why: without a role AppConfig may only call what allows it in a resource policy of its "
        f"own ({GUIDE}working-with-appconfig-extensions-creating-custom-permissions.html)\n"
        "    fix: give it a RoleArn, or make sure that its resource policy allows "
        "appconfig.amazonaws.com"
    )


def test_a_destination_known_at_deployment_only_gets_no_role_and_is_warned_of(
    stack: Stack, template: Callable[[], Template]
) -> None:
    arn = CfnParameter(stack, "Function").value_as_string
    Extension(stack, "X", actions={ON_START: arn})

    [entry] = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert str(entry.entry.data).startswith(
        "the action at ON_DEPLOYMENT_START calls something known at deployment only without a role:"
    )
    assert only(template(), TYPE)["Actions"]["ON_DEPLOYMENT_START"] == [
        {"Name": "ON_DEPLOYMENT_START", "Uri": {"Ref": "Function"}}
    ]


def test_an_empty_name_is_refused(stack: Stack) -> None:
    message = refusal(
        lambda: Extension(stack, "X", actions={ON_START: TOPIC_ARN}, extension_name="")
    )

    assert "APPCONFIG400 Test/X: '' cannot be the name of an extension" in message
