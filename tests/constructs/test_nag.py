"""What cdk-nag finds in an app that uses everything: nothing that is not explained.

The explanations are in ``docs/permissions.md``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from aws_cdk import App, Validations

from tests import everything_on

EXPLAINED = {
    # The state of a composite alarm is read with that of all alarms.
    ("IAM5", "*", "Platform/Shop/prod/AlarmRole"),
    # AppConfig looks whether the bucket is one of the account.
    ("IAM5", "*", "Platform/Shop/prices/RetrievalRole"),
    # A deployment gets its number when it starts.
    ("IAM5", "deployment/*", "Platform/Shop/prod/Stop-Operator-291101a0"),
    ("IAM5", "deployment/*", "Platform/Shop/prod/Watch-Operator-291101a0"),
    # The console shows what IAM offers for a whole account only; the rest as above and below.
    ("IAM5", "*", "Platform/Shop/prod/OperatorPolicy"),
    ("IAM5", "deployment/*", "Platform/Shop/prod/OperatorPolicy"),
    # Nobody named profiles or strategies.
    ("IAM5", "configurationprofile/*", "Platform/Shop/prod/OperatorPolicy"),
    ("IAM5", "configurationprofile/*", "Platform/Shop/prod/Start-Operator-291101a0"),
    ("IAM5", "deploymentstrategy/*", "Platform/Shop/prod/OperatorPolicy"),
    ("IAM5", "deploymentstrategy/*", "Platform/Shop/prod/Start-Operator-291101a0"),
    ("IAM5", "configuration/*", "Platform/Shop/prod/EveryReader"),
    ("IAM5", "configuration/*", "Platform/Shop/prod/ReaderRole"),
    # The agent is told by variables what to read; none of them is a secret.
    ("ECS2", "", "Platform/Task"),
}
OF_THE_USER = {
    ("IAM4", "service-role/AWSLambdaBasicExecutionRole", "Platform/Api/ServiceRole"),
    ("L1", "", "Platform/Api"),
}


def findings(assembly: Path) -> Iterator[tuple[str, str, str]]:
    """Yield rule, end of the resource that it is about, and path of the construct."""
    report = json.loads((assembly / "validation-report.json").read_text(encoding="utf-8"))
    for plugin in report["pluginReports"]:
        for violation in plugin["violations"]:
            rule, _, about = violation["ruleName"].removeprefix("AwsSolutions-").partition("[")
            end = re.search(r"([^/:]+/)?[^/:]+$", about.removesuffix("]"))
            for construct in violation["violatingConstructs"]:
                path = construct["constructPath"].removesuffix("/Resource")
                yield rule, end[0] if end else "", path


@pytest.mark.once
def test_everything_that_is_found_is_explained(tmp_path: Path) -> None:
    from cdk_nag import AwsSolutionsChecks  # noqa: PLC0415 for a newer constructs than the oldest

    app = App(
        outdir=str(tmp_path), analytics_reporting=False, builtin_cloud_formation_validation=False
    )
    everything_on.everything_on(app)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))

    with pytest.raises(RuntimeError, match="AwsSolutions"):
        app.synth()

    assert set(findings(tmp_path)) - OF_THE_USER == EXPLAINED
