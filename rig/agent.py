"""A stand-in for AppConfig Agent.

The emulator runs neither layers nor sidecars, and of a flag with variants it serves the default
one, as AWS does to all but the agent. So this server takes the document that is deployed, and
`cdk_appconfig.evaluate` chooses between variants: how a handler reads is the same, the choice is
ours and not that of AWS.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import unquote

from cdk_appconfig import evaluate
from rig import reader
from rig.emulator import Emulator

_FLAGS = "AWS.AppConfig.FeatureFlags"


@contextmanager
def serving(aws: Emulator) -> Iterator[int]:
    """Serve on a free port of localhost what an emulator has deployed, and yield the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, _, application, _, environment, _, profile = map(unquote, self.path.split("/"))
            pairs = ",".join(self.headers.get_all("Context", [])).split(",")
            context = dict(pair.split("=", 1) for pair in pairs if pair)
            found = _answer(aws, application, environment, profile, context)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

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


def _answer(
    aws: Emulator, application: str, environment: str, profile: str, context: dict[str, str]
) -> Any:
    served = reader.read(aws, application, environment, profile)
    control = aws.client("appconfig")
    ids = {"ApplicationId": reader.named(control.list_applications(), application)["Id"]}
    kind = reader.named(control.list_configuration_profiles(**ids), profile)
    if kind.get("Type") != _FLAGS:
        return served
    place = reader.named(control.list_environments(**ids), environment)["Id"]
    deployments = control.list_deployments(**ids, EnvironmentId=place)["Items"]
    newest = max(
        (one for one in deployments if one["ConfigurationName"] == profile),
        key=lambda one: one["DeploymentNumber"],
    )
    version = control.get_hosted_configuration_version(
        **ids,
        ConfigurationProfileId=kind["Id"],
        VersionNumber=int(newest["ConfigurationVersion"]),
    )
    return evaluate(json.loads(version["Content"].read()), context=context)
