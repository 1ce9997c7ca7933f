from __future__ import annotations

import copy
from typing import Any

import pytest

from cdk_appconfig import changes
from tests.shop_template import Template, with_versions


def template(policy: str = "Retain") -> Template:
    """A profile and its version, which stays at AWS when it is no longer declared."""
    return with_versions("AWS.Freeform", policy, Version="a")


def test_a_profile_whose_versions_stay_cannot_be_deleted() -> None:
    [finding] = changes(template(), {"Resources": {}}).findings

    assert str(finding) == (
        "APPCONFIG357 (warning) Checkout: the configuration profile 'checkout' is removed, and its "
        "version Version stays\n"
        "    why: AppConfig refuses to delete a configuration profile while hosted configuration "
        "versions exist under it, and an application while profiles exist under it "
        "(https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_DeleteConfigurationProfile.html)\n"
        "    fix: give its versions the DeletionPolicy Delete in a deployment before this one, and "
        "delete by hand those that are older"
    )


def test_a_profile_that_is_replaced_leaves_the_old_one_behind() -> None:
    after = template()
    profile = after["Resources"]["Checkout"]["Properties"]
    profile.update(Name="checkout-2", Type="AWS.AppConfig.FeatureFlags")

    [finding] = changes(template(), after).findings

    assert (finding.id, finding.message) == (
        "APPCONFIG357",
        "the configuration profile 'checkout-2' is replaced, and its version Version stays",
    )


def test_a_profile_goes_with_its_versions() -> None:
    assert changes(template("Delete"), {"Resources": {}}).findings == ()


def test_a_profile_that_stays_on_purpose_is_not_left_behind() -> None:
    before = template()
    before["Resources"]["Checkout"]["DeletionPolicy"] = "Retain"

    assert changes(before, {"Resources": {}}).findings == ()


@pytest.mark.parametrize("profile", ["abc1234", {"Ref": "Other"}])
def test_versions_of_another_profile_keep_nothing(profile: Any) -> None:
    before = template()
    before["Resources"]["Version"]["Properties"]["ConfigurationProfileId"] = profile

    assert changes(before, {"Resources": {}}).findings == ()


def test_a_new_version_of_a_profile_that_stays_is_fine() -> None:
    after = copy.deepcopy(template())
    after["Resources"]["Version"]["Properties"]["Content"] = "b"

    assert changes(template(), after).findings == ()
