from __future__ import annotations

import pytest

from cdk_appconfig.model.rule.tokens import NotIonError, Token, tokens


def test_each_word_has_its_place() -> None:
    assert list(tokens('(eq $a\n "b")')) == [
        Token("(", 0, 1),
        Token("word", 1, 3, "eq"),
        Token("word", 4, 6, "$a"),
        Token("literal", 8, 11, "b"),
        Token(")", 11, 12),
        Token("end", 12, 12),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("1_0", 10),
        ("0xfF", 255),
        ("-0x1_0", -16),
        ("0b10", 2),
        ("1.", 1.0),
        ("0.5", 0.5),
        ("-1.5e3", -1500.0),
        ("15D-1", 1.5),
        ("true", True),
        ("false", False),
        ('""', ""),
        ("'''it's ''' // and\n '''more'''", "it's more"),
        ("'''a\r\nb'''", "a\nb"),
        ("'''a\\\nb'''", "ab"),
        (r'"\0\a\b\t\n\f\r\v\?\'\"\/\\"', "\0\a\b\t\n\f\r\v?'\"/\\"),
        (r'"\x41\u00e9\U0001F600"', "Aé😀"),
        (r'"\ud83d\ude00"', "😀"),
        ('"a\tb"', "a\tb"),
    ],
)
def test_a_literal_has_its_value(text: str, value: object) -> None:
    token, end = tokens(text)

    assert (token.kind, token.value, end.kind) == ("literal", value, "end")
    assert type(token.value) is type(value)


@pytest.mark.parametrize(
    ("text", "place", "message", "fix"),
    [
        ('  "abc', (2, 3), "a string has no end", 'close it with " on the same line'),
        ('"a\nb"', (0, 1), "a string has no end", 'close it with " on the same line'),
        ("'ab", (0, 1), "a string has no end", "close it with ' on the same line"),
        ("'''a''", (0, 3), "a string has no end", "close it with '''"),
        ("/* a", (0, 2), "a comment has no end", "close it with */"),
        ("{a:1}", (0, 1), "'{' does not belong in a rule", "take it out; text stands in double quotes"),
        ("é", (0, 1), "'é' does not belong in a rule", "take it out; text stands in double quotes"),
        ('"\\d"', (1, 3), "'\\\\d' is no escape of a string", "write a backslash as \\\\; a regular expression then has two of them, such as \\\\d"),
        ('"\\x4"', (1, 3), "'\\\\x' is no escape of a string", "write a backslash as \\\\; a regular expression then has two of them, such as \\\\d"),
        ('"\\U00110000"', (1, 11), "'\\\\U00110000' is no escape of a string", "write a backslash as \\\\; a regular expression then has two of them, such as \\\\d"),
        ('"\\ud83d"', (1, 2), "a string holds half of a character", "write both halves, or the character itself"),
        ('"a\x01"', (2, 3), "a string holds the control character '\\x01'", "write it as \\x01"),
        ("007", (0, 3), "'007' is no number and no timestamp", "write 7, -7, 0.5 or 1.5e3, without leading zeros; text stands in double quotes"),
        ("2026-03", (0, 7), "'2026-03' is no number and no timestamp", "write a month or a year as a day, such as 2026-03-01"),
        ("2026-03-04T05:06", (0, 16), "'2026-03-04T05:06' is no number and no timestamp", "write a date as 2026-03-04 or 2026-03-04T05:06:07Z, with Z or an offset after a time"),
        ("5x", (0, 2), "'5x' is no number and no timestamp", "write 7, -7, 0.5 or 1.5e3, without leading zeros; text stands in double quotes"),
    ],
)  # fmt: skip
def test_what_is_no_ion_is_told_with_its_place(
    text: str, place: tuple[int, int], message: str, fix: str
) -> None:
    with pytest.raises(NotIonError) as caught:
        list(tokens(text))

    error = caught.value
    assert ((error.start, error.end), error.message, error.fix) == (place, message, fix)
