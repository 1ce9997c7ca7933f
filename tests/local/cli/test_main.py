from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cdk_appconfig.local.cli.main import main


def test_a_call_that_is_wrong_is_two(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["chek"], ["check"], ["check", "--format", "xml", "a"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
    assert "usage: cdk-appconfig" in capsys.readouterr().err


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert caught.value.code == 0
    version = importlib.metadata.version("cdk-appconfig")
    assert capsys.readouterr().out == f"cdk-appconfig {version}\n"


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_what_an_output_cannot_show_is_written_in_another_way(
    tmp_path: Path, encoding: str
) -> None:
    properties = {"Content": "\ud800", "→\ud800": 1}
    version = {"Type": "AWS::AppConfig::HostedConfigurationVersion", "Properties": properties}
    (tmp_path / "shop.json").write_text(json.dumps({"Resources": {"Version": version}}))
    program = "import sys; from cdk_appconfig.local.cli.main import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, "check", "shop.json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, b"")
    arrow = "→".encode(encoding, errors="backslashreplace")
    assert b"there is no property '" + arrow + b"\\ud800'" in done.stdout


def test_the_console_script_is_this_function() -> None:
    [script] = importlib.metadata.entry_points(group="console_scripts", name="cdk-appconfig")

    assert script.load() is main
