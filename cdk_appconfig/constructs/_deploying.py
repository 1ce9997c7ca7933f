"""How a deployment is made, whatever is deployed: options, and keys of environments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cdk_appconfig.checks import deployment as checks
from cdk_appconfig.checks import tag as tag_checks
from cdk_appconfig.constructs._inputs import (
    AfterInput,
    StrategyInput,
    construct_key,
    several,
    strategy_findings,
    strategy_id,
)
from cdk_appconfig.constructs._tree import place_of
from cdk_appconfig.constructs.dynamic_parameter import (
    DynamicParameter,
    dynamic_parameter_findings,
)
from cdk_appconfig.constructs.environment import Environment
from cdk_appconfig.model import limits
from cdk_appconfig.model.deployment_strategy import DeploymentStrategyId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aws_cdk import Stack
    from aws_cdk.interfaces.aws_appconfig import IEnvironmentRef

    from cdk_appconfig.constructs._decided import Defaults
    from cdk_appconfig.findings import Finding

__all__ = ["DeploymentOptions", "environment_key", "version_description"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentOptions:
    """How a deployment is made, whatever its content.

    Args:
        deployment_strategy: How it spreads; ``None`` for what the environment says.
        after: What it waits for; ``None`` for what the order of a list says.
        revision: What makes it a new deployment of unchanged content.
        tags: Its own tags.
        dynamic_parameters: Values of parameters of extensions.
    """

    deployment_strategy: StrategyInput | None
    after: AfterInput | None
    revision: str | None
    tags: Mapping[str, str] | None
    dynamic_parameters: Sequence[DynamicParameter] | None

    @property
    def description(self) -> str | None:
        """The description of the deployment: it has one for a revision only."""
        return None if self.revision is None else f"revision {self.revision}"

    @property
    def parameters(self) -> list[tuple[str, str, str]]:
        """The dynamic parameters as triples: extension, name and value."""
        given = self.dynamic_parameters or ()
        return [(each.extension_arn, each.name, each.value) for each in given]

    def findings(self, where: str) -> list[Finding]:
        """Return what is wrong with the options."""
        return [
            *strategy_findings(self.deployment_strategy, where),
            *checks.revision_findings(self.description or "", where),
            *tag_checks.tag_findings(self.tags or {}, where),
            *dynamic_parameter_findings(self.dynamic_parameters, where),
            *self._after_findings(where),
        ]

    def _after_findings(self, where: str) -> list[Finding]:
        """Return the findings that something is not known to the CDK at all."""
        after = [] if self.after is None else several(self.after)
        return [
            checks.not_to_wait_for(where, each)
            for each in after
            if not hasattr(type(each), "__jsii_type__")
            and not hasattr(type(each), "__jsii_ifaces__")
        ]

    def strategy_id(self, environment: IEnvironmentRef, defaults: Defaults) -> str:
        """Return the id of the strategy with which a deployment to an environment spreads.

        An environment of others has none of its own: then the defaults of the profile hold.
        """
        if self.deployment_strategy is not None:
            return strategy_id(self.deployment_strategy)
        own = environment.deployment_strategy_id if isinstance(environment, Environment) else None
        decided = own or defaults.deployment_strategy_id
        return decided or DeploymentStrategyId.CANARY_10_PERCENT_20_MINUTES.value


def environment_key(environment: IEnvironmentRef, profile_path: str, stack: Stack) -> str:
    """Return what stands for an environment in construct ids of a profile; frozen since 0.1.0.

    The construct id of an environment that is a sibling of the profile, as ``add_environment`` and
    ``add_feature_flags`` make them. Other environments may share an id, so a hash of their path
    tells them apart: the path within the stack, or for another stack within the stage, so that
    putting the stack into a pipeline's stage changes nothing.
    """
    place = place_of(environment)
    is_sibling = place.path.rpartition("/")[0] == profile_path.rpartition("/")[0]
    return place.id if is_sibling else construct_key(environment, stack)


def version_description(environment: IEnvironmentRef) -> str:
    """Return a constant text for the console: the construct id stays when a name changes."""
    ascii_id = place_of(environment).id.encode("ascii", "backslashreplace").decode()
    return f"Environment {ascii_id}"[: limits.DESCRIPTION]
