from __future__ import annotations

import json

import pytest

from rig.captured import Row, rows
from rig.probe import Probe, refused

ROWS = rows("retrieval")
DOCUMENTS = rows("flags", "variants")
SERVED = [row for row in DOCUMENTS.values() if "served" in row]


@pytest.mark.parametrize("row", SERVED, ids=[row["id"] for row in SERVED])
def test_flags_without_the_agent(aws: Probe, row: Row) -> None:
    assert serve(aws, row["input"]["document"]) == row["served"]


def test_disabled_flags_lose_their_attributes(aws: Probe) -> None:
    row = rows("served")["served-basic"]

    assert serve(aws, DOCUMENTS[row["input"]["stored"]]["input"]["document"]) == row["served"]


def test_sessions_need_something_deployed(aws: Probe) -> None:
    application = aws.application()
    aws.environment(application)
    aws.profile(application)

    with refused(ROWS["session-app-missing"]):
        aws.session("nothing", "env", "free")
    with refused(ROWS["session-env-missing"]):
        aws.session("probe", "nothing", "free")
    with refused(ROWS["session-profile-missing"]):
        aws.session("probe", "nothing", "nothing")
    with refused(ROWS["session-nothing-deployed"]):
        aws.session("probe", "env", "free")


def test_an_unchanged_configuration_is_not_sent_again(aws: Probe) -> None:
    assert ROWS["poll-unchanged"]["verdict"] == "accept"
    deploy(aws, {"a": 1})
    first = aws.data.get_latest_configuration(
        ConfigurationToken=aws.session("probe", "env", "free")
    )
    second = aws.data.get_latest_configuration(
        ConfigurationToken=first["NextPollConfigurationToken"]
    )

    assert first["Configuration"].read() == b'{"a": 1}'
    assert second["Configuration"].read() == b""
    assert second["ContentType"] == "application/json"


def test_a_revert_of_the_only_deployment_leaves_nothing(aws: Probe) -> None:
    application, environment = deploy(aws, {"a": 1})
    aws.control.stop_deployment(
        ApplicationId=application,
        EnvironmentId=environment,
        DeploymentNumber=1,
        AllowRevert=True,
    )

    with refused(ROWS["poll-after-revert-to-nothing"]):
        aws.served("probe", "env", "free")


def test_an_invented_token(aws: Probe) -> None:
    with refused(ROWS["poll-bad-token"]):
        aws.data.get_latest_configuration(ConfigurationToken="invented")


def deploy(aws: Probe, content: object) -> tuple[str, str]:
    application = aws.application()
    environment, profile = aws.environment(application), aws.profile(application)
    version = aws.version(application, profile, content)
    aws.start(application, environment, profile, version, aws.strategy())
    return application, environment


def serve(aws: Probe, document: object) -> object:
    application = aws.application()
    environment, profile = aws.environment(application), aws.flags(application)
    version = aws.version(application, profile, document)
    aws.start(application, environment, profile, version, aws.strategy())
    return json.loads(aws.served(application, environment, profile))
