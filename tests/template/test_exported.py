from __future__ import annotations

from pathlib import Path

from aws_cdk import App, CfnOutput, Fn, Stack
from aws_cdk import aws_appconfig as l1

from cdk_appconfig import Changes, changes


def update(folder: Path, *, old: str, new: str, imported: bool = True) -> Changes:
    """A profile is replaced as its location changes, and another stack deploys it."""
    folders: list[Path] = []
    for location in (old, new):
        folders.append(folder / str(len(folders)))
        app = App(outdir=str(folders[-1]), analytics_reporting=False)
        platform = Stack(app, "Platform")
        profile = l1.CfnConfigurationProfile(
            platform,
            "Checkout",
            application_id="abc1234",
            name=f"checkout-{location}",
            location_uri=f"ssm-parameter://{location}",
        )
        CfnOutput(platform, "Out", value=profile.ref, export_name="checkout")
        l1.CfnDeployment(
            Stack(app, "Rollouts"),
            "Rollout",
            application_id="abc1234",
            environment_id="abc1234",
            configuration_profile_id=Fn.import_value("checkout") if imported else "abc1234",
            configuration_version="1",
            deployment_strategy_id="AppConfig.AllAtOnce",
        )
        app.synth()
    return changes(*folders)


def test_a_value_that_another_stack_imports_cannot_change(tmp_path: Path) -> None:
    [finding] = update(tmp_path, old="a", new="b").findings

    assert str(finding) == (
        "APPCONFIG355 Platform output Out: the value exported as 'checkout' refers to Checkout, "
        "which is replaced, and Rollouts/Rollout imports it\n"
        "    why: CloudFormation refuses to change an exported value while another stack imports it "
        "(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html)\n"
        "    fix: keep what is exported, or remove the import with a deployment before this one"
    )


def test_a_value_that_nobody_imports_may_change(tmp_path: Path) -> None:
    assert update(tmp_path, old="a", new="b", imported=False).findings == ()


def test_a_value_that_stays_may_be_imported(tmp_path: Path) -> None:
    assert update(tmp_path, old="a", new="a").findings == ()
