"""The function: asks the agent on localhost, and needs nothing but the standard library."""

import json
import os
from typing import Any
from urllib.request import Request, urlopen

URL = "http://localhost:{}/applications/{}/environments/{}/configurations/{}".format(
    os.environ.get("AWS_APPCONFIG_EXTENSION_HTTP_PORT", "2772"),
    os.environ["APPCONFIG_APPLICATION"],
    os.environ["APPCONFIG_ENVIRONMENT"],
    os.environ["APPCONFIG_PROFILES"],
)


def flags(email: str) -> dict[str, Any]:
    """Return every flag as this customer gets it."""
    request = Request(URL, headers={"Context": f"email={email}"})
    with urlopen(request, timeout=5) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Say what the basket of a customer may hold, and how tax is worked out."""
    now = flags(event["email"])
    one_click = now["one_click"]
    return {
        "max_items": one_click["max_items"] if one_click["enabled"] else None,
        "tax_engine": "new" if now["new_tax_engine"]["enabled"] else "old",
    }
