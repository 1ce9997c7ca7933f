"""The example, deployed into two accounts, its function called as it is deployed.

`rig.agent` stands in for the agent, with the role that the function's variables name. The emulator
gives a role to everyone who asks; who may is asserted of the template.
"""

from __future__ import annotations

import json

import pytest

from rig import agent, cdk_cli, examples, reader
from rig.account import Account

CENTRAL, SHOP = "111111111111", "222222222222"
PREFIX = "AWS_APPCONFIG_EXTENSION_"


def test_a_function_reads_what_another_account_has_deployed(account: Account) -> None:
    for each in (CENTRAL, SHOP):
        account.bootstrap(each)
    assembly = examples.synthesized("central_account", account.folder / "cdk.out")
    cdk_cli.deploy(account.aws, account.folder, app=assembly, impatient=True)
    shop = account.aws.of(SHOP)
    functions = shop.client("lambda")
    [function] = functions.list_functions()["Functions"]
    name, variables = function["FunctionName"], function["Environment"]["Variables"]

    with pytest.raises(shop.client("appconfigdata").exceptions.ResourceNotFoundException):
        reader.read(shop, "Central-Payments", "prod", "limits")
    role = shop.client("sts").assume_role(
        RoleArn=variables[f"{PREFIX}ROLE_ARN"],
        ExternalId=variables[f"{PREFIX}ROLE_EXTERNAL_ID"],
        RoleSessionName=variables[f"{PREFIX}ROLE_SESSION_NAME"],
    )
    with agent.serving(account.aws.of(role["Credentials"]["AccessKeyId"])) as port:
        functions.update_function_configuration(
            FunctionName=name,
            Environment={"Variables": {**variables, f"{PREFIX}HTTP_PORT": str(port)}},
        )
        answers = [
            json.loads(
                functions.invoke(FunctionName=name, Payload=json.dumps({"amount": amount}))[
                    "Payload"
                ].read()
            )
            for amount in (500, 501)
        ]

    assert answers == [{"instant": True}, {"instant": False}]
