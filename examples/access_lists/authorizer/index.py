"""The authorizer of an HTTP API: refuses whom the block list names, and tells what is new for whom.

A request that cannot be judged raises, and API Gateway refuses it.
"""

import json
import os
from typing import Any
from urllib.request import Request, urlopen

AGENT = "http://localhost:" + os.environ.get("AWS_APPCONFIG_EXTENSION_HTTP_PORT", "2772")
APPLICATION, ENVIRONMENT = os.environ["APPCONFIG_APPLICATION"], os.environ["APPCONFIG_ENVIRONMENT"]
BLOCKED, PREVIEW = os.environ["APPCONFIG_PROFILES"].split(",")


def read(profile: str, user: str) -> Any:
    """Return a profile as the agent has it for this user."""
    place = f"applications/{APPLICATION}/environments/{ENVIRONMENT}/configurations/{profile}"
    with urlopen(Request(f"{AGENT}/{place}", headers={"Context": f"user={user}"}), timeout=2) as it:
        return json.load(it)


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Answer API Gateway."""
    user = event["headers"]["x-user"]
    if user in read(BLOCKED, user):
        return {"isAuthorized": False}
    reports = read(PREVIEW, user)["reports"]
    return {"isAuthorized": True, "context": {"reports": reports["enabled"]}}
