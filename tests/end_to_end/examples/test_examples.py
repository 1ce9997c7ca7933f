"""The examples that have an application: deployed together, their code called with what it reads.

Functions run in the emulator, as they were deployed, but without layers: where the agent is asked,
`rig.agent` answers. Powertools and boto3 ask the emulator itself.
"""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest
from aws_lambda_powertools.utilities.feature_flags import AppConfigStore, FeatureFlags
from aws_lambda_powertools.utilities.feature_flags.exceptions import SchemaValidationError
from botocore.exceptions import ClientError

from rig import agent, cdk_cli, examples
from rig.account import Account
from rig.emulator import Emulator
from rig.reader import named

STACKS = {
    "lambda_powertools": ["Basket"],
    "access_lists": ["Gate"],
    "tuning": ["Tuning"],
    "ecs_reader": ["Search"],
    "pipeline": ["Delivery/Beta/*", "Delivery/Prod/*"],
    "validator": ["Limits"],
    "extension": ["Tickets"],
    "rollback": ["Watched"],
}
Call: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="module")
def account(strict_aws: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Account:
    """Return an account with the examples: one as people deploy it, the others by one run."""
    account = Account(strict_aws, tmp_path_factory.mktemp("examples"))
    cdk_cli.deploy(account.aws, examples.FOLDER / "lambda_reader", impatient=True)
    together = examples.side_by_side(list(STACKS), account.folder)
    stacks = [stack for stacks in STACKS.values() for stack in stacks]
    cdk_cli.deploy(account.aws, account.folder, *stacks, app=together, impatient=True)
    return account


@pytest.fixture(scope="module")
def port(account: Account) -> Iterator[int]:
    """Return where the agent is."""
    with agent.serving(account.aws) as port:
        yield port


@pytest.fixture(scope="module")
def call(account: Account, port: int) -> Call:
    """Return what calls the function of a stack, after those with the agent were told where it is."""
    client = account.client("lambda")
    for one in client.list_functions()["Functions"]:
        variables = one["Environment"]["Variables"]
        if "AWS_APPCONFIG_EXTENSION_PREFETCH_LIST" in variables:
            variables["AWS_APPCONFIG_EXTENSION_HTTP_PORT"] = str(port)
            client.update_function_configuration(
                FunctionName=one["FunctionName"], Environment={"Variables": variables}
            )

    def call(stack: str, **event: Any) -> Any:
        name = function(account, stack)["FunctionName"]
        answer = client.invoke(FunctionName=name, Payload=json.dumps(event))
        return json.loads(answer["Payload"].read())

    return call


def function(account: Account, stack: str) -> dict[str, Any]:
    """Return the only function of a stack."""
    listed = account.client("lambda").list_functions()["Functions"]
    [found] = [one for one in listed if one["FunctionName"].startswith(f"{stack}-")]
    return dict(found)


def start(
    account: Account,
    application: str,
    content: dict[str, Any],
    *,
    strategy: str = "AppConfig.AllAtOnce",
) -> None:
    """Deploy content of the only profile to the only environment, as operators do."""
    control = account.client("appconfig")
    ids = {"ApplicationId": named(control.list_applications(), application)["Id"]}
    [environment] = control.list_environments(**ids)["Items"]
    [profile] = control.list_configuration_profiles(**ids)["Items"]
    ids["ConfigurationProfileId"] = profile["Id"]
    version = control.create_hosted_configuration_version(
        **ids, Content=json.dumps(content), ContentType="application/json"
    )
    control.start_deployment(
        **ids,
        EnvironmentId=environment["Id"],
        ConfigurationVersion=str(version["VersionNumber"]),
        DeploymentStrategyId=strategy,
    )


def test_a_function_asks_the_agent(call: Call) -> None:
    assert call("Shop", email="ada@qa.example.com") == {"max_items": 20, "tax_engine": "new"}
    assert call("Shop", email="bob@shop.example") == {"max_items": 20, "tax_engine": "old"}


def test_the_alarm_of_the_function_watches_what_the_function_reads(account: Account) -> None:
    control = account.client("appconfig")
    application = named(control.list_applications(), "Shop-Flags")
    [environment] = control.list_environments(ApplicationId=application["Id"])["Items"]
    [monitor] = environment["Monitors"]
    name = monitor["AlarmArn"].rpartition(":")[2]
    [alarm] = account.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
    api = function(account, "Shop")

    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": api["FunctionName"]}]
    assert api["Layers"][0]["Arn"].startswith(
        "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:"
    )


def test_powertools_reads_flags_as_parameters_and_rules_of_its_own(call: Call) -> None:
    assert call("Basket", plan="gold") == {"max_items": 20, "percent": 90}
    assert call("Basket", plan="free") == {"max_items": 20, "percent": 100}


def test_the_store_of_powertools_reads_no_feature_flags(account: Account) -> None:
    client = account.client("appconfigdata")
    store = AppConfigStore("prod", "Basket-Flags", "checkout", boto3_client=client)

    with pytest.raises(
        SchemaValidationError, match="feature 'default' boolean key must be present"
    ):
        FeatureFlags(store).evaluate(name="one_click", context={}, default=False)


def test_of_two_lists_one_shuts_out_and_one_lets_in(call: Call) -> None:
    assert [
        call("Gate", headers={"x-user": user})
        for user in ("mallory@example.com", "ada@example.com", "bob@example.com")
    ] == [
        {"isAuthorized": False},
        {"isAuthorized": True, "context": {"reports": True}},
        {"isAuthorized": True, "context": {"reports": False}},
    ]


def test_a_function_is_tuned_while_it_runs(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in account.aws.environment().items():
        monkeypatch.setenv(name, value)
    for name, value in function(account, "Tuning")["Environment"]["Variables"].items():
        monkeypatch.setenv(name, value)
    with examples.inside("tuning/function"):
        index = importlib.import_module("index")
    now = time.monotonic()
    monkeypatch.setattr(index, "time", SimpleNamespace(monotonic=lambda: now))

    answers = [index.handler({}, None)["statusCode"] for _ in range(101)]
    start(account, "Tuning-Settings", {"requests_per_second": 50, "burst": 200})
    early = index.handler({}, None)["statusCode"]
    now += 60
    late = [index.handler({}, None)["statusCode"] for _ in range(201)]

    assert answers == [200] * 100 + [429]
    assert early == 429
    assert late == [200] * 200 + [429]
    with pytest.raises(ClientError, match="burst"):
        start(account, "Tuning-Settings", {"requests_per_second": 50, "burst": "all"})


def test_a_service_asks_the_agent_in_its_task(
    account: Account, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ecs = account.client("ecs")
    [arn] = ecs.list_task_definitions()["taskDefinitionArns"]
    task = ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"]
    [service] = [one for one in task["containerDefinitions"] if one["name"] == "App"]
    for variable in service["environment"]:
        monkeypatch.setenv(variable["name"], variable["value"])
    monkeypatch.setenv("APPCONFIG_AGENT", f"http://localhost:{port}")
    with examples.inside("ecs_reader/service"):
        main = importlib.import_module("main")

    assert main.search("NZ") == {"engine": "semantic", "suggestions": 5}
    assert main.search("AT") == {"engine": "words", "suggestions": 5}


def test_each_stage_of_a_pipeline_reads_its_own_state(call: Call) -> None:
    assert (call("Beta"), call("Prod")) == ({"days": 2}, {"days": 5})


def test_limits_of_another_form_or_without_sense_are_refused_and_the_old_ones_served(
    account: Account,
) -> None:
    for limits, reason in (
        ({"requests": 0, "burst": 200}, "0 is less than the minimum of 1"),
        ({"requests": 100, "burst": 50}, "burst 50 is below 100 requests"),
    ):
        with pytest.raises(ClientError, match=reason):
            start(account, "Limits-Gateway", limits)

    served = account.served("Limits-Gateway", "prod", "limits")
    assert served == {"requests": 100, "burst": 200}


def test_a_deployment_without_a_ticket_is_stopped_by_the_function(
    account: Account, call: Call
) -> None:
    """The emulator calls no extension, so the test sends what AppConfig is documented to send."""
    event = {"Type": "PreStartDeployment", "ConfigurationProfile": {"Name": "checkout"}}

    assert call("Tickets", **event, Parameters={"ticket": "SHOP-7"}) is None
    assert call("Tickets", **event, Parameters={}) == {
        "Error": "BadRequestError",
        "Message": "checkout: which ticket is this for?",
    }
    [association] = account.client("appconfig").list_extension_associations()["Items"][:1]
    assert association["ResourceArn"].count("/") == 1


def test_an_alarm_takes_a_change_back(account: Account) -> None:
    control = account.client("appconfig")
    ids = {"ApplicationId": named(control.list_applications(), "Watched-Shop")["Id"]}
    [environment] = control.list_environments(**ids)["Items"]
    [monitor] = environment["Monitors"]
    alarm = monitor["AlarmArn"].rpartition(":")[2]
    off = {"version": "1", "flags": {"one_click": {"name": "one_click"}}, "values": {}}

    start(account, "Watched-Shop", off, strategy="AppConfig.Linear20PercentEvery6Minutes")
    account.client("cloudwatch").set_alarm_state(
        AlarmName=alarm, StateValue="ALARM", StateReason="a test"
    )

    ids["EnvironmentId"] = environment["Id"]
    while (last := control.get_deployment(**ids, DeploymentNumber=2))["State"] == "DEPLOYING":
        time.sleep(0.02)
    assert last["State"] in ("ROLLING_BACK", "ROLLED_BACK")
    assert account.served("Watched-Shop", "prod", "checkout") == {"one_click": {"enabled": True}}
