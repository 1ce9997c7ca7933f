"""Deployments to one environment, of ours and of others, in whatever order they are declared."""

from __future__ import annotations

from collections.abc import Callable
from graphlib import TopologicalSorter
from itertools import combinations
from typing import Any

import pytest
from aws_cdk import App, CfnParameter, Fn, Stack
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ssm as ssm
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_appconfig import Application, Environment, FeatureFlagProfile, FeatureFlags
from rig.templates import Template, of_type

DEPLOYMENT = "AWS::AppConfig::Deployment"
ALARM = "arn:aws:cloudwatch:us-east-1:111111111111:alarm:errors"
APPCONFIG: Any = iam.ServicePrincipal("appconfig.amazonaws.com")


@pytest.fixture
def shop(stack: Stack) -> Application:
    return Application(stack, "Shop")


@pytest.fixture
def beta(shop: Application) -> Environment:
    return shop.add_environment("beta")


def ours(shop: Application, id: str, environment: Any, **options: Any) -> Any:
    return shop.add_feature_flags(id).deploy(environment, FeatureFlags(), **options)


def of_the_l1(scope: Any, id: str, environment: Any) -> appconfig.CfnDeployment:
    return appconfig.CfnDeployment(
        scope,
        id,
        application_id=environment.environment_ref.application_id,
        environment_id=environment.environment_ref.environment_id,
        configuration_profile_id="abc1234",
        configuration_version="1",
        deployment_strategy_id="AppConfig.AllAtOnce",
    )


def order(template: Template) -> dict[str, list[str]]:
    """Return what each deployment waits for, by short names."""
    deployments = of_type(template, DEPLOYMENT)
    name = {id: id.removeprefix("Shop").partition("Deployment")[0] for id in template["Resources"]}
    return {
        name[id]: sorted(name[other] for other in one.get("DependsOn", []) if other in deployments)
        for id, one in deployments.items()
    }


def assert_ordered(template: Template) -> None:
    """Assert that nothing waits for itself, and that ours take turns in every environment."""
    resources = template["Resources"]
    graph = {id: set(one.get("DependsOn", [])) for id, one in resources.items()}
    position = {id: number for number, id in enumerate(TopologicalSorter(graph).static_order())}
    reach: dict[str, set[str]] = {}
    for id in position:
        reach[id] = graph[id].union(*(reach[other] for other in graph[id]))
    deployments = of_type(template, DEPLOYMENT)
    for one, other in combinations(deployments, 2):
        same = [deployments[id]["Properties"]["EnvironmentId"] for id in (one, other)]
        if same[0] == same[1] and (one.startswith("Shop") or other.startswith("Shop")):
            assert one in reach[other] or other in reach[one], (one, other)


def test_what_the_l1_declares_after_ours_waits_for_ours(
    stack: Stack, shop: Application, beta: Environment, template: Callable[[], Template]
) -> None:
    ours(shop, "one", beta)
    of_the_l1(stack, "Late", beta)

    assert order(template()) == {"one": [], "Late": ["one"]}


def test_an_environment_is_one_in_every_form_of_its_id(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    prod: Any = appconfig.CfnEnvironment(
        stack, "Prod", application_id=shop.application_id, name="prod"
    )
    for id in ("Early", "Late"):
        if id == "Late":
            ours(shop, "one", prod)
        of_the_l1(stack, id, prod).environment_id = prod.attr_environment_id

    assert order(template()) == {"Early": [], "one": ["Early"], "Late": ["one"]}


@pytest.mark.parametrize("kind", ["of ours", "of another stack", "of a parameter"])
def test_imports_by_one_arn_that_is_not_known_yet_are_one_environment(
    stack: Stack,
    shop: Application,
    beta: Environment,
    template: Callable[[], Template],
    kind: str,
) -> None:
    given = CfnParameter(stack, "Arn").value_as_string if kind == "of a parameter" else ""
    arn: dict[str, Callable[[], str]] = {
        "of ours": lambda: beta.environment_arn,
        "of another stack": lambda: Fn.import_value("exported"),
        "of a parameter": lambda: given,
    }
    early, one, two, late = (
        Environment.from_environment_arn(stack, id, arn[kind]()) for id in ("W", "X", "Y", "Z")
    )
    of_the_l1(stack, "Early", early)
    ours(shop, "one", one)
    ours(shop, "two", two)
    of_the_l1(stack, "Late", late)

    assert order(template()) == {"Early": [], "one": ["Early"], "two": ["one"], "Late": ["two"]}


def test_imports_by_two_arns_that_are_not_known_yet_are_two_environments(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    for id in ("one", "two"):
        arn = CfnParameter(stack, f"Arn{id}").value_as_string
        ours(shop, id, Environment.from_environment_arn(stack, id, arn))

    assert order(template()) == {"one": [], "two": []}


def test_what_the_l2_declares_after_ours_waits_for_ours(
    stack: Stack, template: Callable[[], Template]
) -> None:
    application: Any = appconfig.Application(stack, "App", application_name="a")
    environment: Any = appconfig.Environment(stack, "Env", application=application)
    profile = FeatureFlagProfile(stack, "Shopone", application=application)
    profile.deploy(environment, FeatureFlags())
    for id in ("First", "Second"):
        appconfig.HostedConfiguration(
            stack,
            id,
            application=application,
            deploy_to=[environment],
            content=appconfig.ConfigurationContent.from_inline_text("text"),
        )
    found = order(template())

    assert found["one"] == []
    assert found["First"] == ["one"]
    assert sorted(found["Second"]) == ["First", "one"]


def test_what_is_declared_between_ours_waits_for_the_last_of_ours(
    stack: Stack, shop: Application, beta: Environment, template: Callable[[], Template]
) -> None:
    ours(shop, "one", beta)
    of_the_l1(stack, "Between", beta)
    ours(shop, "two", beta)

    assert order(template()) == {"one": [], "two": ["one"], "Between": ["two"]}


@pytest.mark.parametrize("how", ["after", "node", "scope", "through another"])
def test_what_ours_was_told_to_wait_for_comes_before_it(
    stack: Stack, shop: Application, beta: Environment, template: Callable[[], Template], how: str
) -> None:
    ours(shop, "one", beta)
    between = of_the_l1(stack, "Between", beta)
    parameter = ssm.StringParameter(stack, "Parameter", string_value="x")
    two = ours(
        shop, "two", beta, after={"after": [between], "through another": [parameter]}.get(how)
    )
    if how == "node":
        two.node.add_dependency(between)
    elif how == "scope":
        two.node.scope.node.add_dependency(between)
    elif how == "through another":
        parameter.node.add_dependency(between)
    found = template()

    assert order(found)["Between"] == ["one"]
    if how != "through another":
        assert order(found)["two"] == ["Between", "one"]


def test_two_that_ours_wait_for_crosswise_make_no_circle(
    stack: Stack, shop: Application, beta: Environment, template: Callable[[], Template]
) -> None:
    prod = shop.add_environment("prod")
    to_beta, to_prod = ours(shop, "one", beta), ours(shop, "two", prod)
    late_in_beta, late_in_prod = of_the_l1(stack, "InBeta", beta), of_the_l1(stack, "InProd", prod)
    to_beta.node.add_dependency(late_in_prod)
    to_prod.node.add_dependency(late_in_beta)
    found = template()

    assert_ordered(found)


def test_what_even_the_first_of_ours_waits_for_waits_for_none(
    stack: Stack, shop: Application, beta: Environment, template: Callable[[], Template]
) -> None:
    one = ours(shop, "one", beta)
    first = of_the_l1(stack, "First", beta)
    one.node.add_dependency(first)

    assert order(template()) == {"one": ["First"], "First": []}


def test_another_environment_and_another_stack_are_left_alone(
    app: App, stack: Stack, shop: Application, beta: Environment
) -> None:
    prod = shop.add_environment("prod")
    ours(shop, "one", beta)
    to_prod = of_the_l1(stack, "ToProd", prod)
    elsewhere = of_the_l1(Stack(app, "Elsewhere"), "ToBeta", beta)
    app.synth()

    assert to_prod.obtain_dependencies() == []
    assert elsewhere.obtain_dependencies() == []


@pytest.mark.parametrize("role_first", [True, False])
def test_the_policies_of_an_alarm_role_of_ones_own_are_ready_before_a_rollout_starts(
    stack: Stack,
    shop: Application,
    beta: Environment,
    template: Callable[[], Template],
    *,
    role_first: bool,
) -> None:
    role = iam.Role(stack, "Role", assumed_by=APPCONFIG)
    role.add_to_policy(iam.PolicyStatement(actions=["cloudwatch:DescribeAlarms"], resources=["*"]))
    alarm = cloudwatch.Alarm.from_alarm_arn(stack, "Alarm", ALARM)
    if role_first:
        beta.add_monitor(alarm, alarm_role=role)
    ours(shop, "one", beta)
    ours(shop, "two", beta)
    if not role_first:
        beta.add_monitor(alarm, alarm_role=role)
    found = template()

    [policy] = of_type(found, "AWS::IAM::Policy")
    waiting = [policy in one.get("DependsOn", []) for one in of_type(found, DEPLOYMENT).values()]
    assert waiting == [True, True]
    assert order(found) == {"one": [], "two": ["one"]}


def test_a_role_of_another_stack_is_there_before_the_environment(
    app: App, shop: Application, beta: Environment, stack: Stack
) -> None:
    base = Stack(app, "Base")
    role = iam.Role(base, "Role", assumed_by=APPCONFIG)
    beta.add_monitor(cloudwatch.Alarm.from_alarm_arn(base, "Alarm", ALARM), alarm_role=role)
    deployment = ours(shop, "one", beta)
    app.synth()

    assert deployment.resource.obtain_dependencies() == []
    assert stack.dependencies == [base]


ENVIRONMENTS = ["beta", "prod", "gamma"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ours", "l1"]),
        st.lists(st.sampled_from(ENVIRONMENTS), min_size=1, unique=True),
        st.none() | st.sets(st.integers(0, 6), max_size=2),
        st.sets(st.integers(1, 7), max_size=2),
    ),
    min_size=2,
    max_size=8,
)
"""What is declared, to which environments, after which steps before it, and after which later."""


@pytest.mark.once
@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_whatever_is_declared_in_whatever_order_takes_turns(steps: list[Any]) -> None:
    app = App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = Stack(app, "Test")
    shop = Application(stack, "Shop")
    environments = {name: shop.add_environment(name) for name in ENVIRONMENTS}
    declared: list[list[Any]] = []
    for number, (kind, names, after, _) in enumerate(steps):
        earlier = [each for step in after or () if step < number for each in declared[step]]
        if kind == "ours":
            targets: Any = [environments[name] for name in names]
            waits_for = None if after is None else earlier
            declared.append(ours(shop, f"p{number}", targets, after=waits_for))
        else:
            declared.append([of_the_l1(stack, f"L1{number}", environments[names[0]])])
            for each in earlier:
                declared[number][0].node.add_dependency(each)
    for number, (*_, later) in enumerate(steps):
        for step in later:
            if number < step < len(steps) and steps[step][0] == "l1" and not steps[step][2]:
                for each in declared[number]:
                    each.node.add_dependency(declared[step][0])

    assert_ordered(app.synth().get_stack_by_name("Test").template)
