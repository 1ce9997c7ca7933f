from __future__ import annotations

import importlib.metadata

import pytest

from cdk_appconfig.local.cli.main import main


def test_a_call_that_is_wrong_is_two(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["chek"], ["check"], ["check", "--format", "xml", "a"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
    assert "usage: cdk-appconfig" in capsys.readouterr().err


def test_the_console_script_is_this_function() -> None:
    [script] = importlib.metadata.entry_points(group="console_scripts", name="cdk-appconfig")

    assert script.load() is main
