"""The quickstart through the real CDK CLI into the emulator, and back through boto3."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from rig import cdk_cli, emulator, prepare, quickstart
from rig.emulator import Emulator

ROOT = prepare.ROOT


@pytest.fixture(scope="module")
def aws() -> Iterator[Emulator]:
    with emulator.running() as aws:
        cdk_cli.bootstrap(aws, quickstart.EXAMPLE, impatient=True)
        yield aws


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a copy of the example that a test may edit."""
    return Path(shutil.copytree(quickstart.EXAMPLE, tmp_path / "quickstart"))


def edit(example: Path, old: str, new: str) -> None:
    file = example / "shop_flags.py"
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def history(aws: Emulator) -> dict[str, list[int]]:
    """Return the numbers of the versions that are stored, and of the deployments by environment."""
    control = aws.client("appconfig")
    [application] = control.list_applications()["Items"]
    id = application["Id"]
    [profile] = control.list_configuration_profiles(ApplicationId=id)["Items"]
    versions = control.list_hosted_configuration_versions(
        ApplicationId=id, ConfigurationProfileId=profile["Id"]
    )["Items"]
    deployments = {
        environment["Name"]: sorted(
            deployment["DeploymentNumber"]
            for deployment in control.list_deployments(
                ApplicationId=id, EnvironmentId=environment["Id"]
            )["Items"]
        )
        for environment in control.list_environments(ApplicationId=id)["Items"]
    }
    return {"versions": sorted(version["VersionNumber"] for version in versions), **deployments}


def test_deploy_read_change_deploy_read(aws: Emulator, example: Path) -> None:
    cdk_cli.deploy(aws, example, impatient=True)

    payment = {"enabled": True, "provider": "adyen", "retry_seconds": [1, 2.5, 10]}
    gold = {"name": "gold", "enabled": True, "rule": '(eq $plan "gold")'}
    rest = {"name": "everyone else", "enabled": True, "attributeValues": {"days": 3}}
    # The emulator serves variants as they are stored, and to everybody.
    delivery = {
        days: {"_variants": [{**gold, "attributeValues": {"days": days}}, rest]} for days in (1, 2)
    }
    prod = {
        "delivery": delivery[2],
        "one_click": {"enabled": True, "max_items": 5},
        "payment": {**payment, "methods": ["card", "paypal"], "sandbox": False},
        "new_tax_engine": {"enabled": False, "engine": "v2"},  # the emulator leaves `engine` in
    }
    beta = {
        "delivery": delivery[1],
        "one_click": {"enabled": True, "max_items": 20},
        "payment": {**payment, "methods": ["card", "invoice"], "sandbox": True},
        "new_tax_engine": {"enabled": True, "engine": "v2"},
    }
    assert quickstart.stored(aws) == {"beta": beta, "prod": prod}
    assert history(aws) == {"versions": [1, 2], "beta": [1], "prod": [1]}

    edit(example, "Number(20,", "Number(30,")
    cdk_cli.deploy(aws, example, impatient=True)

    more = {**beta, "one_click": {"enabled": True, "max_items": 30}}
    assert quickstart.stored(aws) == {"beta": more, "prod": prod}
    assert history(aws) == {"versions": [1, 2, 3], "beta": [1, 2], "prod": [1]}


def test_an_unchanged_app_deploys_nothing(aws: Emulator, example: Path) -> None:
    cdk_cli.deploy(aws, example, impatient=True)
    before = history(aws)

    assert "(no changes)" in cdk_cli.deploy(aws, example, impatient=True)
    assert history(aws) == before


def test_the_root_of_the_checkout_is_a_cdk_app_for_any_cli_of_the_2_line(
    aws: Emulator, tmp_path: Path
) -> None:
    """A user's shell knows a Python and a Node.js, and nothing of this checkout's environment."""
    path = os.pathsep.join(
        [str(Path(sys.base_prefix, "bin")), str(prepare.node().parent), "/usr/bin", "/bin"]
    )
    environment = {**aws.environment(), "PATH": path}
    environment.pop("VIRTUAL_ENV")

    def cdk(*arguments: str) -> str:
        cli = ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"
        return subprocess.run(
            [
                prepare.program("node"),
                str(cli),
                "--no-notices",
                "--no-color",
                f"--output={tmp_path}",
                *arguments,
            ],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ).stdout

    assert "AWS::AppConfig::Deployment" in cdk("synth")
    assert "Quickstart" in cdk("deploy", "--require-approval=never", "--method=direct")


def test_a_changed_value_shows_in_the_table(
    aws: Emulator, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(example, '"max_items": 5', '"max_items": 7')
    cdk_cli.deploy(aws, example, impatient=True)

    Console(width=100, highlight=False).print(quickstart.table(quickstart.stored(aws)))

    assert rows(capsys.readouterr().out) == {
        "delivery": [
            *("on", '_variant = "everyone else"', "days = 3"),
            *("on", '_variant = "everyone else"', "days = 3"),
        ],
        "delivery plan = gold": [
            *("on", '_variant = "gold"', "days = 1"),
            *("on", '_variant = "gold"', "days = 2"),
        ],
        "new_tax_engine": ["on", 'engine = "v2"', "off"],
        "one_click": ["on", "max_items = 20", "on", "max_items = 7"],
        "payment": [
            "on",
            'methods = ["card", "invoice"]',
            'provider = "adyen"',
            "retry_seconds = [1, 2.5, 10]",
            "sandbox = true",
            "on",
            'methods = ["card", "paypal"]',
            'provider = "adyen"',
            "retry_seconds = [1, 2.5, 10]",
            "sandbox = false",
        ],
    }


def rows(table: str) -> dict[str, list[str]]:
    """Return the cells of a printed table, column by column, by the words in the first one."""
    found: dict[str, list[str]] = {}
    for row in re.split(r"^[├┡└].*$", table, flags=re.MULTILINE):
        lines = [line.strip("│").split("│") for line in row.splitlines() if line.startswith("│")]
        names, *columns = [
            [cell.strip() for cell in column] for column in zip(*lines, strict=True)
        ] or [[]]
        if columns:
            found[" ".join(names).strip()] = [cell for column in columns for cell in column if cell]
    return found


def test_the_command_of_the_readme_prints_the_table() -> None:
    text = (ROOT / "README.md").read_text()
    [command] = re.findall(r"## Try it\n.*?```\w*\n(.*?)\n```", text, re.DOTALL)
    done = subprocess.run(command.split(), cwd=ROOT, check=True, capture_output=True, text=True)

    assert "│ one_click      │ on" in done.stdout
    assert (
        "made of that by `cdk_appconfig.evaluate`, which answers as AppConfig Agent does"
        in done.stdout
    )
    assert done.stdout.endswith("the emulator is stopped.\n")
