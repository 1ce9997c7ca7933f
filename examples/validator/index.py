"""The function: a schema cannot compare two values, so this does."""

import base64
import json
from typing import Any


def handler(event: dict[str, Any], _: object) -> None:
    """Refuse limits by raising."""
    limits = json.loads(base64.b64decode(event["content"]))
    if limits["burst"] < limits["requests"]:
        raise ValueError(f"burst {limits['burst']} is below {limits['requests']} requests")
