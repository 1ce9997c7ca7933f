from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cdk_appconfig.local.cli.settings import Settings, SettingsError


def test_there_may_be_none(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nstrict = true\n")

    assert Settings.near(tmp_path) == Settings()


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.cdk-appconfig]\nstrict = true\n")
    assert Settings.near(below) == Settings(strict=True)

    (tmp_path / "a" / "pyproject.toml").write_text(
        '[tool.cdk-appconfig]\nignore = ["APPCONFIG333"]\n'
    )
    assert Settings.near(below) == Settings(ignore=frozenset({"APPCONFIG333"}))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([], "x: [tool.cdk-appconfig] is no table"),
        ({"strikt": True}, "x: unknown setting 'strikt'; did you mean 'strict'?"),
        ({"zzz": True}, "x: unknown setting 'zzz'; known are ignore, strict"),
        ({"strict": 1}, "x: strict is 1, not true or false"),
        ({"ignore": "A"}, "x: ignore is 'A', not a list such as [\"APPCONFIG333\"]"),
        ({"ignore": [1]}, "x: 1 is no id of a check, which is APPCONFIG and three digits"),
    ],
)
def test_what_cannot_be_used_is_told(table: Any, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.of_table(table, "x")

    assert str(caught.value) == message


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("[tool")

    with pytest.raises(SettingsError) as caught:
        Settings.near(tmp_path)

    assert str(caught.value).startswith(f"{file}: cannot be read: ")
