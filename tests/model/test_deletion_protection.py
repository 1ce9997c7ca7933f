from __future__ import annotations

import pytest

from cdk_appconfig.model.deletion_protection import (
    DeletionProtectionCheck,
    deletion_protection_findings,
)


@pytest.mark.parametrize("check", [*DeletionProtectionCheck, "APPLY", None, "${Token[TOKEN.7]}"])
def test_checks_that_exist(check: str | None) -> None:
    assert list(deletion_protection_findings(check, "X")) == []


@pytest.mark.parametrize(
    ("check", "fix"),
    [
        ("bypas", "did you mean 'BYPASS'?"),
        ("on", "use one of ACCOUNT_DEFAULT, APPLY, BYPASS"),
    ],
)
def test_a_check_that_does_not_exist(check: str, fix: str) -> None:
    [finding] = deletion_protection_findings(check, "X")

    assert str(finding) == (
        f"APPCONFIG450 X: there is no deletion protection check {check!r}\n"
        "    why: the deletion protection check is ACCOUNT_DEFAULT, APPLY or BYPASS "
        "(https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-appconfig-environment.html)\n"
        f"    fix: {fix}"
    )


def test_a_check_is_its_name() -> None:
    assert [f"{check}" for check in DeletionProtectionCheck] == [
        "ACCOUNT_DEFAULT",
        "APPLY",
        "BYPASS",
    ]
