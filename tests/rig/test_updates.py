"""The edit table: each edit is made on a real app, and the expectations are written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from aws_cdk import Stack
from aws_cdk import aws_appconfig as l1

from cdk_appconfig.constructs import (
    _composed,
    _deploying,
    _hosted_store,
    _profile,
    configuration_profile,
    resources,
)
from cdk_appconfig.model.freeform import FreeformContent
from rig.updates import page
from rig.updates.edits import EDITS, NOTHING, Edit, Outcome, measured
from rig.updates.world import with_ours, with_the_l2

Mutation: TypeAlias = Callable[[pytest.MonkeyPatch], None]

every_edit = pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.title)


@every_edit
def test_ours_replaces_what_is_expected(edit: Edit) -> None:
    assert measured(edit, with_ours) == edit.ours


@pytest.mark.once
@every_edit
def test_the_l2_replaces_what_is_expected(edit: Edit) -> None:
    if edit.l2 is None:
        return

    assert measured(edit, with_the_l2) == edit.l2


def test_the_page_has_the_table() -> None:
    text = page.PAGE.read_text(encoding="utf-8")

    assert page.table() in text
    assert page.page(text) == text


def typed_deployments(patch: pytest.MonkeyPatch) -> None:
    """Deployments are typed L1s, as everything else is."""

    def add(profile: Any, planned: Any, **others: Any) -> Any:
        made = original(profile, planned, **others)
        for plan, deployment in zip(planned, made, strict=True):
            l1.CfnDeployment(
                deployment,
                "Typed",
                application_id=plan.properties["ApplicationId"],
                configuration_profile_id=profile.configuration_profile_id,
                configuration_version="1",
                deployment_strategy_id=plan.properties["DeploymentStrategyId"],
                environment_id=plan.properties["EnvironmentId"],
            )
        return made

    original = _composed.add_deployments
    patch.setattr(_profile, "add_deployments", add)


def described_deployments(patch: pytest.MonkeyPatch) -> None:
    """A deployment has the description of its profile."""

    def add(profile: Any, planned: Any, **others: Any) -> Any:
        for plan in planned:
            plan.properties["Description"] = profile.node.default_child.description
        return original(profile, planned, **others)

    original = _composed.add_deployments
    patch.setattr(_profile, "add_deployments", add)


def content_as_written(patch: pytest.MonkeyPatch) -> None:
    """JSON text is stored as it is written."""

    def of(content: str, *, content_type: str | None) -> FreeformContent:
        return FreeformContent(text=content, content_type=content_type or "application/json")

    patch.setattr(
        configuration_profile, "FreeformContent", type("Written", (), {"of": staticmethod(of)})
    )


def unsorted_flags(patch: pytest.MonkeyPatch) -> None:
    """A flag document keeps the order in which its flags are written."""
    patch.setattr(_hosted_store, "canonical_json", json.dumps)


def token_numbers_in_ids(patch: pytest.MonkeyPatch) -> None:
    """Construct ids hold the id of the environment, a token with a number."""
    patch.setattr(
        _profile,
        "environment_key",
        lambda environment, *_: environment.environment_id.strip("${}[]"),
    )


def token_names_in_ids(patch: pytest.MonkeyPatch) -> None:
    """Construct ids hold the name of the environment, which may be a token with a number."""
    patch.setattr(
        _profile,
        "environment_key",
        lambda environment, *_: environment.environment_name.translate(
            dict.fromkeys(map(ord, "${}"))
        ),
    )


def names_in_versions(patch: pytest.MonkeyPatch) -> None:
    """The description of a version holds the name of the environment."""
    patch.setattr(
        _hosted_store,
        "version_description",
        lambda environment: f"Environment {environment.environment_name}",
    )


def application_names_in_ids(patch: pytest.MonkeyPatch) -> None:
    """Construct ids hold the name of the application."""
    patch.setattr(
        _profile,
        "environment_key",
        lambda environment, *_: f"{environment.node.scope.application_name}-{environment.node.id}",
    )


def numbered_ids(patch: pytest.MonkeyPatch) -> None:
    """Construct ids hold how many constructs were declared before."""

    def key(environment: Any, profile_path: str, stack: Stack) -> str:
        return f"{original(environment, profile_path, stack)}-{len(stack.node.find_all())}"

    original = _deploying.environment_key
    patch.setattr(_profile, "environment_key", key)


def numbers_in_strategy_names(patch: pytest.MonkeyPatch) -> None:
    """The name of a strategy says what it does."""

    def add(scope: Any, *, name: str, growth_factor: float, **properties: Any) -> Any:
        name = f"{name}-{growth_factor}"
        return original(scope, name=name, growth_factor=growth_factor, **properties)

    original = resources.add_deployment_strategy
    patch.setattr(resources, "add_deployment_strategy", add)


MUTATIONS: dict[str, list[Mutation]] = {
    "tags of the app": [typed_deployments],
    "description of the constructs": [described_deployments],
    "indentation of JSON": [content_as_written],
    "order of flags and of keys": [content_as_written, unsorted_flags],
    "an unrelated parameter": [token_numbers_in_ids, numbered_ids],
    "an unrelated parameter, where a parameter is part of the environments' names": [
        token_names_in_ids
    ],
    "an environment renamed": [names_in_versions, token_names_in_ids],
    "the application renamed": [application_names_in_ids],
    "a profile added before all others": [numbered_ids],
    "profiles declared in another order": [numbered_ids],
    "an environment added in the middle": [numbered_ids],
    "environments declared in another order": [numbered_ids],
    "an alarm added to every environment": [numbered_ids],
    "the custom strategy tuned": [numbers_in_strategy_names],
}
"""For each edit that replaces nothing: changes to our own code with which it would."""


def test_every_edit_that_replaces_nothing_can_fail() -> None:
    harmless = [edit.title for edit in EDITS if Outcome(new=edit.ours.new) == edit.ours]

    assert NOTHING in [edit.ours for edit in EDITS]
    assert harmless == list(MUTATIONS)


@pytest.mark.once
@pytest.mark.parametrize(
    ("edit", "mutation"),
    [(edit, mutation) for edit in EDITS for mutation in MUTATIONS.get(edit.title, [])],
    ids=lambda value: value.title if isinstance(value, Edit) else value.__name__,
)
def test_with_another_design_the_edit_would_replace_something(
    edit: Edit, mutation: Mutation, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutation(monkeypatch)

    found = measured(edit, with_ours)

    assert found.versions + found.deployments > 0
