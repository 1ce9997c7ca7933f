"""The function: the agent on localhost has what it read with the role of the central account."""

import json
import os
from typing import Any
from urllib.request import urlopen

PORT = os.environ.get("AWS_APPCONFIG_EXTENSION_HTTP_PORT", "2772")
URL = "http://localhost:{}/applications/{}/environments/{}/configurations/{}".format(
    PORT,
    os.environ["APPCONFIG_APPLICATION"],
    os.environ["APPCONFIG_ENVIRONMENT"],
    os.environ["APPCONFIG_PROFILES"],
)


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Say whether a payment goes out at once."""
    with urlopen(URL, timeout=5) as answer:
        flags: dict[str, Any] = json.load(answer)
    instant = flags["instant"]["enabled"] and event["amount"] <= flags["instant"]["up_to"]
    return {"instant": instant}
