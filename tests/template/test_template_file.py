from __future__ import annotations

import json
from pathlib import Path

import pytest

from cdk_appconfig.template.template_file import MAX_BYTES, TemplateFile
from cdk_appconfig.template.unreadable import TemplateError
from cdk_appconfig.template.yaml_text import MAX_DEPTH


def refused(path: Path) -> str:
    with pytest.raises(TemplateError) as caught:
        TemplateFile.read(path)
    [finding] = caught.value.findings
    assert finding.where.startswith(str(path))
    return finding.message


def test_json_and_yaml_are_told_apart_by_what_they_hold(tmp_path: Path) -> None:
    for name, text in (("a.template", '{"a": 1}'), ("b.template", "a: 1"), ("c.yaml", "{a: 1}")):
        (tmp_path / name).write_text(text, encoding="utf-8")

        assert TemplateFile.read(tmp_path / name).data == {"a": 1}


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', "a: 1\na: 2\n"], ids=["JSON", "YAML"])
def test_a_key_that_stands_twice_has_its_last_value_as_in_cloudformation(text: str) -> None:
    assert TemplateFile.parse(text, "shop").data == {"a": 2}


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": 1}', encoding="utf-8-sig")

    assert TemplateFile.read(tmp_path / "a.json").data == {"a": 1}


def test_what_is_not_there_is_one_error(tmp_path: Path) -> None:
    assert refused(tmp_path / "a.json") == "cannot be opened: No such file or directory"
    assert refused(tmp_path) == "cannot be opened: Is a directory"


def test_a_link_to_itself_is_one_error(tmp_path: Path) -> None:
    link = tmp_path / "a.json"
    link.symlink_to(link)

    assert refused(link) == "cannot be opened: Too many levels of symbolic links"


def test_bytes_that_are_no_text_are_one_error(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"a": "\xff"}')

    assert refused(tmp_path / "a.json") == "is no UTF-8 text: byte 7 cannot be read"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    assert refused(tmp_path / "a.json") == f"has 52428800 bytes, more than {MAX_BYTES}"


def test_a_device_without_an_end_is_not_read_on() -> None:
    assert refused(Path("/dev/zero")) == f"has {MAX_BYTES + 1} bytes, more than {MAX_BYTES}"


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    text = '{"a": "' + "x" * (MAX_BYTES - 9) + '"}'
    (tmp_path / "a.json").write_text(text, encoding="utf-8")

    assert len(TemplateFile.read(tmp_path / "a.json").data["a"]) == MAX_BYTES - 9


def test_json_of_the_greatest_depth_is_read_and_of_one_more_refused() -> None:
    def nested(depth: int) -> str:
        return "[" * depth + "]" * depth

    assert json.dumps(TemplateFile.parse(nested(MAX_DEPTH), "a.json").data) == nested(MAX_DEPTH)
    with pytest.raises(TemplateError, match=f"is nested deeper than {MAX_DEPTH} levels"):
        TemplateFile.parse(nested(MAX_DEPTH + 1), "a.json")
