from __future__ import annotations

from pathlib import Path

from aws_cdk import App, NestedStack, Stack
from aws_cdk.aws_appconfig import CfnApplication, CfnEnvironment

from cdk_appconfig import changes
from tests.shop_template import Template, edited, moved, resource, template, texts


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


def test_a_name_taken_over_by_a_rename_makes_the_update_fail() -> None:
    before = template()
    before["Resources"]["Beta"] = resource(
        "Environment", ApplicationId={"Ref": "Shop"}, Name="beta"
    )
    after = edited(Prod={"Name": "beta"})

    assert [finding.id for finding in changes(before, after).findings] == ["APPCONFIG351"]


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
        "    why: AppConfig refuses a second application of one name in an account and region, and a "
        "second environment or profile of one name in an application, so that the stack that gives "
        "it away must be deployed before the stack that gets it "
        "(https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateApplication.html)\n"
        "    fix: deploy Old first, or give it another name"
    ]


def test_an_environment_that_moves_to_another_stack_is_a_matter_of_order(tmp_path: Path) -> None:
    folders = []
    for owner in ("Old", "New"):
        folders.append(tmp_path / owner)
        app = App(outdir=str(folders[-1]), analytics_reporting=False)
        shop = CfnApplication(Stack(app, "Platform"), "Shop", name="shop")
        for name in ("Old", "New"):
            environment = "prod" if name == owner else f"other-{name}"
            stack = Stack(app, name)
            CfnEnvironment(stack, environment, application_id=shop.ref, name=environment)
        app.synth()

    assert [
        (finding.id, finding.message)
        for finding in changes(*folders).findings
        if "prod" in finding.message
    ] == [
        (
            "APPCONFIG352",
            "the environment 'prod' moves from the stack Old to New and keeps its name",
        )
    ]


def test_an_environment_of_another_application_keeps_its_name_freely(tmp_path: Path) -> None:
    folders = []
    for owner in ("Old", "New"):
        folders.append(tmp_path / owner)
        app = App(outdir=str(folders[-1]), analytics_reporting=False)
        for name in ("Old", "New"):
            stack = Stack(app, name)
            shop = CfnApplication(stack, "Shop", name=name).ref
            environment = "prod" if name == owner else f"other-{name}"
            CfnEnvironment(stack, environment, application_id=shop, name=environment)
        app.synth()

    assert texts(changes(*folders)) == []


def test_what_moves_into_a_nested_stack_makes_the_update_fail(tmp_path: Path) -> None:
    folders = []
    for nested in (False, True):
        folders.append(tmp_path / str(nested))
        app = App(outdir=str(folders[-1]), analytics_reporting=False)
        stack = Stack(app, "Platform")
        shop = CfnApplication(stack, "Shop", name="shop").ref
        inner = NestedStack(stack, "Inner")
        CfnEnvironment(inner, "Beta", application_id=shop, name="beta")
        CfnEnvironment(inner if nested else stack, "Prod", application_id=shop, name="prod")
        app.synth()

    [finding] = changes(*folders).findings

    assert finding.id == "APPCONFIG351"
    assert finding.message == (
        "the environment 'prod' moves from Prod (Platform/Prod) to Prod (Platform/Inner/Prod) and "
        "keeps its name"
    )


def extension(logical_id: str, name: str = "audit") -> Template:
    return {"Resources": {logical_id: resource("Extension", Name=name, Actions={})}}


def test_an_extension_that_moves_may_be_deleted_with_the_old_one() -> None:
    assert texts(changes(extension("Audit"), extension("Log"))) == [
        "APPCONFIG356 (warning) Log: the extension 'audit' moves from Audit to Log and keeps its "
        "name\n"
        "    why: AppConfig knows an extension by its name: it answers the creation of the same one "
        "with the one there is and refuses another one, and deleting the old resource then deletes "
        "what both stand for "
        "(https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateExtension.html)\n"
        "    fix: keep the construct where it was, or its logical id 'Audit' (override_logical_id), "
        "or give it another name"
    ]


def test_an_extension_that_moves_and_gets_another_name_is_fine() -> None:
    assert texts(changes(extension("Audit"), extension("Log", "audit-2"))) == []
