from __future__ import annotations

from pathlib import Path

import pytest

from cdk_appconfig.model.document_text import DocumentText, RepeatingObject


def told(text: str) -> list[str]:
    return [
        f"{one.id} {one.where}: {one.message} -> {one.fix}"
        for one in DocumentText.read(text).findings
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "line 1, column 1: expecting value"),
        ('{"a": 1', "line 1, column 8: expecting ',' delimiter"),
        ('{"a": 1}\n{}', "line 2, column 1: extra data"),
        ('{"a": "b\n"}', "line 1, column 9: invalid control character"),
        ('["', "line 1, column 2: unterminated string"),
        ('{"NaN": [1,\n -Infinity]}', "line 2, column 2: -Infinity is no number of JSON"),
        (r'{"\"NaN": NaN}', "line 1, column 11: NaN is no number of JSON"),
        ("[" * 100_000, "it is nested too deeply"),
        ("\ufeff{}", "line 1, column 1: unexpected UTF-8 BOM"),
    ],
    ids=lambda text: text[:30],
)
def test_what_is_not_json_is_told_with_its_place(text: str, expected: str) -> None:
    assert told(text) == [f"APPCONFIG024 $: {expected} -> write plain JSON"]


def test_the_name_of_a_file_is_not_its_text() -> None:
    assert told("flags.json") == [
        "APPCONFIG024 $: line 1, column 1: expecting value -> pass Path('flags.json') to read a file"
    ]


def test_what_is_found_is_the_text_at_the_place() -> None:
    [finding] = DocumentText.read('{"a": nothing}').findings

    assert finding.found == "'nothing}'"


def test_a_repeated_key_is_kept_in_mind_and_the_last_value_counts() -> None:
    value = DocumentText.read('{"a": 1, "b": 2, "a": 3, "a": 4}').value

    assert value == {"a": 4, "b": 2}
    assert isinstance(value, RepeatingObject)
    assert value.repeated == ("a",)


def test_an_object_without_a_repeated_key_is_a_dict() -> None:
    assert type(DocumentText.read('{"a": 1}').value) is dict


def test_a_number_of_thousands_of_digits_is_beyond_all_numbers() -> None:
    assert DocumentText.read("[" + "9" * 5000 + "]").value == [float("inf")]
    assert DocumentText.read("[" + "9" * 300 + "]").value == [int("9" * 300)]


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "flags.json"
    file.write_bytes(b'\xef\xbb\xbf{"a": "\xc3\xa9"}')

    assert DocumentText.of_file(file).value == {"a": "é"}


def test_a_file_that_is_not_utf_8_is_not_json(tmp_path: Path) -> None:
    file = tmp_path / "flags.json"
    file.write_bytes(b'{"a": "\xe9"}')

    [finding] = DocumentText.of_file(file).findings

    assert (finding.id, finding.message) == ("APPCONFIG024", "byte 7 is not UTF-8")
