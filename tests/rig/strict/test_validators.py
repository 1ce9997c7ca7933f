from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from botocore.exceptions import ClientError

from rig.captured import Row, rows
from rig.emulator import Emulator
from rig.probe import Probe, refused

ROWS = rows("validators")
JUDGED = [row for id, row in ROWS.items() if id.endswith("-validate")]
REFUSED = [row for row in JUDGED if row["verdict"] == "refuse"]
HANDLER = """
import base64, json
def handler(event, context):
    assert sorted(event) == [
        "applicationId", "configurationProfileId", "configurationVersion", "content", "uri"]
    if json.loads(base64.b64decode(event["content"])) != {"good": True}:
        raise ValueError("not good")
"""


@pytest.mark.parametrize("row", JUDGED, ids=[row["id"] for row in JUDGED])
def test_a_schema_is_used_when_a_version_is_validated(aws: Probe, row: Row) -> None:
    application = aws.application()
    profile = aws.profile(application, Validators=row["input"]["Validators"])
    version = aws.version(application, profile, row["input"]["Content"].encode())

    if row["verdict"] == "accept":
        validate(aws, application, profile, version)
        return
    with pytest.raises(ClientError) as caught:
        validate(aws, application, profile, version)
    answer: Any = caught.value.response
    assert answer["Error"]["Code"] == row["exception"]
    head, mark, _ = row["message"].partition("Original error message:")
    assert answer["Error"]["Message"].startswith(head + mark)


@pytest.mark.parametrize("row", REFUSED, ids=[row["id"] for row in REFUSED])
def test_a_deployment_is_refused_alike(aws: Probe, row: Row) -> None:
    assert rows("deployments")["cal-deploy-validators"]["verdict"] == "refuse"
    application = aws.application()
    profile = aws.profile(application, Validators=row["input"]["Validators"])
    version = aws.version(application, profile, row["input"]["Content"].encode())
    environment = aws.environment(application)

    with pytest.raises(ClientError, match="BadRequestException"):
        aws.start(application, environment, profile, version, aws.strategy())

    listed = aws.control.list_deployments(ApplicationId=application, EnvironmentId=environment)
    assert listed["Items"] == []


def test_a_function_needs_an_account(aws: Probe) -> None:
    validators = [{"Type": "LAMBDA", "Content": "not-an-arn"}]
    row = ROWS["validator-lambda-not-arn"]

    with refused(row):
        aws.profile(aws.application(), Validators=validators)


def test_a_function_is_asked(aws: Probe, strict_aws: Emulator) -> None:
    application = aws.application()
    arn = function(strict_aws, HANDLER)
    strict_aws.client("lambda").add_permission(
        FunctionName=arn,
        StatementId="AppConfig",
        Action="lambda:InvokeFunction",
        Principal="appconfig.amazonaws.com",
    )
    profile = aws.profile(application, Validators=[{"Type": "LAMBDA", "Content": arn}])
    good = aws.version(application, profile, {"good": True})
    bad = aws.version(application, profile, {"good": False})
    environment = aws.environment(application)
    instant = aws.strategy()

    aws.start(application, environment, profile, good, instant)
    with pytest.raises(ClientError, match=f"Error invoking validator {arn}: not good"):
        aws.start(application, environment, profile, bad, instant)
    assert aws.served(application, environment, profile) == b'{"good": true}'


def test_a_function_that_does_not_exist_refuses(aws: Probe) -> None:
    application = aws.application()
    arn = "arn:aws:lambda:us-east-1:000000000000:function:nobody"
    profile = aws.profile(application, Validators=[{"Type": "LAMBDA", "Content": arn}])
    version = aws.version(application, profile, {})

    with pytest.raises(ClientError, match=f"Error invoking validator {arn}: "):
        validate(aws, application, profile, version)


def test_a_function_that_appconfig_may_not_call_refuses(aws: Probe, strict_aws: Emulator) -> None:
    application = aws.application()
    arn = function(strict_aws, HANDLER)
    strict_aws.client("lambda").add_permission(
        FunctionName=arn,
        StatementId="Topic",
        Action="lambda:InvokeFunction",
        Principal="sns.amazonaws.com",
    )
    profile = aws.profile(application, Validators=[{"Type": "LAMBDA", "Content": arn}])
    version = aws.version(application, profile, {"good": True})

    with pytest.raises(ClientError, match="AppConfig may not call it"):
        validate(aws, application, profile, version)


def validate(aws: Probe, application: str, profile: str, version: int) -> None:
    aws.control.validate_configuration(
        ApplicationId=application,
        ConfigurationProfileId=profile,
        ConfigurationVersion=str(version),
    )


def function(strict_aws: Emulator, code: str) -> str:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("index.py", code)
    arn: str = strict_aws.client("lambda").create_function(
        FunctionName="judge",
        Runtime="python3.12",
        Role="arn:aws:iam::000000000000:role/any",
        Handler="index.handler",
        Code={"ZipFile": package.getvalue()},
    )["FunctionArn"]
    return arn
