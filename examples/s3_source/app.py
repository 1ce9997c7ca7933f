"""Prices that another team keeps in S3: AppConfig judges them, and rolls out what it is told to."""

from aws_cdk import App, CfnParameter, Stack
from aws_cdk import aws_s3 as s3
from constructs import Construct

import cdk_appconfig as appconfig
from cdk_appconfig import ConfigurationSource, JsonSchema

PRICES = JsonSchema({"type": "object", "additionalProperties": {"type": "number", "minimum": 0}})


class Prices(Stack):
    """A profile whose data is an object in a bucket."""

    def __init__(self, scope: Construct, id: str) -> None:
        """Declare the source, the profile, and what is deployed of it."""
        super().__init__(scope, id)
        shop = appconfig.Application(self, "Shop")
        prod = shop.add_environment("prod")

        bucket = s3.Bucket.from_bucket_name(self, "Bucket", "shop-prices")
        prices = shop.add_sourced_profile(
            "prices",
            source=ConfigurationSource.from_bucket(bucket, "prices.json"),
            validators=[PRICES],
        )
        version = CfnParameter(self, "Version", description="Version id of prices.json")
        prices.deploy(prod, version=version.value_as_string)


app = App()
Prices(app, "Prices")
app.synth()
