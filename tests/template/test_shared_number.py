from __future__ import annotations

import copy
import json

import pytest

from cdk_appconfig import changes
from tests.shop_template import Template, with_versions

ON = '{"flags": {"a": {"name": "a"}}, "values": {"a": {"enabled": true}}, "version": "1"}'
OFF = ON.replace("true", "false")


def template(policy: str = "Delete", **contents: str) -> Template:
    """A profile, and a version of flags for each content."""
    return with_versions("AWS.AppConfig.FeatureFlags", policy, **contents)


def test_a_version_that_moves_to_another_logical_id_takes_its_number_along() -> None:
    in_another_layout = json.dumps(json.loads(ON), separators=(",", ":"))

    [finding] = changes(template(Old=ON), template(New=in_another_layout)).findings

    assert str(finding) == (
        "APPCONFIG445 (warning) Old: the version is deleted, and New may stand for its number\n"
        "    why: AppConfig answers flags equal to the latest version with that version's number, "
        "and what is deleted cannot be deployed again (https://docs.aws.amazon.com/appconfig/"
        "2019-10-09/APIReference/API_CreateHostedConfigurationVersion.html)\n"
        "    fix: give it the DeletionPolicy and the UpdateReplacePolicy Retain in a deployment "
        "before this one"
    )


def test_a_version_that_is_replaced_takes_the_number_of_an_equal_one_along() -> None:
    before, after = template(Beta=ON, Prod=ON), template(Beta=OFF, Prod=ON)

    [finding] = changes(before, after).findings

    assert (finding.id, finding.where) == ("APPCONFIG445", "Beta")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (template("Retain", Old=ON), template("Retain", New=ON)),
        (template(Old=ON), template(New=OFF)),
        (template(Old="ports: 80"), template(New="ports: 80")),
        (template(Old=ON), template(Old=ON, New=ON)),
        (template(Old=ON), template()),
        (template(Old=ON), template(Old=OFF)),
    ],
    ids=["retained", "other flags", "no flags", "nothing goes", "no other", "the same resource"],
)
def test_otherwise_numbers_are_left_alone(before: Template, after: Template) -> None:
    assert changes(before, after).findings == ()


def test_a_version_of_another_profile_has_numbers_of_its_own() -> None:
    before, after = template(Old=ON), template(New=ON)
    for each in (before, after):
        search = copy.deepcopy(each["Resources"]["Checkout"])
        search["Properties"]["Name"] = "search"
        each["Resources"]["Search"] = search
    after["Resources"]["New"]["Properties"]["ConfigurationProfileId"] = {"Ref": "Search"}

    assert changes(before, after).findings == ()
