from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_ecs as ecs
from aws_cdk.assertions import Annotations, Match

import cdk_appconfig as ours
from cdk_appconfig import AppConfigError, FeatureFlags, Flag
from rig.templates import Template, of_type, only
from tests.policies import READ
from tests.readers import STICKY

TOKEN = "{{resolve:secretsmanager:token}}"


def task(stack: Stack, kind: type[Any], *, container: bool = True) -> Any:
    made = kind(stack, "Task")
    if container:
        image = ecs.ContainerImage.from_registry("shop")
        made.add_container("App", image=image, memory_reservation_mib=128)
    return made


def container(template: Template, name: str) -> dict[str, Any]:
    [found] = [
        each
        for each in only(template, "AWS::ECS::TaskDefinition")["ContainerDefinitions"]
        if each["Name"] == name
    ]
    assert isinstance(found, dict)
    return found


def variables(container: dict[str, Any]) -> dict[str, Any]:
    return {each["Name"]: each["Value"] for each in container["Environment"]}


@pytest.mark.parametrize("kind", [ecs.FargateTaskDefinition, ecs.Ec2TaskDefinition])
def test_a_task_gets_a_healthy_agent_and_the_right_to_read(
    stack: Stack,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    template: Callable[[], Template],
    kind: type[Any],
) -> None:
    beta.add_agent_to_ecs(task(stack, kind), profiles=[checkout])
    checkout.deploy(beta, FeatureFlags(Flag("one_click")))

    found = template()
    agent = container(found, "AppConfigAgent")
    assert agent["Image"].startswith("public.ecr.aws/aws-appconfig/aws-appconfig-agent@sha256:")
    assert agent["Essential"] is True
    assert agent["MemoryReservation"] == 64
    assert [each["ContainerPort"] for each in agent["PortMappings"]] == [2772]
    assert agent["HealthCheck"]["Command"] == [
        "CMD-SHELL",
        "curl -f http://localhost:2772/ping || exit 1",
    ]
    assert agent["LogConfiguration"]["LogDriver"] == "awslogs"
    assert variables(agent) == {
        "SERVICE_REGION": {"Ref": "AWS::Region"},
        "PREFETCH_LIST": "shop:beta:checkout",
    }
    app = container(found, "App")
    assert app["DependsOn"] == [{"Condition": "HEALTHY", "ContainerName": "AppConfigAgent"}]
    assert variables(app) == {
        "APPCONFIG_APPLICATION": "shop",
        "APPCONFIG_ENVIRONMENT": "beta",
        "APPCONFIG_PROFILES": "checkout",
    }
    policies = [
        (id, policy["Properties"])
        for id, policy in of_type(found, "AWS::IAM::Policy").items()
        if policy["Properties"]["PolicyDocument"]["Statement"][0]["Action"] == READ
    ]
    [(id, policy)] = policies
    assert policy["Roles"] == [{"Ref": "TaskTaskRoleE98524A1"}]
    [deployment] = of_type(found, "AWS::AppConfig::Deployment").values()
    assert deployment["DependsOn"] == [id]


def test_settings_have_their_names_of_the_container_line_and_calls_go_on(
    stack: Stack,
    shop: ours.Application,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    template: Callable[[], Template],
) -> None:
    made = task(stack, ecs.FargateTaskDefinition)
    first = beta.add_agent_to_ecs(
        made,
        profiles=[checkout],
        image="mine:1",
        memory_reservation_mib=100,
        poll_interval=timedelta(minutes=1),
        request_timeout=timedelta(seconds=2),
        log_level="debug",
        port=2773,
        access_token=TOKEN,
        backup_directory="/backup",
        preload_backups=False,
        http_host="localhost",
        log_path="/log",
        service_region="eu-west-1",
    )
    again = beta.add_agent_to_ecs(made, profiles=[shop.add_hosted_profile("limits")])

    found = template()
    agent = container(found, "AppConfigAgent")
    assert again is first
    assert (agent["Image"], agent["MemoryReservation"]) == ("mine:1", 100)
    assert agent["HealthCheck"]["Command"][1] == "curl -f http://localhost:2773/ping || exit 1"
    assert variables(agent) == {
        "POLL_INTERVAL": "60",
        "REQUEST_TIMEOUT": "2000",
        "LOG_LEVEL": "debug",
        "HTTP_PORT": "2773",
        "ACCESS_TOKEN": TOKEN,
        "BACKUP_DIRECTORY": "/backup",
        "PRELOAD_BACKUPS": "false",
        "HTTP_HOST": "localhost",
        "LOG_PATH": "/log",
        "SERVICE_REGION": "eu-west-1",
        "PREFETCH_LIST": "shop:beta:checkout,shop:beta:limits",
    }
    app = container(found, "App")
    assert len(app["DependsOn"]) == 1
    assert variables(app)["APPCONFIG_PROFILES"] == "checkout,limits"


WHY = (
    "the agent is a container of a task, and the containers of applications start after it "
    "(https://docs.aws.amazon.com/appconfig/latest/userguide/"
    "appconfig-integration-containers-agent-starting-ecs.html)"
)


def test_a_task_without_a_container_and_an_imported_one_are_refused(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile
) -> None:
    empty = task(stack, ecs.FargateTaskDefinition, container=False)
    arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop:1"
    imported: Any = ecs.TaskDefinition.from_task_definition_arn(stack, "Imported", arn)

    with pytest.raises(AppConfigError) as error:
        beta.add_agent_to_ecs(empty, profiles=[checkout])
    assert str(error.value) == (
        "agent of environment Test/Shop/beta: 1 error\n"
        "  APPCONFIG482 Test/Shop/beta: the task definition Test/Task has no container yet that "
        f"waits for the agent\n      why: {WHY}\n"
        "      fix: add the container of the application first, or pass containers=[…]"
    )
    with pytest.raises(AppConfigError) as error:
        beta.add_agent_to_ecs(imported, profiles=[checkout])
    assert str(error.value) == (
        "agent of environment Test/Shop/beta: 1 error\n"
        "  APPCONFIG482 Test/Shop/beta: the task definition Test/Imported exists already, or is "
        f"none of the L2\n      why: {WHY}\n"
        "      fix: add the agent in the app that makes the task definition; one of the L1 gets a "
        "container of your own, with the variables of environment.agent_variables(profiles=[…])"
    )


def test_what_a_container_has_is_not_overwritten(
    stack: Stack, beta: ours.Environment, checkout: ours.FeatureFlagProfile
) -> None:
    made = task(stack, ecs.FargateTaskDefinition)
    made.default_container.add_environment("APPCONFIG_ENVIRONMENT", "beta")
    beta.add_agent_to_ecs(made, profiles=[checkout], log_level="info")

    with pytest.raises(AppConfigError) as error:
        beta.add_agent_to_ecs(made, profiles=[checkout], log_level="debug")
    [finding] = error.value.findings
    assert (finding.id, finding.message) == (
        "APPCONFIG479",
        "LOG_LEVEL of Test/Task/AppConfigAgent is already 'info', and would be 'debug'",
    )

    other = made.add_container(
        "Job",
        image=ecs.ContainerImage.from_registry("job"),
        environment={"APPCONFIG_ENVIRONMENT": "test"},
    )
    with pytest.raises(AppConfigError) as error:
        beta.add_agent_to_ecs(made, profiles=[checkout], containers=[other])
    [finding] = error.value.findings
    assert (finding.id, finding.message) == (
        "APPCONFIG479",
        "APPCONFIG_ENVIRONMENT of Test/Task/Job is already 'test', and would be 'beta'",
    )


@pytest.mark.parametrize(
    ("network_mode", "warned"),
    [
        (None, True),
        (ecs.NetworkMode.NONE, True),
        (ecs.NetworkMode.HOST, False),
        (ecs.NetworkMode.AWS_VPC, False),
    ],
)
def test_containers_that_do_not_share_localhost_are_a_warning(
    stack: Stack,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    network_mode: ecs.NetworkMode | None,
    *,
    warned: bool,
) -> None:
    made = ecs.Ec2TaskDefinition(stack, "Task", network_mode=network_mode)
    made.add_container(
        "App", image=ecs.ContainerImage.from_registry("shop"), memory_reservation_mib=128
    )
    for _ in range(2):
        beta.add_agent_to_ecs(made, profiles=[checkout])

    found = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert [each.entry.data for each in found] == warned * [
        "the task definition Test/Task has neither the network mode awsvpc nor host: containers of "
        "a task share localhost in the network modes awsvpc and host "
        "(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html); pass "
        "network_mode=ecs.NetworkMode.AWS_VPC; or link the containers to the agent, and let them "
        "ask AppConfigAgent in place of localhost [ack: cdk-appconfig:APPCONFIG486]"
    ]


@pytest.mark.parametrize(
    ("build", "agent_first", "warned"),
    [("136059", True, True), ("136059", False, True), ("136060", True, False)],
)
def test_an_image_that_is_too_old_for_entity_ids_is_a_warning_in_either_order(
    stack: Stack,
    shop: ours.Application,
    beta: ours.Environment,
    checkout: ours.FeatureFlagProfile,
    build: str,
    *,
    agent_first: bool,
    warned: bool,
) -> None:
    made = task(stack, ecs.FargateTaskDefinition)
    image = f"public.ecr.aws/aws-appconfig/aws-appconfig-agent:2.0.{build}"
    if agent_first:
        beta.add_agent_to_ecs(made, profiles=[shop.add_feature_flags("other")], image=image)
        beta.add_agent_to_ecs(made, profiles=[checkout])
    checkout.deploy(beta, STICKY)
    if not agent_first:
        beta.add_agent_to_ecs(made, profiles=[checkout], image=image)

    found = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    told = [str(each.entry.data).partition(":")[0] for each in found]
    assert told == warned * [
        "rules of Test/Shop/checkout ask for entityId, and the agent of Test/Task is older"
    ]
