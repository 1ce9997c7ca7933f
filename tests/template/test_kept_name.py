from __future__ import annotations

from cdk_appconfig import changes
from tests.shop_template import edited, template, texts


def test_a_profile_that_is_replaced_under_its_name_makes_the_update_fail() -> None:
    after = edited(Checkout={"Type": "AWS.Freeform"}, Version={"Content": "retries: 4"})
    after["Resources"]["Checkout"]["Metadata"] = {"aws:cdk:path": "Shop/checkout/Resource"}

    assert texts(changes(template(), after)) == [
        "APPCONFIG350 Shop/checkout/Resource: the configuration profile 'checkout' is replaced "
        "because of Type and keeps its name\n"
        "    why: CloudFormation creates the replacement before it deletes what it replaces, and "
        "AppConfig refuses a second configuration profile of one name in an application "
        "(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html)\n"
        "    fix: give it another name with the same change"
    ]


def test_a_profile_that_is_replaced_under_a_new_name_is_fine() -> None:
    after = edited(Checkout={"Type": "AWS.Freeform", "Name": "checkout-2"})

    assert texts(changes(template(), after)) == []


def test_an_environment_that_is_replaced_with_its_application_keeps_its_name_freely() -> None:
    after = edited(Shop={"Name": "shop"}, Prod={"ApplicationId": "abc1234"})

    assert texts(changes(template(), after)) == []


def test_a_version_that_is_replaced_under_its_label_makes_the_update_fail() -> None:
    after = edited(Version={"Content": "retries: 4", "LatestVersionNumber": 1})

    assert texts(changes(template(), after)) == [
        "APPCONFIG353 Version: the version is replaced and keeps its label 'v1.0'\n"
        "    why: CloudFormation creates the new version before it deletes the old one, and "
        "AppConfig refuses a label that a version of the profile already has "
        "(https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateHostedConfigurationVersion.html)\n"
        "    fix: leave VersionLabel out, or change it with the content"
    ]


def test_a_version_that_counts_on_an_earlier_one_makes_the_update_fail() -> None:
    after = edited(Version={"Content": "retries: 4", "VersionLabel": "v1.1"})

    assert texts(changes(template(), after)) == [
        "APPCONFIG354 Version: the version is replaced and keeps LatestVersionNumber 0\n"
        "    why: LatestVersionNumber must be the number of the latest version there is, and the "
        "version that is replaced was made on top of it "
        "(https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateHostedConfigurationVersion.html)\n"
        "    fix: leave LatestVersionNumber out"
    ]


def test_a_version_with_a_new_label_and_no_number_is_fine() -> None:
    new = {"Content": "retries: 4", "VersionLabel": "v1.1", "LatestVersionNumber": 1}

    assert texts(changes(template(), edited(Version=new))) == []


def test_a_version_of_a_new_profile_keeps_its_label_freely() -> None:
    after = edited(Checkout={"Type": "AWS.Freeform", "Name": "checkout-2"})

    assert [one.logical_id for one in changes(template(), after).having("replaced")] == [
        "Checkout",
        "Version",
    ]
    assert texts(changes(template(), after)) == []
