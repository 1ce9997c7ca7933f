from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from aws_cdk import App, Stack
from aws_cdk.aws_appconfig import CfnApplication

from cdk_appconfig import Changes, changes

Template = dict[str, Any]


def resource(term: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::AppConfig::{term}", "Properties": properties}


def template() -> Template:
    return {
        "Resources": {
            "Shop": resource("Application", Name="shop"),
            "Prod": resource("Environment", ApplicationId={"Ref": "Shop"}, Name="prod"),
            "Checkout": resource(
                "ConfigurationProfile",
                ApplicationId={"Ref": "Shop"},
                Name="checkout",
                LocationUri="hosted",
            ),
            "Version": resource(
                "HostedConfigurationVersion",
                ApplicationId={"Ref": "Shop"},
                ConfigurationProfileId={"Ref": "Checkout"},
                Content="retries: 3",
                ContentType="application/x-yaml",
                VersionLabel="v1.0",
                LatestVersionNumber=0,
            ),
        }
    }


def edited(**properties: Any) -> Template:
    """Return the template with properties of resources changed: ``Version={"Content": "a"}``."""
    result = copy.deepcopy(template())
    for logical_id, new in properties.items():
        result["Resources"][logical_id]["Properties"].update(new)
    return result


def moved(old: str, new: str, **properties: Any) -> Template:
    """Return the template with a resource under another logical id."""
    result = copy.deepcopy(template())
    result["Resources"][new] = result["Resources"].pop(old)
    result["Resources"][new]["Properties"].update(properties)
    return result


def texts(found: Changes) -> list[str]:
    return [str(finding) for finding in found.findings]


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


def test_a_resource_that_moved_under_its_name_makes_the_update_fail() -> None:
    assert texts(changes(template(), moved("Prod", "ShopProd"))) == [
        "APPCONFIG351 ShopProd: the environment 'prod' moves from Prod to ShopProd and keeps its "
        "name\n"
        "    why: a resource with another logical id is a new one, CloudFormation creates it before "
        "it deletes the old one, and AppConfig refuses a second resource of one name "
        "(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html)\n"
        "    fix: keep the construct where it was, or its logical id 'Prod' (override_logical_id), "
        "or give it another name"
    ]


def test_a_resource_that_moved_and_got_another_name_is_fine() -> None:
    assert texts(changes(template(), moved("Prod", "ShopProd", Name="production"))) == []


def test_the_places_before_and_after_are_told_as_construct_paths() -> None:
    before, after = template(), moved("Shop", "ShopResource")
    before["Resources"]["Shop"]["Metadata"] = {"aws:cdk:path": "Platform/Shop"}
    after["Resources"]["ShopResource"]["Metadata"] = {"aws:cdk:path": "Platform/Apps/Shop"}

    [text] = texts(changes(before, after))

    assert text.splitlines()[0] == (
        "APPCONFIG351 Platform/Apps/Shop: the application 'shop' moves from Shop (Platform/Shop) "
        "to ShopResource (Platform/Apps/Shop) and keeps its name"
    )


def test_what_lies_below_an_application_that_moved_is_not_told_again() -> None:
    after = moved("Shop", "Store")
    for logical_id in ("Prod", "Checkout", "Version"):
        after["Resources"][logical_id]["Properties"]["ApplicationId"] = {"Ref": "Store"}

    assert [finding.id for finding in changes(template(), after).findings] == ["APPCONFIG351"]


def test_an_environment_that_is_replaced_with_its_application_keeps_its_name_freely() -> None:
    after = edited(Shop={"Name": "shop"}, Prod={"ApplicationId": "abc1234"})

    assert texts(changes(template(), after)) == []


def test_a_name_taken_over_by_a_rename_makes_the_update_fail() -> None:
    before = template()
    before["Resources"]["Beta"] = resource(
        "Environment", ApplicationId={"Ref": "Shop"}, Name="beta"
    )
    after = edited(Prod={"Name": "beta"})

    assert [finding.id for finding in changes(before, after).findings] == ["APPCONFIG351"]


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


def test_an_application_that_moves_to_another_stack_is_a_matter_of_order(tmp_path: Path) -> None:
    folders = []
    for owner in ("Old", "New"):
        folders.append(tmp_path / owner)
        app = App(outdir=str(folders[-1]), analytics_reporting=False)
        for name in ("Old", "New"):
            stack = Stack(app, name)
            shop = "shop" if name == owner else "other"
            CfnApplication(stack, "Shop" if name == owner else "Other", name=shop)
        app.synth()

    found = changes(*folders)

    assert [str(finding) for finding in found.findings if "'shop'" in finding.message] == [
        "APPCONFIG352 (warning) New/Shop: the application 'shop' moves from the stack Old to New "
        "and keeps its name\n"
        "    why: AppConfig refuses a second application of one name in an account and region, so "
        "that the stack that gives it away must be deployed before the stack that gets it "
        "(https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateApplication.html)\n"
        "    fix: deploy Old first, or give it another name"
    ]
