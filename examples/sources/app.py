"""Data that is kept outside of AppConfig: prices in S3, a password in Secrets Manager."""

from aws_cdk import App, CfnParameter, RemovalPolicy, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import ConfigurationSource, JsonSchema

PRICES = JsonSchema({"type": "object", "additionalProperties": {"type": "number", "minimum": 0}})


class Shop(Stack):
    """An application whose data other teams keep."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Declare sources, profiles, and what is deployed of them."""
        super().__init__(scope, id)
        shop = appconfig.Application(self, "Shop")
        prod = shop.add_environment("prod")

        bucket = s3.Bucket(self, "Prices", versioned=True, removal_policy=RemovalPolicy.RETAIN)
        prices = shop.add_sourced_profile(
            "prices",
            source=ConfigurationSource.from_bucket(bucket, "prices.json"),
            validators=[PRICES],
        )
        # Whoever uploads prices runs `cdk deploy --parameters PricesVersion=…`.
        version = CfnParameter(self, "PricesVersion", description="Version id of prices.json")
        prices.deploy(prod, version=version.value_as_string)

        secret = secretsmanager.Secret.from_secret_name_v2(self, "Database", "shop/database")
        database = shop.add_sourced_profile(
            "database",
            source=ConfigurationSource.from_secret(secret),
            kms_key=kms.Key(self, "Key", enable_key_rotation=True),
        )
        version = CfnParameter(self, "DatabaseVersion", description="Version id of the secret")
        database.deploy(prod, version=version.value_as_string)


app = App()
Shop(app, "Sources")
app.synth()
