r"""What RE2 itself answers was asked of the library re2; the answers here are its."""

from __future__ import annotations

import re
import time
import warnings

import pytest

from cdk_appconfig.model.rule import context, rule_findings
from cdk_appconfig.model.rule.pattern import compiled, translation


@pytest.mark.parametrize(
    ("pattern", "found", "not_found"),
    [
        ("^a$", ["a"], ["a\n", "ab"]),
        (r"a\z", ["a", "ba"], ["a\n"]),
        ("(?m)^b$", ["a\nb\nx"], ["ab"]),
        ("(?s)a.b", ["a\nb"], ["ab"]),
        ("a.b", ["a.b"], ["a\nb"]),
        ("(?-s:a.b)", ["a.b"], ["a\nb"]),
        ("(?i)AB", ["ab"], ["b"]),
        ("a(?i)b", ["aB"], ["AB"]),
        ("(a(?i)b|C)d", ["aBd", "cd"], ["ABd", "cD"]),
        ("a(?i)b|c", ["C", "aB"], ["B"]),
        ("(?i:a)b", ["Ab"], ["AB"]),
        ("(?U)a+?", ["a"], ["b"]),
        ("(?P<x>a)(?<y>b)", ["ab"], ["b"]),
        (r"\Qa.b\E+", ["a.b"], ["axb"]),
        (r"\Qa.b", ["a.b"], ["axb"]),
        ("^[[:alpha:]]+$", ["ab"], ["é", "1"]),
        ("[[:^digit:]]", ["a", "é"], ["1"]),
        (r"^\pL+$", ["aé", "λ"], ["1", "_"]),
        (r"\p{Lu}", ["É"], ["é"]),
        (r"\PL", ["1"], ["é"]),
        (r"\p{^L}", ["1"], ["é"]),
        (r"[\pN_]", ["٣", "_"], ["a"]),
        (r"^\d+$", ["1"], ["٣"]),
        (r"\D", ["٣"], ["1"]),
        (r"^[\D]$", ["٣"], ["1"]),
        (r"^[^\D]$", ["1"], ["٣"]),
        (r"^\w$", ["_"], ["é"]),
        (r"\s", [" "], ["\v"]),
        (r"\bé", ["aé"], ["é"]),
        (r"a\B", ["ab"], ["a"]),
        (r"\x{41}\101\x41", ["AAA"], ["A"]),
        (r"[\x{41}\102]", ["A", "B"], ["C"]),
        (r"[]a]", ["]"], ["b"]),
        (r"[\]&|~[^]", ["&", "|", "~", "[", "^"], ["a"]),
        (r"[a\-z]", ["-"], ["b"]),
        ("a{2}", ["aa"], ["a"]),
        ("a{,2}", ["a{,2}"], ["a"]),
        (r"a\Cb", ["a\nb"], ["ab"]),
        (r"\$\(", ["$("], ["$"]),
    ],
)
def test_a_pattern_means_what_it_means_to_re2(
    pattern: str, found: list[str], not_found: list[str]
) -> None:
    assert [text for text in found if not compiled(pattern).search(text)] == []
    assert [text for text in not_found if compiled(pattern).search(text)] == []


@pytest.mark.parametrize(
    "pattern",
    ["(", ")", "[z-a]", "*a", "x**", "a{2,1}", "[", "(?i", "(?i)a)", "a\\", r"\y", "(?z)a"],
)
def test_what_is_no_pattern_to_re2_is_none_here(pattern: str) -> None:
    with pytest.raises(re.error):
        compiled(pattern)


@pytest.mark.parametrize(
    ("pattern", "beyond"),
    [
        ("(?=a)", "(?="),
        ("(?<!a) b", "(?<!"),
        (r"(a)\1", r"\1"),
        ("(?P<n>a)(?P=n)", "(?P="),
        ("(?#c)a", "(?#"),
    ],
)
def test_what_re2_has_not_is_a_warning(pattern: str, beyond: str) -> None:
    rule = context("a").matches(pattern)

    [finding] = rule_findings(rule)

    assert (finding.id, finding.severity) == ("APPCONFIG047", "warning")
    assert f"{pattern!r} has {beyond!r}, which is not in RE2" in finding.message
    assert rule.matches({"a": "aab b"}) is True


def test_a_script_is_left_to_appconfig() -> None:
    rule = context("a").matches(r"[\p{Greek}]")

    assert rule_findings(rule) == []
    with pytest.raises(NotImplementedError) as caught:
        rule.matches({"a": "λ"})
    assert str(caught.value) == (r"\p{Greek} of '[\\p{Greek}]' cannot be matched in Python")


def test_nothing_warns() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for pattern in ("[[a]", "[a&&b]", "[a||b]", "[a~~b]"):
            compiled(pattern)


def test_flags_that_reach_to_the_end_of_a_group_end_with_it() -> None:
    assert translation("(a(?i)b|c)d(?m)e$").pattern == "(a(?i:b)|(?i:c))d(?m:e$)"
    assert translation("(?i)a(?s-i)b|c").pattern == "(?i:a)(?s-i:b)|(?s-i:c)"


@pytest.mark.parametrize(
    "part",
    ["[", "[a", "[[:a", r"\Q", "(?i", "(?i)", "(?i)|", "(?i)(?-i)|", "(?i)(a|", r"\p{", "{1,", "*"],
)
def test_a_pattern_takes_time_in_proportion_to_its_length(part: str) -> None:
    start = time.perf_counter()

    translation(part * (16000 // len(part)))
    assert time.perf_counter() - start < 2
