from __future__ import annotations

from typing import Any

import pytest

from rig.captured import rows
from rig.probe import Probe

ROWS = rows("extensions")


def test_the_same_again_is_the_same_version(aws: Probe) -> None:
    again = ROWS["ext-create-identical"]

    failures = aws.create_stack(
        {"One": extension(**ROWS["ext-create"]["input"]), "Two": extension(**again["input"])}
    )

    assert failures == []
    [found] = listed(aws, "extensions")
    assert found["VersionNumber"] == again["version_number"]


def test_other_content_is_the_next_version(aws: Probe) -> None:
    following = ROWS["ext-create-next-version"]

    failures = aws.create_stack(
        {"One": extension(**ROWS["ext-create"]["input"]), "Two": extension(**following["input"])}
    )

    assert failures == []
    versions = [found["VersionNumber"] for found in listed(aws, "extensions")]
    assert versions == [1, following["version_number"]]


@pytest.mark.parametrize(
    ("before", "refused"),
    [
        (["ext-create"], "ext-create-changed-no-latest"),
        (["ext-create", "ext-create-next-version"], "ext-create-latest-stale"),
        ([], "ext-required-and-dynamic"),
    ],
)
def test_extensions_that_are_refused(aws: Probe, before: list[str], refused: str) -> None:
    rows = [ROWS[id] for id in [*before, refused]]

    failures = aws.create_stack(
        {f"E{number}": extension(**row["input"]) for number, row in enumerate(rows)}
    )

    message = ROWS[refused]["message"].replace("stackd-aceffects-e8ec495c0c5b", "n")
    assert failures == [f"{message} (Service: AppConfig, Status Code: {ROWS[refused]['status']})"]


def test_associations(aws: Probe) -> None:
    rows = [ROWS["assoc-with-dynamic-default"], ROWS["assoc-duplicate"]]
    resources = {"E": extension(**ROWS["ext-create"]["input"])}
    resources |= {f"A{n}": association(**row["input"]) for n, row in enumerate(rows)}

    assert aws.create_stack(resources) == []
    found = listed(aws, "extension_associations")
    assert [each["ResourceArn"] for each in found] == ["arn:of:an:application"] * 2


def test_an_update_changes_a_version_in_place(aws: Probe) -> None:
    row = ROWS["ext-update-in-place"]
    before = ROWS["ext-create"]["input"]
    aws.create_stack({"E": extension(**before)})
    [created] = listed(aws, "extensions")

    changed = {**before, "Description": row["input"]["Description"]}
    assert aws.update_stack({"E": extension(**changed)}) == []

    [updated] = listed(aws, "extensions")
    assert updated["VersionNumber"] == row["version_number"]
    assert (updated["Arn"], updated["Description"]) == (created["Arn"], "updated-one")


def test_an_association_is_bound_to_the_highest_version(aws: Probe) -> None:
    first, second = ROWS["ext-create"]["input"], ROWS["ext-create-next-version"]["input"]
    resources = {"First": extension(**first), "E": extension(**second), "A": association()}

    assert aws.create_stack(resources) == []

    [found] = listed(aws, "extension_associations")
    version = ROWS["assoc-default-version"]["version_number"]
    assert found["ExtensionArn"].endswith(f"/{version}")


def test_an_update_of_an_association_replaces_all_parameters(aws: Probe) -> None:
    row = ROWS["assoc-update-drops-required"]
    resources = {"E": extension(**ROWS["ext-create"]["input"])}
    given = ROWS["assoc-with-dynamic-default"]["input"]
    aws.create_stack({**resources, "A": association(**given)})
    [found] = listed(aws, "extensions")

    [failure] = aws.update_stack({**resources, "A": association(**{**given, **row["input"]})})

    message = row["message"].replace("s37ekmk", found["Id"])
    assert failure == f"{message} (Service: AppConfig, Status Code: 400)"


def test_a_required_parameter(aws: Probe) -> None:
    row = ROWS["assoc-required-missing"]

    [failure] = aws.create_stack(
        {
            "E": extension(**ROWS["ext-create"]["input"]),
            "A": association(**row["input"]),
        }
    )

    message = row["message"].replace("stackd-aceffects-e8ec495c0c5b", "n")
    assert failure == f"{message} (Service: AppConfig, Status Code: 400)"


def test_an_extension_in_use_is_not_deleted(aws: Probe) -> None:
    row = ROWS["ext-delete-in-use"]
    rows = [ROWS["assoc-with-dynamic-default"], ROWS["assoc-duplicate"]]
    resources = {"E": extension(**ROWS["ext-create"]["input"])}
    associations = {f"A{n}": association(**each["input"]) for n, each in enumerate(rows)}
    for each in associations.values():
        each["DeletionPolicy"] = "Retain"
    aws.create_stack(resources | associations)
    [found] = listed(aws, "extensions")
    aws.cloudformation.delete_stack(StackName="Test")

    [failure] = aws.failures()

    message = row["message"].replace("s37ekmk", found["Id"])
    assert failure == f"{message} (Service: AppConfig, Status Code: 400)"


def listed(aws: Probe, term: str) -> list[Any]:
    items: list[Any] = getattr(aws.control, f"list_{term}")()["Items"]
    return items


def extension(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::AppConfig::Extension", "Properties": properties}


def association(**properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::AppConfig::ExtensionAssociation",
        "Properties": {
            "ExtensionIdentifier": {"Ref": "E"},
            "ResourceIdentifier": "arn:of:an:application",
            **properties,
        },
    }
