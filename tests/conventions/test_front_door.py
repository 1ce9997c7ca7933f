from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import cdk_appconfig
from cdk_appconfig import model, template
from cdk_appconfig.model import rule

DOORS = [cdk_appconfig, model, rule]


def declared_for_type_checkers(door: ModuleType) -> dict[str, str]:
    tree = ast.parse(Path(str(door.__file__)).read_text())
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    return {
        alias.name: str(node.module).removeprefix("cdk_appconfig.")
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@pytest.mark.parametrize("door", DOORS)
def test_table_type_checking_block_and_all_are_equal(door: ModuleType) -> None:
    homes = door._HOMES  # noqa: SLF001 the table itself

    assert declared_for_type_checkers(door) == homes
    assert sorted(homes) == door.__all__
    assert dir(door) == door.__all__


@pytest.mark.parametrize("name", cdk_appconfig.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    value = getattr(cdk_appconfig, name)
    home = importlib.import_module(f"cdk_appconfig.{cdk_appconfig._HOMES[name]}")  # noqa: SLF001 the table itself

    assert value.__doc__
    assert name in home.__all__


def test_a_name_that_does_not_exist_is_an_ordinary_error() -> None:
    for door in ("cdk_appconfig", "cdk_appconfig.model", "cdk_appconfig.model.rule"):
        with pytest.raises(ImportError, match="cannot import name 'Flags'"):
            exec(f"from {door} import Flags")  # noqa: S102 an import that must fail


def test_the_model_offers_its_own_names() -> None:
    for name in model.__all__:
        assert getattr(model, name) is getattr(cdk_appconfig, name)


def test_the_template_room_offers_its_own_names() -> None:
    assert sorted(template.__all__) == template.__all__
    for name in template.__all__:
        assert getattr(template, name).__doc__


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


@pytest.mark.parametrize("door", ["cdk_appconfig", "cdk_appconfig.model"])
def test_a_door_alone_loads_nothing_of_what_is_behind_it(door: str) -> None:
    code = f"import sys, {door}; print(sorted(n for n in sys.modules if 'cdk_appconfig' in n))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == f"{sorted({'cdk_appconfig', 'cdk_appconfig.lazy', door})}\n"


def test_the_constructs_load_no_large_module_of_the_cdk() -> None:
    large = ["aws_cdk.aws_ec2", "aws_cdk.aws_lambda", "aws_cdk.aws_s3"]
    code = (
        "import sys; from cdk_appconfig import Application, Extension, SourcedProfile; "
        f"print([name for name in {large} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", model.__all__)
def test_every_name_of_the_model_has_an_example(name: str) -> None:
    assert ">>>" in str(getattr(model, name).__doc__)
