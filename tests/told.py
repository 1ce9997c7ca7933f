"""What users are told: by the error that refuses a call, and by the warnings of a stack."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from aws_cdk import Stack
from aws_cdk.assertions import Annotations, Match

from cdk_appconfig import AppConfigError


def refusal(build: Callable[[], object]) -> str:
    """Return the text of the error with which a call is refused."""
    with pytest.raises(AppConfigError) as caught:
        build()
    return str(caught.value)


def warned(stack: Stack) -> list[str]:
    """Return the warnings of a stack and of all that is in it."""
    found = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    return [str(entry.entry.data) for entry in found]
