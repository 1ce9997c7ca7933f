"""Loads what ``javascript/`` holds into jsii, after the CDK that it needs."""

import aws_cdk._jsii  # noqa: F401  # must be loaded before what is loaded here
import jsii

__all__: list[str] = []

jsii.JSIIAssembly.load(
    "cdk-appconfig", "0.0.0", "cdk_appconfig.constructs", "cdk-appconfig.jsii.tgz"
)
