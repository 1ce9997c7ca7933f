"""Profiles and deployments cost few calls, and are what any other construct of the CDK is."""

from __future__ import annotations

from typing import Any

import jsii
import pytest
from aws_cdk import Stack

from cdk_appconfig import Application, JsonSchema


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the calls from Python to the CDK, as they are made."""
    made: list[str] = []
    provider: Any = jsii.kernel.provider
    process = provider._process  # noqa: SLF001  # every call goes through it
    send = process.send

    def counted(request: object, response_type: object) -> object:
        made.append(type(request).__name__)
        return send(request, response_type)

    monkeypatch.setattr(process, "send", counted)
    return made


def test_a_further_profile_with_two_deployments_is_two_calls(
    stack: Stack, calls: list[str]
) -> None:
    shop = Application(stack, "Shop")
    environments = [shop.add_environment("beta"), shop.add_environment("prod")]
    schema = JsonSchema({"type": "object"})
    shop.add_hosted_profile("first", validators=[schema]).deploy(environments, {"size": 1})
    calls.clear()

    shop.add_hosted_profile("second", validators=[schema]).deploy(environments, {"size": 2})

    assert calls == ["CreateRequest", "InvokeRequest"]
