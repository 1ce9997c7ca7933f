from __future__ import annotations

import json

import pytest

from rig.captured import Row, rows
from rig.probe import Probe, refused

ROWS = rows("versions")
DOCUMENTS = rows("flags", "variants")
STORED = [row for row in DOCUMENTS.values() if "stored" in row and "document" in row["input"]]
AGAIN = ("ff-enabled-string-in-base", "ff-unknown-definition-key", "var-identical-repeat")


def test_labels(aws: Probe) -> None:
    application = aws.application()
    profile = aws.profile(application)
    aws.version(application, profile, {"x": 1}, VersionLabel="v1.0")

    with refused(ROWS["hcv-label-numeric"]):
        aws.version(application, profile, {"x": 1}, VersionLabel="123")
    with refused(ROWS["hcv-label-duplicate"]):
        aws.version(application, profile, {"x": 2}, VersionLabel="v1.0")
    label = ROWS["hcv-label-ok"]["input"]["VersionLabel"]
    assert aws.version(application, profile, {"x": 2}, VersionLabel=label) == 2
    assert aws.version(application, aws.profile(application, "b"), {}, VersionLabel="v1.0") == 1


def test_the_latest_number_is_a_lock(aws: Probe) -> None:
    application = aws.application()
    profile = aws.profile(application)
    aws.version(application, profile, {"x": 1})

    with refused(ROWS["hcv-latest-lock-stale"]):
        aws.version(application, profile, {"x": 3}, LatestVersionNumber=5)
    assert aws.version(application, profile, {"x": 3}, LatestVersionNumber=1) == 2


def test_size(aws: Probe) -> None:
    application = aws.application()
    profile = aws.profile(application)
    too_large = ROWS["hcv-too-large"]

    with refused(ROWS["hcv-empty-content"]):
        aws.version(application, profile, b"")
    with refused(too_large):
        aws.version(application, profile, b"x" * too_large["input"]["ContentSize"])
    aws.version(application, profile, b"x" * (too_large["input"]["ContentSize"] - 1))


def test_free_form_is_stored_as_it_is_and_always_anew(aws: Probe) -> None:
    application = aws.application()
    profile = aws.profile(application)
    text = ROWS["hcv-freeform-bytes"]["stored"].encode()

    assert [aws.version(application, profile, text) for _ in range(2)] == [1, 2]
    assert content(aws, application, profile, 2) == text


def test_a_number_is_never_used_again(aws: Probe) -> None:
    assert ROWS["cal-hcv-number-never-reused"]["verdict"] == "accept"
    application = aws.application()
    profile = aws.profile(application)
    number = aws.version(application, profile, {})
    aws.control.delete_hosted_configuration_version(
        ApplicationId=application, ConfigurationProfileId=profile, VersionNumber=number
    )

    assert aws.version(application, profile, {}, LatestVersionNumber=0) == 2


@pytest.mark.parametrize("row", STORED, ids=[row["id"] for row in STORED])
def test_flag_documents_are_stored_normalised(aws: Probe, row: Row) -> None:
    application = aws.application()
    profile = aws.flags(application)

    number = aws.version(application, profile, row["input"]["document"])

    stored = content(aws, application, profile, number)
    assert json.loads(stored) == row["stored"]
    assert b"<" not in stored


@pytest.mark.parametrize("id", ["ff-version-missing", "ff-version-2", "ff-flags-not-object"])
def test_what_is_no_flag_document_is_refused(aws: Probe, id: str) -> None:
    application = aws.application()
    profile = aws.flags(application)

    with refused(DOCUMENTS[id]):
        aws.version(application, profile, DOCUMENTS[id]["input"].get("document", {"flags": 1}))


@pytest.mark.parametrize("id", AGAIN)
def test_the_latest_document_again_has_its_number(aws: Probe, id: str) -> None:
    application = aws.application()
    profile = aws.flags(application)
    first = aws.version(application, profile, DOCUMENTS[id]["stored"])

    assert aws.version(application, profile, DOCUMENTS[id]["input"]["document"]) == first


def test_an_older_document_again_is_a_new_version(aws: Probe) -> None:
    """Rows in the order of the recording, where they are versions 7, 8 and 9."""
    application = aws.application()
    profile = aws.flags(application)
    series = [DOCUMENTS[f"ff-enabled-str-{text}"] for text in ("true", "false", "TRUE")]

    numbers = [aws.version(application, profile, row["input"]["document"]) for row in series]

    assert [row["version_number"] for row in series] == [7, 8, 9]
    assert numbers == [1, 2, 3]


def content(aws: Probe, application: str, profile: str, number: int) -> bytes:
    answer = aws.control.get_hosted_configuration_version(
        ApplicationId=application, ConfigurationProfileId=profile, VersionNumber=number
    )
    text: bytes = answer["Content"].read()
    return text
