"""The function: no deployment without a ticket."""

from typing import Any


def handler(event: dict[str, Any], _: object) -> dict[str, Any] | None:
    """Refuse a deployment that names no ticket; an answer of nothing lets it start."""
    if event.get("Parameters", {}).get("ticket"):
        return None
    reason = f"{event['ConfigurationProfile']['Name']}: which ticket is this for?"
    return {"Error": "BadRequestError", "Message": reason}
