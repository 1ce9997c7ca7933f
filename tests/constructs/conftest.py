"""Fixtures of tests that read: an application, an environment of it and a profile."""

from __future__ import annotations

import pytest
from aws_cdk import Stack

import cdk_appconfig as ours


@pytest.fixture
def shop(stack: Stack) -> ours.Application:
    return ours.Application(stack, "Shop", application_name="shop")


@pytest.fixture
def beta(shop: ours.Application) -> ours.Environment:
    return shop.add_environment("beta")


@pytest.fixture
def checkout(shop: ours.Application) -> ours.FeatureFlagProfile:
    return shop.add_feature_flags("checkout")
