"""What an application reads: names for its code, ids for its permissions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from cdk_appconfig.checks import agent as checks
from cdk_appconfig.constructs._access import reading
from cdk_appconfig.constructs._inputs import differ
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.constructs.resources import add_policy
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs import Construct

    from cdk_appconfig.constructs._access import Statement
    from cdk_appconfig.constructs._environment_operations import EnvironmentOperations
    from cdk_appconfig.findings import Finding

__all__ = ["ReadPolicy", "Reading", "Readings"]

_VARIABLES = "APPCONFIG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One environment and profiles of its application, as they were passed.

    Names go into variables, and ids into policies only: an id would let the application wait for
    the environment, which may wait for an alarm of the application.

    Args:
        environment: The environment.
        application: What is known of the application; ``None`` if only its id is.
        profiles: The profiles.
        role_arn: The role that reads them, if it is not that of the application itself.
        manifest: The manifest of the agent, as a ``dict`` or as text that is not looked into.
        service_region: The region that was asked for.
    """

    environment: EnvironmentOperations
    application: Any
    profiles: Sequence[Any]
    role_arn: str | None = None
    manifest: str | Mapping[str, Any] | None = None
    service_region: str | None = None

    @property
    def region(self) -> str:
        """The region that is asked, which may be a token."""
        return self.service_region or self.environment.env.region

    @property
    def place(self) -> tuple[str, str]:
        """Names of application and environment; the id where a name is not known."""
        environment = self.environment
        return (
            _name(self.application, "application_name", environment.application_id),
            _name(environment, "environment_name", environment.environment_id),
        )

    @property
    def places(self) -> list[tuple[str, str]]:
        """What environment and profiles are known by."""
        stack = Stack.of(self.environment)
        environment = Ledger.of(stack).environment(self.environment.environment_id, stack)
        return [(environment, id) for id in self._profile_ids]

    @property
    def profile_names(self) -> list[str]:
        """Names of the profiles; the id where a name is not known."""
        return [
            _name(profile, "configuration_profile_name", id)
            for profile, id in zip(self.profiles, self._profile_ids, strict=True)
        ]

    @property
    def prefetched(self) -> list[str]:
        """What the agent fetches first, in the form of its list."""
        return [_listed(*self.place, name) for name in self.profile_names]

    @property
    def statements(self) -> list[Statement]:
        """What the application may do: assume the roles that read, and read what they do not."""
        roles = [self.role_arn] if self.role_arn else list(self._manifest_roles.values())
        direct = reading(self.environment, self.read_directly) if self.read_directly else []
        return [(("sts:AssumeRole",), roles), *direct]

    @property
    def read_directly(self) -> list[Any]:
        """The profiles that no other role reads."""
        if self.role_arn is not None:
            return []
        return [
            profile
            for profile, name in zip(self.profiles, self.profile_names, strict=True)
            if ":".join((*self.place, name)) not in self._manifest_roles
        ]

    @property
    def are_with_role(self) -> set[bool]:
        """Whether the role of the agent's variables reads: of the manifest's profiles neither."""
        return {self.role_arn is not None} if self.role_arn or self.read_directly else set()

    @property
    def _profile_ids(self) -> list[str]:
        return [each.configuration_profile_ref.configuration_profile_id for each in self.profiles]

    @property
    def _manifest_roles(self) -> dict[str, str]:
        """The roles that the manifest names, by what they read."""
        manifest = self.manifest if isinstance(self.manifest, Mapping) else {}
        return {
            key: entry["credentials"]["roleArn"]
            for key, entry in manifest.items()
            if "credentials" in entry
        }

    def findings(self, where: str, *, prefetch: bool) -> Iterator[Finding]:
        """Yield what is wrong with the profiles.

        Args:
            where: Construct path of the environment.
            prefetch: Whether the agent fetches them first.
        """
        if not self.profiles:
            yield checks.no_profiles(where)
        wrong = [each for each in self.profiles if not hasattr(each, "configuration_profile_ref")]
        for each in wrong:
            yield checks.not_a_profile(each, where)
        if wrong:
            return
        for profile in self.profiles:
            theirs = profile.configuration_profile_ref.application_id
            if differ(self.environment.application_id, theirs):
                yield checks.foreign_profile(profile.node.path, where)
        if prefetch:
            yield from checks.comma_findings([*self.place, *self.profile_names], where)


class ReadPolicy:
    """A policy of its own for what one application reads: a statement for data, one for keys.

    Args:
        scope: Where it is.
        role: The role that the application has.
    """

    def __init__(self, scope: Construct, role: iam.IRole) -> None:
        self.policy = add_policy(scope, "Read")
        role.attach_inline_policy(self.policy)
        self._statements: dict[tuple[str, ...], iam.PolicyStatement] = {}
        self._allowed: set[str] = set()

    def allow(self, reading: Reading) -> None:
        """Allow to read, or to assume the roles that read."""
        for actions, arns in reading.statements:
            self._add(tuple(actions), arns)

    def _add(self, actions: tuple[str, ...], arns: Sequence[str]) -> None:
        new = [arn for arn in dict.fromkeys(arns) if arn not in self._allowed]
        if not new:
            return
        self._allowed.update(new)
        if actions in self._statements:
            self._statements[actions].add_resources(*new)
        else:
            self._statements[actions] = iam.PolicyStatement(actions=list(actions), resources=new)
            self.policy.add_statements(self._statements[actions])


class Readings:
    """What one agent reads, environment by environment."""

    def __init__(self) -> None:
        self._places: list[tuple[str, str]] = []
        self._are_with_role: set[bool] = set()
        self._regions: list[str] = []

    def names(self, reading: Reading) -> dict[str, str | list[str]]:
        """Return the variables that tell the application what one more reading is of."""
        places = [*self._places, reading.place]
        number = places.index(reading.place) + 1
        prefix = _VARIABLES if number == 1 else f"{_VARIABLES}_{number}"
        application, environment = reading.place
        return {
            f"{prefix}_APPLICATION": application,
            f"{prefix}_ENVIRONMENT": environment,
            f"{prefix}_PROFILES": reading.profile_names,
        }

    def findings(self, reading: Reading, reader: Construct, where: str) -> Iterator[Finding]:
        """Yield what is wrong with region, account or role of one more reading.

        Args:
            reading: What is read.
            reader: The function or the task definition.
            where: Construct path of the environment.
        """
        path = reader.node.path
        for other in self._regions:
            if other != reading.region and not is_token(other) and not is_token(reading.region):
                yield checks.regions_differ(path, other, reading.region, where)
        own, theirs = Stack.of(reader).account, reading.environment.env.account
        known = not is_token(own) and not is_token(theirs)
        if self._are_with_role | reading.are_with_role == {True, False}:
            yield checks.roles_differ(path, where)
        if (
            known
            and own != theirs
            and reading.read_directly
            and not isinstance(reading.manifest, str)
        ):
            yield checks.account_without_role(path, own, theirs, where)

    def note(self, reading: Reading) -> None:
        """Note that something is read."""
        self._are_with_role |= reading.are_with_role
        if reading.region not in self._regions:
            self._regions.append(reading.region)
        if reading.place not in self._places:
            self._places.append(reading.place)


def _name(construct: Any, attribute: str, id: str) -> str:
    """Return the name of ours, of the L2 or the L1; the id of what is imported."""
    names = (getattr(construct, each, None) for each in (attribute, "name"))
    return next((name for name in names if isinstance(name, str)), id)


def _listed(*names: str) -> str:
    if not any(":" in name for name in names):
        return ":".join(names)
    kinds = ("applications", "environments", "configurations")
    steps = (f"/{kind}/{quote(name, safe='')}" for kind, name in zip(kinds, names, strict=True))
    return "".join(steps)
