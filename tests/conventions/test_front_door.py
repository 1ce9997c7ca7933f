from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import cdk_appconfig
from cdk_appconfig import model

SOURCE = Path(cdk_appconfig.__file__)


def declared_for_type_checkers() -> dict[str, str]:
    tree = ast.parse(SOURCE.read_text())
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    return {
        alias.name: str(node.module).removeprefix("cdk_appconfig.")
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_table_type_checking_block_and_all_are_equal() -> None:
    assert declared_for_type_checkers() == cdk_appconfig._HOMES  # noqa: SLF001 the table itself
    assert sorted(cdk_appconfig._HOMES) == cdk_appconfig.__all__  # noqa: SLF001 the table itself
    assert dir(cdk_appconfig) == cdk_appconfig.__all__


@pytest.mark.parametrize("name", cdk_appconfig.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    value = getattr(cdk_appconfig, name)
    home = importlib.import_module(f"cdk_appconfig.{cdk_appconfig._HOMES[name]}")  # noqa: SLF001 the table itself

    assert value.__doc__
    assert name in home.__all__


def test_a_name_that_does_not_exist_is_an_ordinary_error() -> None:
    with pytest.raises(ImportError, match="cannot import name 'Flags'"):
        exec("from cdk_appconfig import Flags")  # noqa: S102 an import that must fail


def test_the_model_offers_its_own_names() -> None:
    assert sorted(model.__all__) == model.__all__
    for name in model.__all__:
        assert getattr(model, name) is getattr(cdk_appconfig, name)


@pytest.mark.parametrize(
    "statement",
    [
        "import cdk_appconfig",
        "import cdk_appconfig.model",
        "import cdk_appconfig.template.changes",
        "import cdk_appconfig.checks.deployment",
        "from cdk_appconfig import Flag, FeatureFlags, Number, AppConfigError, DeploymentStrategyId",
    ],
)
def test_what_needs_no_cdk_loads_none_of_it(statement: str) -> None:
    heavy = [
        "jsii",
        "aws_cdk",
        "constructs",
        "boto3",
        "pydantic",
        "typeguard",
        "yaml",
        "jsonschema_rs",
    ]
    code = f"import sys; {statement}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
