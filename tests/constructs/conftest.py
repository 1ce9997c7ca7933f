"""Fixtures of tests that read: an application, its environment and profile, and a function."""

from __future__ import annotations

import pytest
from aws_cdk import Stack
from aws_cdk import aws_lambda as lambda_

import cdk_appconfig as ours
from tests.readers import function


@pytest.fixture
def shop(stack: Stack) -> ours.Application:
    return ours.Application(stack, "Shop", application_name="shop")


@pytest.fixture
def beta(shop: ours.Application) -> ours.Environment:
    return shop.add_environment("beta")


@pytest.fixture
def checkout(shop: ours.Application) -> ours.FeatureFlagProfile:
    return shop.add_feature_flags("checkout")


@pytest.fixture
def api(stack: Stack) -> lambda_.Function:
    return function(stack, "Api")
