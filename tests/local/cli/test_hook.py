"""The hook that pre-commit reads calls what is there."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from cdk_appconfig.local.cli.main import main

ROOT = Path(__file__).parents[3]


def test_the_hook_runs_the_command(tmp_path: Path) -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    program, *arguments = hook["entry"].split()
    file = tmp_path / "flags.json"
    file.write_text('{"version": "2", "flags": {}}')

    assert program == "cdk-appconfig"
    assert re.search(hook["files"], "cdk.out/Shop.template.json")
    assert re.search(hook["files"], str(file))
    assert main([*arguments, str(file)]) == 1


def test_it_installs_what_the_extra_cli_has() -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    project = (ROOT / "pyproject.toml").read_text()

    for requirement in hook["additional_dependencies"]:
        assert f'"{requirement}"' in project
