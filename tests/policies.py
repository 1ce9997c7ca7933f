"""Statements of policies, as templates have them."""

from __future__ import annotations

from typing import Any

POLICY = "AWS::IAM::Policy"
READ = ["appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration"]


def allow(action: str | list[str], *resources: Any) -> dict[str, Any]:
    """Return the statement that allows something on one resource, or on several."""
    [first, *others] = resources
    return {"Action": action, "Effect": "Allow", "Resource": [first, *others] if others else first}
