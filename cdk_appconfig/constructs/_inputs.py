"""What users pass, brought into one shape: L1, L2, ours or a text become plain identifiers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from aws_cdk import Duration, Reference, Stack, Stage, Tokenization
from aws_cdk import aws_appconfig as l1

from cdk_appconfig.checks import deployment
from cdk_appconfig.checks.argument import outside_of_stacks
from cdk_appconfig.constructs._tree import environment_of, place_of
from cdk_appconfig.findings import AppConfigError, Finding
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from aws_cdk.interfaces.aws_appconfig import IDeploymentStrategyRef
    from constructs import Construct, IConstruct, IDependable

    from cdk_appconfig.model.feature_flags import FeatureFlags

__all__ = [
    "AfterInput",
    "DurationInput",
    "FlagsInput",
    "StrategyInput",
    "child_path",
    "construct_key",
    "default_name",
    "differ",
    "environment_identity",
    "in_minutes",
    "raise_for",
    "several",
    "stack_of",
    "strategy_findings",
    "strategy_id",
    "target_of",
    "words_for",
]

AfterInput: TypeAlias = "IDependable | Sequence[IDependable]"
"""What must be complete first: a construct, or several."""

DurationInput: TypeAlias = "Duration | timedelta"
"""A duration of the CDK or of Python."""

FlagsInput: TypeAlias = "FeatureFlags | Mapping[str, Any] | str | Path"
"""Feature flags, or a document of them: a ``dict``, JSON text, a file."""

StrategyInput: TypeAlias = "str | IDeploymentStrategyRef"
"""A deployment strategy: an id as text, or any construct that has a ``deployment_strategy_ref``."""


def child_path(scope: Construct, id: str) -> str:
    """Return the path that a construct is about to have, for errors raised before it exists."""
    path = place_of(scope).path
    return f"{path}/{id}" if path else id


def stack_of(construct: IConstruct) -> Stack:
    """Return the stack of a construct; the CDK is asked once.

    Raises:
        AppConfigError: It is an app, a stage or something else outside of stacks.
    """
    place = place_of(construct)
    if place.stack is None:
        where = place.path or "the app"
        raise AppConfigError(f"scope {where}", [outside_of_stacks(where)])
    return place.stack


def default_name(path: str, longest: int) -> str:
    """Return the name of what has a name of its own at a construct path; frozen since 0.1.0."""
    name = path.replace("/", "-")
    if len(name) <= longest:
        return name
    digest = hashlib.sha256(path.encode()).hexdigest()[:8]
    return f"{name[: longest - len(digest) - 1]}-{digest}"


def construct_key(construct: IConstruct, stack: Stack) -> str:
    """Return what stands for a construct in the construct ids of others; frozen since 0.1.0.

    Its own id and a hash of its path: the path within the stack, or for a construct of another
    stack within the stage, so that putting the stack into a pipeline's stage changes nothing.
    """
    path, root = place_of(construct).path, place_of(stack).path
    if not path.startswith(f"{root}/"):
        stage = Stage.of(stack)
        root = "" if stage is None else stage.node.path
    relative = path.removeprefix(root).removeprefix("/")
    return f"{place_of(construct).id}-{hashlib.sha256(relative.encode()).hexdigest()[:8]}"


def several(given: Any) -> Sequence[Any]:
    """Return what a user passed as one thing or several, as several."""
    return given if isinstance(given, Sequence) and not isinstance(given, str) else [given]


def words_for(given: object) -> object:
    """Return what to call something a user passed: a construct by its path, a duration in words."""
    if isinstance(given, Duration):
        return given.to_human_string()
    # What the CDK hands out may be no Construct of Python.
    path = getattr(getattr(given, "node", None), "path", None)
    return given if path is None else path


def in_minutes(duration: DurationInput) -> float:
    """Return a duration in minutes, an ``int`` if they are whole."""
    if isinstance(duration, timedelta):
        minutes = duration / timedelta(minutes=1)
    else:
        minutes = duration.to_minutes(integral=False)
    return int(minutes) if minutes % 1 == 0 else minutes


def strategy_id(strategy: StrategyInput) -> str:
    """Return the id of a deployment strategy."""
    if isinstance(strategy, str):
        return str(strategy)
    return strategy.deployment_strategy_ref.deployment_strategy_id


def strategy_findings(strategy: StrategyInput | None, where: str) -> list[Finding]:
    """Return the finding that what was passed is no deployment strategy and no id of one."""
    if strategy is None or hasattr(strategy, "deployment_strategy_ref"):
        return []
    if not isinstance(strategy, str):
        return [deployment.not_a_strategy(where, words_for(strategy))]
    return [] if is_token(strategy) else list(deployment.strategy_findings(str(strategy), where))


def differ(application_id: str, other_id: str) -> bool:
    """Tell whether two application ids certainly are those of two applications.

    Ids that are not known before deployment are compared by the resource they refer to; what an
    import or a parameter will turn out to be is left to the deployment.
    """
    if application_id == other_id:
        return False
    if not is_token(application_id) and not is_token(other_id):
        return True
    resources = [_application(application_id), _application(other_id)]
    return None not in resources and resources[0] is not resources[1]


def environment_identity(environment_id: str, stack: Stack) -> str:
    """Return what an environment is known by, whatever form its id has.

    That is the path of the resource that the id refers to, by ``Ref`` or by an attribute; else the
    id itself, or how the stack finds it at deployment: the CDK may have several tokens for that.
    """
    if not is_token(environment_id):
        return environment_id
    environment = environment_of(environment_id)
    if environment is not None:
        return environment
    return f"{place_of(stack).path} {json.dumps(stack.resolve(environment_id), sort_keys=True)}"


def _application(token: str) -> l1.CfnApplication | None:
    target = target_of(token)
    return target if isinstance(target, l1.CfnApplication) else None


def target_of(token: str) -> IConstruct | None:
    """Return what a token refers to, if it is one and refers to a construct."""
    reference = Tokenization.reverse_string(token).first_token if is_token(token) else None
    return reference.target if isinstance(reference, Reference) else None


def raise_for(subject: str, findings: Iterable[Finding]) -> None:
    """Raise what a check found, if it found an error."""
    AppConfigError.raise_for(subject, list(findings))
