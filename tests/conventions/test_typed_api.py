"""The user's files of ``tests/typing`` use every public name, and every option of the constructs."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cdk_appconfig
from cdk_appconfig import ContainerSettings
from tests.public_api import public_callables

FILES = sorted(Path(__file__).parents[1].joinpath("typing").glob("test_*.py"))
NODES = [node for file in FILES for node in ast.walk(ast.parse(file.read_text("utf-8")))]
CALLS = [node for node in NODES if isinstance(node, ast.Call)]
CALLABLES = dict(public_callables())


def name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def given(name: str, parameters: list[str]) -> Iterator[str | None]:
    """Yield the parameters that some call of a constructor or a method gives."""
    for call in CALLS:
        if name_of(call.func) == name:
            yield from parameters[: len(call.args)]
            yield from (keyword.arg for keyword in call.keywords)


@pytest.mark.parametrize("name", cdk_appconfig.__all__)
def test_every_name_is_used(name: str) -> None:
    assert name in {name_of(node) for node in NODES}


@pytest.mark.parametrize("name", CALLABLES)
def test_every_option_is_used(name: str) -> None:
    parameters = [
        parameter
        for parameter in inspect.signature(CALLABLES[name]).parameters
        if parameter != "self"
    ]
    _, _, method = name.rpartition(".")

    unused = set(parameters) - set(given(method, parameters)) - {"settings"}

    assert unused == set()


def test_every_setting_of_an_agent_is_used() -> None:
    keywords: set[Any] = {keyword.arg for call in CALLS for keyword in call.keywords}

    assert set(ContainerSettings.__annotations__) <= keywords
