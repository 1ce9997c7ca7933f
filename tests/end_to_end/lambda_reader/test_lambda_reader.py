"""The function of the example, its code called with what was deployed.

The emulator runs no layer, and serves the default variant alone, as AWS does to all but the agent.
So a server of this test stands where the agent is: it takes the version that is deployed, and
`cdk_appconfig.evaluate` chooses between variants.
"""

from __future__ import annotations

import json
import runpy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import unquote

import pytest

from cdk_appconfig import evaluate
from rig import cdk_cli, prepare
from rig.account import Account

EXAMPLE = prepare.ROOT / "examples" / "lambda_reader"


@contextmanager
def agent(account: Account) -> Iterator[int]:
    """Serve on a free port what the account serves, as the agent would."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, _, application, _, environment, _, profile = map(unquote, self.path.split("/"))
            assert account.served(application, environment, profile)
            number = account.deployments(environment)[-1][1]
            document = json.loads(account.versions(profile)[int(number)])
            name, _, value = self.headers["Context"].partition("=")
            flags = evaluate(document, context={name: value})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(flags).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Tell nothing."""

    with HTTPServer(("localhost", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def variables(account: Account) -> dict[str, str]:
    [function] = account.client("lambda").list_functions()["Functions"]
    found: dict[str, str] = function["Environment"]["Variables"]
    return found


def test_the_handler_reads_what_the_stack_deployed(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    cdk_cli.deploy(account.aws, EXAMPLE, impatient=True)

    for name, value in variables(account).items():
        monkeypatch.setenv(name, value)
    with agent(account) as port:
        monkeypatch.setenv("AWS_APPCONFIG_EXTENSION_HTTP_PORT", str(port))
        handler: Any = runpy.run_path(str(EXAMPLE / "index.py"))["handler"]
        tester = handler({"user": "ada@example.com"}, None)
        customer = handler({"user": "bob@shop.test"}, None)

    assert tester == {"max_items": 20, "tax_engine": "new"}
    assert customer == {"max_items": 20, "tax_engine": "old"}


def test_the_alarm_of_the_function_watches_what_the_function_reads(account: Account) -> None:
    cdk_cli.deploy(account.aws, EXAMPLE, impatient=True)

    control = account.client("appconfig")
    [application] = control.list_applications()["Items"]
    [environment] = control.list_environments(ApplicationId=application["Id"])["Items"]
    [function] = account.client("lambda").list_functions()["Functions"]
    [monitor] = environment["Monitors"]
    [alarm] = account.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert monitor["AlarmArn"] == alarm["AlarmArn"]
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": function["FunctionName"]}]
    assert function["Layers"][0]["Arn"].startswith(
        "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:"
    )
    assert account.deployments("beta") == [("checkout", "1", "COMPLETE")]
