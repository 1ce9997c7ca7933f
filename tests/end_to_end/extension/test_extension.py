"""An extension is there before the first deployment, and goes before what it is associated with."""

from __future__ import annotations

from aws_cdk import App, RemovalPolicy, Stack
from aws_cdk import aws_sns as sns

from cdk_appconfig import ActionPoint, Application, Extension, FeatureFlags, Flag
from rig.account import Account


def shop(app: App) -> None:
    stack = Stack(app, "Shop")
    shop = Application(stack, "App", application_name="shop")
    prod = shop.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
    features = shop.add_feature_flags("features", removal_policy=RemovalPolicy.DESTROY)
    features.deploy(prod, FeatureFlags(Flag("one_click")))
    people = sns.Topic(stack, "People")
    tell = Extension(stack, "Tell", actions={ActionPoint.ON_DEPLOYMENT_COMPLETE: people})
    tell.associate(shop)
    guard = Extension(stack, "Guard", actions={ActionPoint.ON_DEPLOYMENT_ROLLED_BACK: people})
    for resource in (prod, features):
        guard.associate(resource)


def test_extensions_come_and_go_with_the_app(account: Account) -> None:
    account.deploy(shop)

    control = account.client("appconfig")
    associations = control.list_extension_associations()["Items"]
    kinds = [each["ResourceArn"].split("/")[2:3] for each in associations]
    assert sorted(kinds) == [[], ["configurationprofile"], ["environment"]]
    events = account.events("Shop", "CREATE_COMPLETE")
    assert events.index("ExtensionAssociation") < events.index("Deployment")
    assert "ExtensionAssociation" not in events[events.index("Deployment") :]

    account.destroy()

    assert account.left() == {}
    assert control.list_extensions()["Items"] == []
