from __future__ import annotations

import pytest

from cdk_appconfig import AppConfigError, parse_rule
from cdk_appconfig.model import limits
from cdk_appconfig.model.rule import rule_findings

PAGE = limits.RULE_INTEGER.source


@pytest.mark.parametrize(
    "text",
    [
        '(eq $tier "premium")',
        '(in $tier ["premium", "gold"])',
        '(exists key::"tier")',
        '(split pct::10 by::$userId seed::"abc")',
        "(split pct::0 by::$entityId)",
        "(split pct::12.5 by::$entityId)",
        '(and true (eq $tier "premium"))',
        '(and (exists key::"entityId") (eq $country "US") (not (split pct::50 by::$entityId)))',
        '(matches in::$g pattern::"h.*y")',
        '(and $a (eq $b "c"))',
        '(eq $a "say \\"hi\\" \\\\ \\n\\x00")',
        "(lt $osVersion 1.8)",
        "(eq $a -7)",
        "(eq $a 1e+16)",
        "(gt $date 2012-03-04T05:06:07-08:00)",
        "(gt $date 2012-03-04T05:06:07.500000Z)",
        "(eq $a $b)",
        "(in $a [])",
        '(or (begins_with $a "x") (ends_with $a "y") (contains $a "z"))',
    ],
)
def test_text_of_the_form_that_is_printed_comes_back_as_it_is(text: str) -> None:
    assert str(parse_rule(text)) == text
    assert rule_findings(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (' ( eq\n$a\t"b" ) ', '(eq $a "b")'),
        ('(eq $a "b") // the rest of the line', '(eq $a "b")'),
        ('(eq /* why */ $a "b")', '(eq $a "b")'),
        ("(eq $a '''b''' '''c''')", '(eq $a "bc")'),
        ("(eq $a '''it's\n''')", '(eq $a "it\'s\\n")'),
        ("('eq' $a 1)", "(eq $a 1)"),
        ("(eq '$a' 1)", "(eq $a 1)"),
        ("(split by :: $u pct::5)", "(split pct::5 by::$u)"),
        ("(eq $a 1_000)", "(eq $a 1000)"),
        ("(eq $a 0xFF)", "(eq $a 255)"),
        ("(eq $a -0b101)", "(eq $a -5)"),
        ("(eq $a 1.)", "(eq $a 1.0)"),
        ("(eq $a 15d-1)", "(eq $a 1.5)"),
        ("(eq $a 1.234e-5)", "(eq $a 1.234e-05)"),
        ("(gt $d 2024T)", "(gt $d 2024-01-01T00:00:00Z)"),
        ("(gt $d 2024-02T)", "(gt $d 2024-02-01T00:00:00Z)"),
        ("(gt $d 2024-02-03)", "(gt $d 2024-02-03T00:00:00Z)"),
        ("(gt $d 2024-02-03T04:05+01:00)", "(gt $d 2024-02-03T04:05:00+01:00)"),
        ('(in $a ["x",\n"y",])', '(in $a ["x", "y"])'),
        ("(eq $a-1)", "(eq $a -1)"),
        ('(eq $a "\\u00e9\\U0001F600\\ud83d\\ude00")', '(eq $a "é😀😀")'),
    ],
)
def test_other_forms_of_ion_are_read_and_printed_in_one_way(text: str, expected: str) -> None:
    assert str(parse_rule(text)) == expected


@pytest.mark.parametrize(
    ("text", "check", "message", "fix"),
    [
        (
            "not-a-rule",
            "APPCONFIG030",
            "line 1, column 1: 'not' alone is no rule\n    not-a-rule\n    ^^^",
            'write an expression in parentheses, such as (eq $tier "gold")',
        ),
        (
            "",
            "APPCONFIG030",
            "line 1, column 1: the rule is empty\n    \n    ^",
            'write an expression in parentheses, such as (eq $tier "gold")',
        ),
        (
            "(gt $date 2024-01)",
            "APPCONFIG030",
            "line 1, column 11: '2024-01' is no number and no timestamp\n"
            "    (gt $date 2024-01)\n"
            "              ^^^^^^^",
            "write a month or a year as a day, such as 2024-01-01",
        ),
        (
            '(and (begin_with $email "qa@") (gt $age 65))',
            "APPCONFIG031",
            "line 1, column 7: unknown operator 'begin_with'\n"
            '    (and (begin_with $email "qa@") (gt $age 65))\n'
            "          ^^^^^^^^^^",
            "did you mean 'begins_with'?",
        ),
        (
            "(eq $tier gold)",
            "APPCONFIG031",
            "line 1, column 11: 'gold' is no operand\n    (eq $tier gold)\n              ^^^^",
            'text stands in double quotes, "gold", and a context key behind a $, $gold',
        ),
        (
            "(eq $tier)",
            "APPCONFIG032",
            "line 1, column 2: 'eq' has 1 operand, too few\n    (eq $tier)\n     ^^",
            "give it 2",
        ),
        (
            '(in $a "x")',
            "APPCONFIG033",
            "line 1, column 8: the second operand of 'in' is not a list\n"
            '    (in $a "x")\n'
            "           ^^^",
            'write a list of literals, such as ["gold", "silver"]',
        ),
        (
            "(exists $country)",
            "APPCONFIG034",
            "line 1, column 9: an operand of 'exists' has no name\n"
            "    (exists $country)\n"
            "            ^^^^^^^^",
            "write its name before it: key::…",
        ),
        (
            '(eq $user-id "x")',
            "APPCONFIG035",
            "line 1, column 5: 'user-id' cannot be a context key\n"
            '    (eq $user-id "x")\n'
            "        ^^^^^^^^",
            "rename the key, for example 'user_id'",
        ),
        (
            "(split pct::101 by::$u)",
            "APPCONFIG036",
            "line 1, column 13: 101 percent cannot be split off\n"
            "    (split pct::101 by::$u)\n"
            "                ^^^",
            "use a number from 0 to 100",
        ),
        (
            '(matches in::$g pattern::"(")',
            "APPCONFIG037",
            "line 1, column 26: '(' is no regular expression: missing ), unterminated subpattern\n"
            '    (matches in::$g pattern::"(")\n'
            "                             ^^^",
            "mend the pattern",
        ),
        (
            "(eq $a 9223372036854775808)",
            "APPCONFIG038",
            "line 1, column 8: 9223372036854775808 does not fit 64 bits\n"
            "    (eq $a 9223372036854775808)\n"
            "           ^^^^^^^^^^^^^^^^^^^",
            "stay between -9223372036854775808 and 9223372036854775807, or compare it as text",
        ),
    ],
)
def test_a_mistake_is_told_with_line_column_and_caret(
    text: str, check: str, message: str, fix: str
) -> None:
    [finding] = rule_findings(text)

    assert (finding.id, finding.where, finding.message, finding.fix) == (check, "$", message, fix)


EXAMPLE = 'write an expression in parentheses, such as (eq $tier "gold")'
OPERATOR_FIRST = 'begin each expression with an operator, such as (eq $tier "gold")'


@pytest.mark.parametrize(
    ("text", "column", "message", "fix"),
    [
        ("  ", 3, "the rule is empty", EXAMPLE),
        ("true", 1, "'true' alone is no rule", EXAMPLE),
        ("$tier", 1, "'$tier' alone is no rule", EXAMPLE),
        ("[1]", 1, "a list alone is no rule", EXAMPLE),
        ("x::(not true)", 1, "a rule has no name", EXAMPLE),
        ("::", 1, "there is no name before '::'", "write one, such as pct::10"),
        ('(split "x"::$a)', 11, "there is no name before '::'", "write one, such as pct::10"),
        ("(split a::b::1)", 11, "an operand has two names", "leave one of them"),
        ("(x::not true)", 2, "an operator has no name", OPERATOR_FIRST),
        ("(5 $a)", 2, "'5' is no operator", OPERATOR_FIRST),
        ("()", 1, "an expression has no operator", OPERATOR_FIRST),
        ("((not true))", 2, "an expression is no operator", OPERATOR_FIRST),
        ("([1] $a)", 2, "a list is no operator", OPERATOR_FIRST),
        ("(not true", 1, "the expression has no end", "close it with ')'"),
        ("(in $a [1)", 10, "no expression ends here", "take the ')' out, or write ']'"),
        ("(in $a 1])", 9, "no list ends here", "take the ']' out, or write ')'"),
        ("(in $a [1", 8, "the list has no end", "close it with ']'"),
        (")", 1, "no expression ends here", "take the ')' out, or write ']'"),
        ("(not true) (not true)", 12, "the rule has ended before this", "combine several expressions with (and …) or (or …)"),
        ("(not true))", 11, "the rule has ended before this", "combine several expressions with (and …) or (or …)"),
        ("(eq $a, 1)", 7, "a comma does not belong here", "separate operands with blanks; only lists have commas"),
        ("(in $a [,1])", 9, "there is nothing before this comma", "take it out"),
        ("(in $a [1,,2])", 11, "there is nothing before this comma", "take it out"),
        ("(split pct::)", 13, "'pct' has no operand", "write the operand behind '::'"),
        ("(in $a [x::])", 12, "'x' has no operand", "write the operand behind '::'"),
        ("(in $a [1 x::, 2])", 14, "'x' has no operand", "write the operand behind '::'"),
        ("(split pct::", 8, "a name has no operand", "write the operand behind '::'"),
        ("(eq $a {})", 8, "'{' does not belong in a rule", "take it out; text stands in double quotes"),
    ],
)  # fmt: skip
def test_what_is_not_one_expression_is_refused(
    text: str, column: int, message: str, fix: str
) -> None:
    [finding] = rule_findings(text)

    assert (finding.id, finding.severity, finding.fix) == ("APPCONFIG030", "error", fix)
    assert finding.message.splitlines()[0] == f"line 1, column {column}: {message}"


@pytest.mark.parametrize(
    ("text", "check", "column", "message"),
    [
        ("(eq $a null)", "APPCONFIG033", 8, "there is no null in a rule"),
        ("(eq $a = 1)", "APPCONFIG031", 8, "'=' is no operand"),
        ("(= $a 1)", "APPCONFIG031", 2, "unknown operator '='"),
        ("($a 1)", "APPCONFIG031", 2, "unknown operator '$a'"),
        ("(EQ $a 1)", "APPCONFIG031", 2, "unknown operator 'EQ'"),
        ("(eq $ 1)", "APPCONFIG035", 5, "a context key has no characters"),
        ("(eq $1 1)", "APPCONFIG035", 5, "'1' cannot be a context key"),
        ("(eq '$' 1)", "APPCONFIG035", 5, "a context key has no characters"),
        ("(eq $a.b 1)", "APPCONFIG035", 5, "'a.b' cannot be a context key"),
        ("(in $a [$b.c])", "APPCONFIG035", 9, "'b.c' cannot be a context key"),
        ("(eq $a 1e999)", "APPCONFIG038", 8, "inf is no finite 64-bit number"),
        ("(in $a [gold])", "APPCONFIG031", 9, "'gold' is no operand"),
    ],
)
def test_a_word_that_appconfig_does_not_know_is_refused(
    text: str, check: str, column: int, message: str
) -> None:
    found = [finding for finding in rule_findings(text) if finding.severity == "error"]

    assert found[0].id == check
    assert found[0].message.splitlines()[0] == f"line 1, column {column}: {message}"
    assert len(found) <= 2


@pytest.mark.parametrize(
    ("text", "check", "message", "fix"),
    [
        (
            '(ne $a "b")',
            "APPCONFIG041",
            "line 1, column 2: 'ne' may be unknown to AppConfig\n    (ne $a \"b\")\n     ^^",
            "write (not (eq …))",
        ),
        (
            '(or (eq $a "b"))',
            "APPCONFIG042",
            "line 1, column 2: 'or' has a single operand\n    (or (eq $a \"b\"))\n     ^^",
            "leave the operand alone, or add another",
        ),
        (
            '(in $a ["b" "c"])',
            "APPCONFIG043",
            "line 1, column 13: there is no comma before this member of a list\n"
            '    (in $a ["b" "c"])\n'
            "                ^^^",
            "separate the members with commas",
        ),
        (
            "(eq '$user-id' 1)",
            "APPCONFIG045",
            "line 1, column 5: the context key 'user-id' needs quotes\n"
            "    (eq '$user-id' 1)\n"
            "        ^^^^^^^^^^",
            "use a key of letters, digits and '_'",
        ),
    ],
)
def test_what_appconfig_may_take_is_a_warning_and_read(
    text: str, check: str, message: str, fix: str
) -> None:
    [finding] = rule_findings(text)

    assert (finding.id, finding.severity) == (check, "warning")
    assert (finding.where, finding.message, finding.fix) == ("$", message, fix)
    assert str(parse_rule(text)) == text.replace('"b" "c"', '"b", "c"')


def test_a_list_without_commas_is_told_once() -> None:
    [finding] = rule_findings('(in $a ["b" "c" "d" "e"])')

    assert finding.id == "APPCONFIG043"


def test_a_rule_is_not_longer_than_appconfig_stores() -> None:
    longest = '(eq $a "{}")'.format("x" * (limits.RULE - 10))

    assert len(longest) == limits.RULE
    assert rule_findings(longest) == []
    [finding] = rule_findings(longest.replace("x", "xx", 1))
    assert (finding.id, finding.message) == ("APPCONFIG039", "the rule has 16385 characters")


def test_all_mistakes_come_together() -> None:
    with pytest.raises(AppConfigError) as caught:
        parse_rule("(and (eq $a)\n  (in $b [$c]) (split pct::-1 by::$d))")

    assert str(caught.value) == (
        "rule '(and (eq $a)\\n  (in $b [$c]) (split pct::-1 by::$d))': 3 errors\n"
        "  APPCONFIG032 $: line 1, column 7: 'eq' has 1 operand, too few\n"
        "      (and (eq $a)\n"
        "            ^^\n"
        "      why: each operator of a rule takes a fixed number of operands, 'and' and 'or' take "
        f"any number ({PAGE})\n"
        "      fix: give it 2\n"
        "  APPCONFIG033 $: line 2, column 11: a list holds literals only\n"
        "        (in $b [$c]) (split pct::-1 by::$d))\n"
        "                ^^\n"
        "      why: each operator of a rule takes operands of certain kinds: context values and "
        "literals to compare, a list of literals for 'in', expressions and booleans for 'and', 'or' "
        f"and 'not' ({PAGE})\n"
        "      fix: write each case as an expression of its own, in (or …)\n"
        "  APPCONFIG036 $: line 2, column 28: -1 percent cannot be split off\n"
        "        (in $b [$c]) (split pct::-1 by::$d))\n"
        "                                 ^^\n"
        f"      why: a split takes a percentage from 0 to 100 ({PAGE})\n"
        "      fix: use a number from 0 to 100"
    )


def test_what_is_no_text_is_no_rule() -> None:
    [finding] = rule_findings(5)

    assert (finding.id, finding.message) == ("APPCONFIG033", "5 is not the text of a rule")
