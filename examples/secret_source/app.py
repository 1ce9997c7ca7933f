"""A password that Secrets Manager keeps and rotates, rolled out like every other change."""

from aws_cdk import App, CfnParameter, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import ConfigurationSource


class Database(Stack):
    """A profile whose data is a secret."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Declare the source, the profile, and what is deployed of it."""
        super().__init__(scope, id)
        shop = appconfig.Application(self, "Shop")
        prod = shop.add_environment("prod")

        secret = secretsmanager.Secret.from_secret_name_v2(self, "Secret", "shop/database")
        database = shop.add_sourced_profile(
            "database",
            source=ConfigurationSource.from_secret(secret),
            kms_key=kms.Key(self, "Key", enable_key_rotation=True),
        )
        version = CfnParameter(self, "Version", description="Version id of the secret")
        database.deploy(prod, version=version.value_as_string)


app = App()
Database(app, "Database")
app.synth()
