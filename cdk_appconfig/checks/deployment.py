"""Deployments: what goes where, with which strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding, closest, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.rollout import DeploymentStrategyId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "deployed_twice",
    "foreign_environment",
    "not_an_environment",
    "revision_findings",
    "stack_tags",
    "strategy_findings",
]

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"
_PREDEFINED = [strategy.value for strategy in DeploymentStrategyId]

STRATEGY = Check(
    id="APPCONFIG300",
    summary="A deployment strategy does not exist",
    rule="AppConfig answers 404 for a strategy that is neither predefined nor made in the account; "
    f"an id {limits.STRATEGY_ID.words}",
    source=f"{_API}/API_StartDeployment.html",
    evidence="captured",
)
FOREIGN_ENVIRONMENT = Check(
    id="APPCONFIG301",
    summary="A deployment joins an environment and a profile of different applications",
    rule="a deployment takes its environment and its configuration profile from one application",
    source=f"{_API}/API_StartDeployment.html",
    evidence="documented",
)
DEPLOYED_TWICE = Check(
    id="APPCONFIG302",
    summary="A profile is deployed twice to one environment",
    rule="an environment serves one version of a configuration profile, so the second deployment "
    "would take the place of the first",
    source=f"{_API}/API_StartDeployment.html",
    evidence="documented",
)
REVISION = Check(
    id="APPCONFIG305",
    summary="The revision of a deployment is too long",
    rule=f"a revision becomes part of the description of a deployment, of at most "
    f"{limits.DESCRIPTION} characters",
    source=f"{_API}/API_StartDeployment.html",
    evidence="schema",
)
STACK_TAGS = Check(
    id="APPCONFIG306",
    summary="A stack with deployments has stack-level tags",
    rule="CloudFormation puts the tags of a stack on every resource, and a deployment whose tags "
    "change may be replaced, which is a new rollout of everything that the stack deploys",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-appconfig-deployment.html",
    evidence="documented",
    severity="warning",
)
NOT_AN_ENVIRONMENT = Check(
    id="APPCONFIG303",
    summary="A deployment goes to something that is not an environment",
    rule="a deployment names one environment of the application",
    source=f"{_API}/API_StartDeployment.html",
    evidence="documented",
)


def strategy_findings(strategy_id: str, where: str) -> Iterator[Finding]:
    """Yield the finding that no deployment strategy can have this id.

    Args:
        strategy_id: The id as text.
        where: Construct path or logical id of the deployment.
    """
    predefined = strategy_id.startswith("AppConfig.")
    if strategy_id in _PREDEFINED or (not predefined and limits.STRATEGY_ID.matches(strategy_id)):
        return
    near = closest(strategy_id, _PREDEFINED)
    yield STRATEGY.at(
        where,
        message=f"there is no deployment strategy {shown(strategy_id)}",
        found=shown(strategy_id),
        fix=f"did you mean {near!r}?" if near else f"use one of {', '.join(_PREDEFINED)}",
    )


def foreign_environment(where: str, environment: str) -> Finding:
    """Return the finding that an environment belongs to another application than the profile.

    Args:
        where: Construct path of the profile.
        environment: Construct path of the environment.
    """
    return FOREIGN_ENVIRONMENT.at(
        where,
        message=f"the environment {environment} belongs to another application",
        found=environment,
        fix="deploy to an environment of the profile's own application",
    )


def deployed_twice(where: str, environment: str) -> Finding:
    """Return the finding that a profile is already deployed to an environment.

    Args:
        where: Construct path of the profile.
        environment: Construct path of the environment.
    """
    return DEPLOYED_TWICE.at(
        where,
        message=f"the profile is already deployed to {environment}",
        found=environment,
        fix="call deploy once for each environment, with the content that it should serve",
    )


def not_an_environment(where: str, environment: object) -> Finding:
    """Return the finding that a profile is deployed to something else than an environment.

    Args:
        where: Construct path of the profile.
        environment: What was passed.
    """
    return NOT_AN_ENVIRONMENT.at(
        where,
        message=f"{shown(environment)} is not an environment",
        found=shown(environment),
        fix="pass what add_environment returned, an environment of the L1 or L2, or a list of them",
    )


def revision_findings(description: str, where: str) -> Iterator[Finding]:
    """Yield the finding that a revision does not fit into the description of a deployment.

    Args:
        description: The description that holds the revision.
        where: Construct path of the profile.
    """
    if len(description) > limits.DESCRIPTION:
        yield REVISION.at(
            where,
            message=f"the revision makes a description of {len(description)} characters",
            found=shown(description),
            fix="use a short text, such as '2' or a date",
        )


def stack_tags(where: str, tags: Mapping[str, str]) -> Finding:
    """Return the finding that the tags of a stack may replace its deployments.

    Args:
        where: Construct path of the stack.
        tags: The tags of the stack.
    """
    return STACK_TAGS.at(
        where,
        message=f"the stack {where} deploys AppConfig data and has the tags "
        f"{', '.join(sorted(tags))}",
        found=", ".join(sorted(tags)),
        fix="set the context '@aws-cdk/core:explicitStackTags' and use Tags.of(app), which does "
        "not reach deployments, or keep the tags of the stack constant",
    )
