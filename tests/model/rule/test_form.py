"""What each operator takes: a mistake in its operands is found at its place."""

from __future__ import annotations

import pytest

from cdk_appconfig.model.rule import rule_findings
from cdk_appconfig.model.rule.form import OPERATORS

LEGAL = {
    "and": "(and true false)",
    "or": "(or true false)",
    "not": "(not true)",
    "in": "(in $a [])",
    "matches": '(matches pattern::"x" in::$a)',
    "exists": '(exists key::"a")',
    "split": "(split by::$a pct::1)",
    "ne": "(not (ne $a 1))",
}


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_takes_its_operands(operator: str) -> None:
    text = LEGAL.get(operator, f"({operator} $a $b)")

    assert [f for f in rule_findings(text) if f.severity == "error"] == []


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_without_operands_is_refused(operator: str) -> None:
    findings = rule_findings(f"({operator})")

    assert {finding.id for finding in findings if finding.severity == "error"} <= {
        "APPCONFIG032",
        "APPCONFIG034",
    }
    assert any(finding.severity == "error" for finding in findings)


@pytest.mark.parametrize(
    ("text", "check", "column", "message"),
    [
        ("(eq $a)", "APPCONFIG032", 2, "'eq' has 1 operand, too few"),
        ("(eq $a 1 2)", "APPCONFIG032", 10, "'eq' has 3 operands, too many"),
        ("(begins_with $a)", "APPCONFIG032", 2, "'begins_with' has 1 operand, too few"),
        ("(in $a)", "APPCONFIG032", 2, "'in' has 1 operand, too few"),
        ("(in $a [] [])", "APPCONFIG032", 11, "'in' has 3 operands, too many"),
        ("(and)", "APPCONFIG032", 2, "'and' has 0 operands, too few"),
        ("(not)", "APPCONFIG032", 2, "'not' has 0 operands, too few"),
        ("(not true false)", "APPCONFIG032", 11, "'not' has 2 operands, too many"),
        ('(and "x" true)', "APPCONFIG033", 6, "an operand of 'and' is neither true nor false"),
        ("(or 1 true)", "APPCONFIG033", 5, "an operand of 'or' is neither true nor false"),
        ("(not [])", "APPCONFIG033", 6, "an operand of 'not' is neither true nor false"),
        ("(eq $a [])", "APPCONFIG033", 8, "a list is no operand of 'eq'"),
        ("(eq [] $a)", "APPCONFIG033", 5, "a list is no operand of 'eq'"),
        ("(contains $a [])", "APPCONFIG033", 14, "a list is no operand of 'contains'"),
        ("(eq (not true) 1)", "APPCONFIG033", 5, "an expression is no operand of 'eq'"),
        ("(in [] [])", "APPCONFIG033", 5, "a list is no operand of 'in'"),
        ("(in $a $b)", "APPCONFIG033", 8, "the second operand of 'in' is not a list"),
        ("(in $a [$b])", "APPCONFIG033", 9, "a list holds literals only"),
        ("(in $a [x::1])", "APPCONFIG033", 12, "a list holds literals only"),
        ("(in $a [[1]])", "APPCONFIG033", 9, "a list holds literals only"),
        ("(in $a [(not true)])", "APPCONFIG033", 9, "a list holds literals only"),
        ("(eq x::$a 1)", "APPCONFIG034", 8, "'eq' takes no operand called 'x'"),
        ("(exists $a)", "APPCONFIG034", 9, "an operand of 'exists' has no name"),
        ("(exists key::$a)", "APPCONFIG033", 14, "'key' of 'exists' is not a key in double quotes, without the '$'"),
        ('(exists kee::"a" key::"a")', "APPCONFIG034", 14, "'exists' takes no operand called 'kee'"),
        ("(matches in::$a)", "APPCONFIG034", 2, "'matches' has no operand called 'pattern'"),
        ('(matches pattern::"x")', "APPCONFIG034", 2, "'matches' has no operand called 'in'"),
        ('(matches $a pattern::"x")', "APPCONFIG034", 10, "an operand of 'matches' has no name"),
        ("(matches in::$a pattern::5)", "APPCONFIG033", 26, "'pattern' of 'matches' is not a regular expression in double quotes"),
        ('(matches in::[] pattern::"x")', "APPCONFIG033", 14, "a list is no operand of 'matches'"),
        ("(split pct::10)", "APPCONFIG034", 2, "'split' has no operand called 'by'"),
        ("(split by::$a)", "APPCONFIG034", 2, "'split' has no operand called 'pct'"),
        ('(split pct::1 by::"a")', "APPCONFIG033", 19, "'by' of 'split' is not a context value, such as $userId"),
        ("(split pct::1 by::$a seed::5)", "APPCONFIG033", 28, "'seed' of 'split' is not a text in double quotes"),
        ('(split pct::"1" by::$a)', "APPCONFIG033", 13, "'1' is not a percentage"),
        ("(split pct::true by::$a)", "APPCONFIG033", 13, "True is not a percentage"),
        ("(split pct::1 pct::2 by::$a)", "APPCONFIG034", 20, "'split' has two operands called 'pct'"),
        ("(split pct::100.5 by::$a)", "APPCONFIG036", 13, "100.5 percent cannot be split off"),
        ("(split pct::-0.5 by::$a)", "APPCONFIG036", 13, "-0.5 percent cannot be split off"),
    ],
)  # fmt: skip
def test_a_wrong_operand_is_found_at_its_place(
    text: str, check: str, column: int, message: str
) -> None:
    [finding] = rule_findings(text)

    assert (finding.id, finding.severity) == (check, "error")
    assert finding.message.splitlines()[0] == f"line 1, column {column}: {message}"


@pytest.mark.parametrize("pct", ["0", "100", "0.0001", "100.0"])
def test_a_percentage_may_be_at_the_limit(pct: str) -> None:
    assert rule_findings(f"(split pct::{pct} by::$a)") == []


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ('(split pct::1 by::$a sead::"x")', "did you mean 'seed'?"),
        ("(split pct::1 percentage::$a by::$a)", "it takes pct, by, seed"),
        ("(eq $a [1])", 'a list stands only to the right of \'in\': (in $tier ["gold", "silver"])'),
        ("(in [1] [2])", "put the value first and the list behind it"),
        ("(eq $a hello world)", "leave 2; a text of several words stands in double quotes"),
        ("(and)", "give it 1 or more"),
        ("(exists $a)", "write its name before it: key::…"),
    ],
)
def test_the_mend_fits_the_mistake(text: str, fix: str) -> None:
    assert rule_findings(text)[-1].fix == fix


@pytest.mark.parametrize(
    ("text", "check", "message", "fix"),
    [
        (
            '(exists key::"$age")',
            "APPCONFIG231",
            "line 1, column 14: 'exists' asks for the key '$age'",
            'write (exists key::"age")',
        ),
        *(
            (
                f"({operator} $beta true)",
                "APPCONFIG232",
                f"line 1, column {len(operator) + 9}: true is neither above nor below anything",
                "compare it with 'eq'",
            )
            for operator in ("gt", "gte", "lt", "lte")
        ),
        (
            "(lt false $beta)",
            "APPCONFIG232",
            "line 1, column 5: false is neither above nor below anything",
            "compare it with 'eq'",
        ),
    ],
)
def test_what_cannot_be_meant_is_told(text: str, check: str, message: str, fix: str) -> None:
    [finding] = rule_findings(text)

    assert (finding.id, finding.severity, finding.fix) == (check, "warning", fix)
    assert finding.message.splitlines()[0] == message


@pytest.mark.parametrize(
    "text",
    ['(exists key::"a$")', "(eq $beta true)", '(gt $a "true")', "(lte $a -1)", "(gt $a $b)"],
)
def test_what_can_be_meant_is_fine(text: str) -> None:
    assert rule_findings(text) == []
