"""The command as a shell calls it: what it prints, and its exit code."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cdk_appconfig.local.cli.main import main

GOOD = """\
Resources:
  Shop:
    Type: AWS::AppConfig::Application
    Properties:
      Name: shop
"""
LONG = GOOD.replace("Name: shop", f"Name: {'x' * 65}")
FLAGS = '{"version": "1", "flags": {"one_click": {}}, "values": {"one_click": {"enabled": true}}}'
FILES = {
    "good.yaml": GOOD,
    "long.yaml": LONG,
    "flags.json": FLAGS,
    "warned.json": FLAGS.replace('"one_click": {}', ""),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_finding_is_told_with_place_rule_and_mend(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "long.yaml"]) == 1

    assert capsys.readouterr().out == (
        "long.yaml:5\n"
        "  APPCONFIG201 Shop.Name: the name of the application has 65 characters\n"
        "      why: the name of an application, an environment or a deployment strategy has 1 to 64 "
        "characters, that of a configuration profile 1 to 128 (https://docs.aws.amazon.com/"
        "appconfig/2019-10-09/APIReference/API_CreateEnvironment.html)\n"
        "      fix: use 1 to 64 characters\n"
        "\n"
        "1 error, 0 warnings\n"
    )


def test_nothing_found_is_said_and_is_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "good.yaml", "flags.json"]) == 0

    assert capsys.readouterr().out == "nothing found in 2 paths\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["warned.json"], 0),
        (["--strict", "warned.json"], 1),
        (["--strict", "--ignore", "APPCONFIG065", "warned.json"], 0),
        (["--ignore", "APPCONFIG201", "long.yaml"], 0),
        (["--ignore", "APPCONFIG202", "long.yaml"], 1),
        (["missing.yaml"], 2),
        (["--ignore", "APPCONFIG359", "missing.yaml"], 2),
        (["missing.yaml", "long.yaml"], 2),
        (["--kind", "schema", "missing.json"], 2),
        (["--kind", "assembly", "good.yaml"], 2),
        (["--kind", "template", "flags.json"], 2),
    ],
    ids=str,
)
def test_the_exit_code(arguments: list[str], code: int) -> None:
    assert main(["check", *arguments]) == code


def test_what_cannot_be_read_does_not_hide_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "missing.yaml", "long.yaml"])

    text = capsys.readouterr().out
    assert "APPCONFIG359 missing.yaml: cannot be opened: No such file or directory" in text
    assert "APPCONFIG201 Shop.Name" in text
    assert text.endswith("2 errors, 0 warnings; not everything could be read\n")


def test_json_has_every_field_and_nothing_else_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "--format", "json", "long.yaml"]) == 1

    captured = capsys.readouterr()
    [finding] = json.loads(captured.out)["findings"]
    assert captured.err == ""
    assert list(finding) == (
        ["id", "severity", "file", "where", "message", "found", "why", "source", "fix"]
    )
    assert (finding["id"], finding["severity"]) == ("APPCONFIG201", "error")
    assert (finding["file"], finding["where"]) == ("long.yaml", "Shop.Name")


def test_standard_input_is_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LONG.encode())))

    assert main(["check", "-"]) == 1
    assert capsys.readouterr().out.startswith("<stdin>:5\n  APPCONFIG201 Shop.Name: ")


def test_settings_stand_in_the_nearest_pyproject(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        '[tool.cdk-appconfig]\nstrict = true\nignore = ["APPCONFIG201"]\n'
    )

    assert main(["check", "long.yaml"]) == 0
    assert main(["check", "warned.json"]) == 1


def test_settings_that_cannot_be_used_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pyproject.toml").write_text("[tool.cdk-appconfig]\nignor = []\n")

    assert main(["check", "good.yaml"]) == 2
    assert capsys.readouterr().err == (
        f"cdk-appconfig: {folder / 'pyproject.toml'}: unknown setting 'ignor'; "
        "did you mean 'ignore'?\n"
    )


def test_an_id_that_cannot_be_one_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--ignore", "E3002", "good.yaml"]) == 2
    assert capsys.readouterr().err == (
        "cdk-appconfig: --ignore: 'E3002' is no id of a check, which is APPCONFIG and three "
        "digits\n"
    )


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = [sys.executable, "-c", "from cdk_appconfig.local.cli.main import main; main()"]
    with subprocess.Popen(
        [*command, "check", "long.yaml"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()

    assert errors == ""


def test_nothing_heavy_is_loaded() -> None:
    heavy = ["jsii", "aws_cdk", "constructs", "boto3", "pydantic", "jsonschema_rs", "rich"]
    code = (
        "import sys; from cdk_appconfig.local.cli.main import main; main(['check', 'good.yaml'])\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "nothing found in 1 path\n[]\n"
