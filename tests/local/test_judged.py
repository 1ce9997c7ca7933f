from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cdk_appconfig.local.judged import Judged, Kind, judge_paths

APPLICATION = {"Type": "AWS::AppConfig::Application", "Properties": {"Name": "x" * 65}}
FLAGS = {"version": "1", "flags": {"Bad": {}}, "values": {}}
SCHEMA = {"type": "object", "properties": {"size": {"exclusiveMinimum": 3}}}


def judged(folder: Path, *documents: Any, kind: Kind | None = None) -> Judged:
    paths = []
    for index, document in enumerate(documents):
        path = folder / f"{index}.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document, indent=1))
        paths.append(str(path))
    return judge_paths(paths, kind)


def told(result: Judged) -> list[tuple[str, str, str, int | None]]:
    return [
        (each.finding.id, Path(each.file).name, each.finding.where, each.line())
        for each in result.findings
    ]


def test_content_decides_what_a_file_is(tmp_path: Path) -> None:
    result = judged(tmp_path, {"Resources": {"Shop": APPLICATION}}, FLAGS, SCHEMA)

    assert not result.unreadable
    assert sorted(told(result), key=lambda one: one[1]) == [
        ("APPCONFIG201", "0.json", "Shop.Name", 6),
        ("APPCONFIG010", "1.json", "$.flags.Bad", 4),
        ("APPCONFIG071", "2.json", "$.properties.size.exclusiveMinimum", 5),
    ]


@pytest.mark.parametrize(
    "text", ["{", "[1, 2]", '"text"', "{}", "a: b", "", "- a", "null", "Resources: []"]
)
def test_what_is_nothing_of_it_is_unreadable(tmp_path: Path, text: str) -> None:
    result = judged(tmp_path, text)

    assert result.unreadable
    assert [one[0] for one in told(result)] == ["APPCONFIG359"]


def test_what_a_file_is_can_be_said(tmp_path: Path) -> None:
    assert told(judged(tmp_path, "{", kind="flags"))[0][0] == "APPCONFIG024"
    assert told(judged(tmp_path, {}, kind="flags"))[0][0] == "APPCONFIG025"
    assert told(judged(tmp_path, {}, kind="schema")) == []
    assert told(judged(tmp_path, FLAGS, kind="template"))[0][0] == "APPCONFIG359"


def test_a_file_named_twice_is_judged_once(tmp_path: Path) -> None:
    file = tmp_path / "flags.json"
    file.write_text(json.dumps(FLAGS))

    result = judge_paths([str(file), str(file)])

    assert result.inputs == 1
    assert len(result.findings) == 1


def test_templates_of_one_call_are_one_app(tmp_path: Path) -> None:
    """The application is in one file, the environments of one name in two others."""
    shop = {
        "Resources": {"Shop": {"Type": "AWS::AppConfig::Application", "Properties": {"Name": "s"}}},
        "Outputs": {"Id": {"Value": {"Ref": "Shop"}, "Export": {"Name": "shop-id"}}},
    }
    prod = {
        "Resources": {
            "Prod": {
                "Type": "AWS::AppConfig::Environment",
                "Properties": {"ApplicationId": {"Fn::ImportValue": "shop-id"}, "Name": "prod"},
            }
        }
    }
    alone = judged(tmp_path, prod)
    together = judged(tmp_path, shop, prod, prod)

    assert told(alone) == []
    assert [one[0] for one in told(together)] == ["APPCONFIG200"]


def test_a_loop_of_links_a_folder_and_a_large_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "empty").mkdir()
    with (tmp_path / "large").open("wb") as large:
        large.truncate(50_000_000)
    names = ["loop", "empty", "large"]

    result = judge_paths([str(tmp_path / name) for name in names])

    assert result.unreadable
    assert [each.finding.id for each in result.findings] == ["APPCONFIG359"] * 3
    assert [Path(each.file).name for each in result.findings] == names
    assert result.findings[1].finding.message == "holds no manifest.json of a cloud assembly"
