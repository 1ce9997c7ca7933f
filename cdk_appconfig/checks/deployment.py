"""Deployments: what goes where, with which strategy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cdk_appconfig.checks.configuration_profile import key_of, source_of
from cdk_appconfig.checks.listed import (
    APPLICATION,
    DEPLOYMENT,
    ENVIRONMENT,
    PROFILE,
    VERSION,
    Listed,
)
from cdk_appconfig.checks.source import NO_KEY as SECRET_WITHOUT_KEY
from cdk_appconfig.checks.source import PIPELINE, pipeline_deploys, without_key
from cdk_appconfig.checks.value import Link, certainly_differ
from cdk_appconfig.findings import Check, Finding, closest, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.deployment_strategy import DeploymentStrategyId
from cdk_appconfig.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cdk_appconfig.checks.app import Part

__all__ = [
    "LISTED",
    "deployed_nowhere",
    "deployed_twice",
    "foreign_environment",
    "not_a_strategy",
    "not_an_environment",
    "not_to_wait_for",
    "revision_findings",
    "stack_tags",
    "strategy_findings",
]

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"
_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_DEPLOYING = f"{_GUIDE}/appconfig-deploying.html"
_DEPLOYMENT = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-appconfig-deployment.html"
)
_PREDEFINED = [strategy.value for strategy in DeploymentStrategyId]

NO_STRATEGY = Check(
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
    source=_DEPLOYMENT,
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

NOWHERE = Check(
    id="APPCONFIG446",
    summary="A profile is deployed to an empty list of environments",
    rule="each environment of a list gets a deployment, so that an empty list deploys nothing",
    source=f"{_API}/API_StartDeployment.html",
    evidence="documented",
    severity="warning",
)
NOT_TO_WAIT_FOR = Check(
    id="APPCONFIG307",
    summary="A deployment is told to wait for something that is no construct",
    rule="a deployment waits for resources of its template",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-attribute-dependson.html",
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
    yield NO_STRATEGY.at(
        where,
        message=f"there is no deployment strategy {shown(strategy_id)}",
        found=shown(strategy_id),
        fix=f"did you mean {near!r}?" if near else f"use one of {', '.join(_PREDEFINED)}",
    )


def not_a_strategy(where: str, strategy: object) -> Finding:
    """Return the finding that something else than a deployment strategy was passed.

    Args:
        where: Construct path of the profile or the environment.
        strategy: What was passed, or the path of a construct.
    """
    return NO_STRATEGY.at(
        where,
        message=f"{shown(strategy)} is not a deployment strategy",
        found=shown(strategy),
        fix="pass an id as text, a DeploymentStrategyId, or a strategy: ours, of the L1 or L2",
    )


def not_to_wait_for(where: str, thing: object) -> Finding:
    """Return the finding that a deployment cannot wait for what was passed.

    Args:
        where: Construct path of the profile.
        thing: What was passed.
    """
    return NOT_TO_WAIT_FOR.at(
        where,
        message=f"a deployment cannot wait for {shown(thing)}",
        found=shown(thing),
        fix="pass a construct, such as what deploy returned, or a list of constructs",
    )


def foreign_environment(where: str, environment: str) -> Finding:
    """Return the finding that an environment belongs to another application than the profile.

    Args:
        where: Construct path of the profile.
        environment: Construct path of the environment.
    """
    return _foreign(where, "environment", environment)


def _foreign(where: str, what: str, path: str) -> Finding:
    return FOREIGN_ENVIRONMENT.at(
        where,
        message=f"the {what} {path} belongs to another application",
        found=path,
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


def deployed_nowhere(where: str) -> Finding:
    """Return the finding that a profile is deployed to an empty list of environments.

    Args:
        where: Construct path of the profile.
    """
    return NOWHERE.at(
        where,
        message="the list of environments is empty, and nothing is deployed",
        found="[]",
        fix="name an environment, or call deploy only where there is one",
    )


def not_an_environment(where: str, environment: object) -> Finding:
    """Return the finding that a profile is deployed to something else than an environment.

    Args:
        where: Construct path of the profile.
        environment: What was passed, or the path of a construct.
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


FOREIGN_VERSION = Check(
    id="APPCONFIG360",
    summary="A deployment deploys a version of another profile",
    rule="AppConfig looks a version number up in the profile that is deployed, and a number of "
    "another profile is another version there, or none",
    source=f"{_API}/API_StartDeployment.html",
    evidence="inferred",
)
LITERAL_VERSION = Check(
    id="APPCONFIG361",
    summary="A deployment names its hosted version by a fixed number",
    rule="CloudFormation starts a deployment when a property of it changes, and a fixed number "
    "stays the same when the content does not",
    source=_DEPLOYMENT,
    evidence="documented",
    severity="warning",
)
NO_KEY = Check(
    id="APPCONFIG364",
    summary="A deployment of data under a customer managed key has no key",
    rule="a deployment of data under a customer managed key carries the key that encrypts what is "
    "deployed; AppConfig asks for it if the key of a bucket encrypts the object, and else deploys "
    "hosted data under a key of AWS",
    source=_DEPLOYING,
    evidence="documented",
    severity="warning",
)
TAGS = Check(
    id="APPCONFIG367",
    summary="A deployment has a tag that changes with each build",
    rule="CloudFormation replaces a deployment whose tags change, which is a new rollout",
    source=_DEPLOYMENT,
    evidence="schema",
    severity="warning",
)

_ADD_KEY = "add KmsKeyIdentifier, a symmetric customer managed key that readers may use"
_CHANGING_KEY = r"(?i)commit|git.?sha|build.?(?:id|number)|timestamp|deployed.?at"
_CHANGING_VALUE = r"[0-9a-f]{7,12}|[0-9a-f]{40}|\d{4}-\d\d-\d\d[T ].*"


def strategy_id_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that a deployment names a strategy that does not exist."""
    strategy_id = deployment.text("DeploymentStrategyId")
    if strategy_id is not None:
        yield from strategy_findings(strategy_id, "$.DeploymentStrategyId")


def application_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that the parts of a deployment are of different applications."""
    application = deployment.get("ApplicationId")
    for name, type in (("EnvironmentId", ENVIRONMENT), ("ConfigurationProfileId", PROFILE)):
        part = deployment.target(name)
        if part is None or part.type != type:
            continue
        if certainly_differ(application, part.get("ApplicationId")):
            what = "environment" if type == ENVIRONMENT else "configuration profile"
            yield _foreign(f"$.{name}", what, part.where)


def version_findings(deployment: Part) -> Iterator[Finding]:
    """Yield what is wrong with the version that a deployment names."""
    profile = deployment.target("ConfigurationProfileId")
    version = deployment.target("ConfigurationVersion")
    if version is not None and profile is not None and _is_foreign(version, profile):
        yield FOREIGN_VERSION.at(
            "$.ConfigurationVersion",
            message=f"the version {version.where} is not one of the profile {profile.where}",
            found=version.where,
            fix="deploy a version of the same profile",
        )
    number = deployment.number("ConfigurationVersion")
    here = profile is not None and profile.app.users(profile, VERSION)
    if number is not None and here:
        yield LITERAL_VERSION.at(
            "$.ConfigurationVersion",
            message=f"the deployment always deploys version {number:g}",
            found=f"{number:g}",
            fix=f"use Ref: {here[-1].logical_id}",
        )


def _is_foreign(version: Part, profile: Part) -> bool:
    owner = version.get("ConfigurationProfileId")
    return version.type == VERSION and certainly_differ(Link(profile), owner)


def key_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that encrypted data is deployed without a key."""
    profile = deployment.target("ConfigurationProfileId")
    if profile is None or profile.type != PROFILE or not deployment.lacks("KmsKeyIdentifier"):
        return
    source = source_of(profile)
    if source == "secretsmanager":
        yield replace(without_key(source, "$"), fix=_ADD_KEY)
    elif key_of(profile) is not None:
        yield _without_key("an object under a customer managed key")
    elif source == "hosted" and profile.has("KmsKeyIdentifier"):
        yield _without_key("data under a key of its profile")


def _without_key(what: str) -> Finding:
    return NO_KEY.at(
        "$",
        message=f"the deployment of {what} has no KmsKeyIdentifier",
        found="no KmsKeyIdentifier",
        fix=_ADD_KEY,
    )


def pipeline_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that a pipeline starts the deployments of a profile itself."""
    profile = deployment.target("ConfigurationProfileId")
    if profile is not None and profile.type == PROFILE and source_of(profile) == "codepipeline":
        yield pipeline_deploys("$.ConfigurationProfileId")


def tag_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that a changed tag starts a rollout."""
    for index, tag in enumerate(deployment.items("Tags") or []):
        key, value = (tag.get("Key"), tag.get("Value")) if isinstance(tag, dict) else ("", "")
        if isinstance(key, str) and isinstance(value, str) and _changes(key, value):
            yield TAGS.at(
                f"$.Tags[{index}]",
                message=f"the deployment has the tag {key} with the value {shown(value)}",
                found=shown(value),
                fix="keep the tag away from deployments; the CDK does with Tags.of(…).add(…, "
                "exclude_resource_types=['AWS::AppConfig::Deployment'])",
            )


def _changes(key: str, value: str) -> bool:
    """Tell whether a tag looks as if each build gave it another value."""
    return bool(re.search(_CHANGING_KEY, key) or re.fullmatch(_CHANGING_VALUE, value))


def stack_tag_findings(deployment: Part) -> Iterator[Finding]:
    """Yield the finding that the tags of a stack reach its deployments."""
    tags = deployment.scope.stack.tags
    if not tags:
        return
    alike = deployment.app.of_type(DEPLOYMENT)
    first = next(each for each in alike if each.scope is deployment.scope)
    if first is deployment:
        yield replace(stack_tags(deployment.scope.stack.name, tags), where="$")


def owner_findings(resource: Part) -> Iterator[Finding]:
    """Yield the finding that a version is stored under another application's profile."""
    profile = resource.target("ConfigurationProfileId")
    application = resource.get("ApplicationId")
    if profile is None or profile.type != PROFILE:
        return
    if isinstance(application, Link) and application.resource.type != APPLICATION:
        return
    if certainly_differ(application, profile.get("ApplicationId")):
        yield FOREIGN_ENVIRONMENT.at(
            "$.ConfigurationProfileId",
            message=f"the configuration profile {profile.where} belongs to another application",
            found=profile.where,
            fix="name the application of the profile",
        )


LISTED = (
    Listed(DEPLOYMENT, strategy_id_findings, (NO_STRATEGY,), ("DeploymentStrategyId",), str),
    Listed(DEPLOYMENT, application_findings, (FOREIGN_ENVIRONMENT,)),
    Listed(VERSION, owner_findings, (FOREIGN_ENVIRONMENT,)),
    Listed(DEPLOYMENT, version_findings, (FOREIGN_VERSION, LITERAL_VERSION)),
    Listed(DEPLOYMENT, key_findings, (SECRET_WITHOUT_KEY, NO_KEY)),
    Listed(DEPLOYMENT, pipeline_findings, (PIPELINE,)),
    Listed(DEPLOYMENT, tag_findings, (TAGS,), ("Tags",)),
    Listed(DEPLOYMENT, stack_tag_findings, (STACK_TAGS,)),
)
