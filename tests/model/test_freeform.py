from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Aws, Fn, Stack, Token

from cdk_appconfig import FreeformContent
from cdk_appconfig.model import limits


@dataclass
class Retry:
    times: int
    hosts: list[str]


def told(content: FreeformContent) -> list[str]:
    return [f"{f.id} {f.where}: {f.message} [{f.found}] -> {f.fix}" for f in content.findings]


@pytest.mark.parametrize(
    "content",
    [
        {"times": 3, "hosts": ["é"]},
        {"hosts": ("é",), "times": 3},
        Retry(3, ["é"]),
        '{"times": 3, "hosts": ["é"]}',
        '\ufeff\n{\n  "hosts": ["\\u00e9"], "times": 3 }\n',
        b'{"times": 3, "hosts": ["\xc3\xa9"]}',
        bytearray(b'{"times": 3, "hosts": ["\xc3\xa9"]}'),
    ],
    ids=repr,
)
def test_the_same_json_gives_the_same_bytes_whatever_it_is_written_in(content: object) -> None:
    stored = FreeformContent.of(content)

    assert (stored.text, stored.content_type, stored.is_json) == (
        '{"hosts":["\\u00e9"],"times":3}',
        "application/json",
        True,
    )
    assert stored.document == {"times": 3, "hosts": ["é"]}
    assert stored.findings == ()


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ("log = debug", "text/plain"),
        (" ", "text/plain"),
        ("3", "text/plain"),
        ('"text"', "text/plain"),
        ("null", "text/plain"),
        ("[section]\nkey = 1\n", "text/plain"),
        ("a: 1\n", "text/plain"),
        (b"\xc3\xa9", "text/plain"),
    ],
)
def test_other_text_stays_as_it_is_and_is_plain(content: str | bytes, content_type: str) -> None:
    stored = FreeformContent.of(content)

    text = content if isinstance(content, str) else content.decode()
    assert stored == FreeformContent(text=text, content_type=content_type)


@pytest.mark.parametrize(
    ("content", "content_type", "text"),
    [
        ({"a": 1}, "text/plain", '{"a":1}'),
        ({"a": 1}, "application/vnd.shop+json", '{"a":1}'),
        ('{ "a": 1 }', "application/vnd.shop+json", '{"a":1}'),
        ('{ "a": 1 }', "Application/JSON; charset=utf-8", '{"a":1}'),
        ('{ "a": 1 }', "text/plain", '{ "a": 1 }'),
        ('{ "a": 1 }', "application/x-yaml", '{ "a": 1 }'),
        ("b:  1\na: 2\n", "application/x-yaml", "b:  1\na: 2\n"),
        (" 3 ", "application/json", "3"),
        ("{{ template }}", "text/plain", "{{ template }}"),
    ],
)
def test_a_content_type_given_decides(content: object, content_type: str, text: str) -> None:
    stored = FreeformContent.of(content, content_type=content_type)

    assert (stored.text, stored.content_type, stored.findings) == (text, content_type, ())


@pytest.mark.parametrize(
    ("name", "content", "content_type", "text"),
    [
        ("a.json", '{"b": 1, "a": 2}', "application/json", '{"a":2,"b":1}'),
        ("a.JSON", "[ ]", "application/json", "[]"),
        ("a.yaml", "b: 1\na:   2\n", "application/x-yaml", "b: 1\na:   2\n"),
        ("a.yml", "{ }", "application/x-yaml", "{ }"),
        ("a.toml", "a = 1\n", "application/toml", "a = 1\n"),
        ("a.txt", "a = 1\n", "text/plain", "a = 1\n"),
        ("config", '{"a" : 1}', "application/json", '{"a":1}'),
        ("config", "a = 1\n", "text/plain", "a = 1\n"),
    ],
)
def test_the_suffix_of_a_file_decides(
    tmp_path: Path, name: str, content: str, content_type: str, text: str
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")

    stored = FreeformContent.of(file)

    assert (stored.text, stored.content_type, stored.findings) == (text, content_type, ())


def test_a_number_that_would_lose_digits_keeps_the_text_as_it_is_written() -> None:
    text = '{ "b": 0.1000000000000000055, "a": 1e400 }'

    stored = FreeformContent.of(text)

    assert (stored.text, stored.content_type, stored.findings) == (text, "application/json", ())


def test_a_number_beyond_the_range_of_python_is_left_alone_whatever_it_is_in() -> None:
    assert FreeformContent.of("[1e400]").text == "[1e400]"


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        (
            "",
            None,
            ["APPCONFIG102 $: the content is empty [''] -> store something, for example {}"],
        ),
        (
            "",
            "application/json",
            ["APPCONFIG102 $: the content is empty [''] -> store something, for example {}"],
        ),
        (
            b"\x89PNG",
            None,
            [
                "APPCONFIG103 $: byte 0 is not UTF-8 (invalid start byte) [b'\\x89PNG'] -> "
                "encode it as text, for example in Base64, or keep it in S3"
            ],
        ),
        (
            "caf\udce9",
            None,
            [
                "APPCONFIG103 $: character 3 is half of a surrogate pair ['caf\\udce9'] -> "
                "read the text with the encoding it was written in"
            ],
        ),
        (
            {"a": b"x"},
            None,
            [
                "APPCONFIG104 $.a: b'x' has no form in JSON [b'x'] -> "
                "write it as text, number, True, False, None, a list or a dict with texts as keys"
            ],
        ),
        (
            {},
            "",
            [
                "APPCONFIG105 $: the content type '' has 0 characters [''] -> "
                "pass a MIME type such as 'application/json', or leave it out"
            ],
        ),
        (
            {},
            3,
            [
                "APPCONFIG105 $: the content type 3 is no text [3] -> "
                "pass a MIME type such as 'application/json', or leave it out"
            ],
        ),
        (
            "{oops",
            "application/json",
            [
                "APPCONFIG106 $: the text is not JSON: Expecting property name enclosed in double "
                "quotes: line 1 column 2 (char 1) ['{oops'] -> correct it"
            ],
        ),
        (
            "\n{oops",
            None,
            [
                "APPCONFIG106 $: the text is not JSON: Expecting property name enclosed in double "
                "quotes: line 2 column 2 (char 2) ['\\n{oops'] -> "
                "correct it, or say what it is with content_type="
            ],
        ),
        (
            "a: [1,\nb: }",
            "application/x-yaml",
            [
                "APPCONFIG106 $: the text is not YAML: while parsing a flow node did not find "
                'expected node content in "<unicode string>", line 2, column 4 '
                "['a: [1,\\nb: }'] -> correct it"
            ],
        ),
        (
            '{"a": 1, "a": 2}',
            None,
            [
                "APPCONFIG107 $: the key 'a' stands twice in one object ['a'] -> remove one of the two"
            ],
        ),
        (
            Path("/no/such/file"),
            None,
            [
                "APPCONFIG108 $: '/no/such/file' cannot be read: No such file or directory "
                "[/no/such/file] -> pass the path of a file, absolute or from the folder in which "
                "the app runs"
            ],
        ),
        *(
            (
                value,
                None,
                [
                    f"APPCONFIG109 $: {value!r} is not content [{value!r}] -> pass a dict, list, "
                    "dataclass instance, pydantic model, str, bytes or Path"
                ],
            )
            for value in (None, 3, True, 1.5, {1}, Retry)
        ),
    ],
    ids=repr,
)
def test_what_is_wrong_is_told(content: object, content_type: Any, expected: list[str]) -> None:
    assert told(FreeformContent.of(content, content_type=content_type)) == expected


@pytest.mark.parametrize("depth", [10_000, 300_000])
def test_text_that_is_nested_too_deeply_is_told_and_kept(depth: int) -> None:
    text = "[" * depth + "]" * depth

    stored = FreeformContent.of(text)

    assert (stored.text, stored.content_type) == (text, "text/plain")
    assert [f.message for f in stored.findings] == [
        "the text is nested too deeply to be read as JSON"
    ]


def test_the_size_counts_in_bytes_and_the_limit_is_included() -> None:
    assert FreeformContent.of("é").size == 2
    assert FreeformContent.of("x" * limits.CONTENT_BYTES).findings == ()
    assert told(FreeformContent.of("é" + "x" * (limits.CONTENT_BYTES - 1))) == [
        "APPCONFIG100 $: the content has 2097153 bytes [2097153 bytes] -> "
        "split it over several profiles, or keep it in S3"
    ]


def test_a_content_type_may_have_255_characters() -> None:
    assert FreeformContent.of("x", content_type="x" * 255).findings == ()
    assert [f.id for f in FreeformContent.of("x", content_type="x" * 256).findings] == [
        "APPCONFIG105"
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (lambda ref: {"b": ref, "a": "é"}, ['{"a":"é","b":"', {"Ref": "A"}, '"}']),
        (
            lambda _: {"b": Fn.get_att("A", "B"), "a": 1},
            ['{"a":1,"b":"', {"Fn::GetAtt": ["A", "B"]}, '"}'],
        ),
        (lambda ref: f'{{"b": "{ref}", "a": 1}}', ['{"a":1,"b":"', {"Ref": "A"}, '"}']),
        (lambda ref: {"n": Token.as_number(ref)}, ['{"n":', {"Ref": "A"}, "}"]),
        (lambda ref: [Token.as_string(ref)], ['["', {"Ref": "A"}, '"]']),
    ],
    ids=["text", "object", "text in text", "number", "in a list"],
)
def test_json_with_tokens_is_left_to_the_cdk(
    content: Callable[[Any], object], expected: list[object]
) -> None:
    stack = Stack(App(), "Test")

    stored = FreeformContent.of(content(Fn.ref("A")))

    assert (stored.text, stored.size, stored.findings) == (None, None, ())
    assert stack.resolve(stack.to_json_string(stored.document)) == {"Fn::Join": ["", expected]}


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (f"region = {Aws.REGION}", "text/plain"),
        (f'{{"port": {Aws.ACCOUNT_ID}}}', "application/json"),
        (Aws.REGION, "text/plain"),
    ],
)
def test_text_with_tokens_outside_of_strings_is_kept(content: str, content_type: str) -> None:
    assert FreeformContent.of(content) == FreeformContent(text=content, content_type=content_type)


def test_a_token_instead_of_a_document_is_left_to_the_cdk() -> None:
    stored = FreeformContent.of(Fn.get_att("A", "B"))

    assert (stored.text, stored.content_type, stored.findings) == (None, "application/json", ())
