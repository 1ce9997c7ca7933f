"""What an application reads: names for its code, ids for its permissions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from cdk_appconfig.checks import agent as checks
from cdk_appconfig.constructs._access import READ_ACTIONS, key_arns
from cdk_appconfig.constructs._inputs import differ
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.constructs.resources import add_policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs import Construct

    from cdk_appconfig.constructs._environment_operations import EnvironmentOperations
    from cdk_appconfig.findings import Finding

__all__ = ["ReadNames", "ReadPolicy", "Reading"]

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
    """

    environment: EnvironmentOperations
    application: Any
    profiles: Sequence[Any]

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
        return [
            (environment, profile.configuration_profile_ref.configuration_profile_id)
            for profile in self.profiles
        ]

    @property
    def profile_names(self) -> list[str]:
        """Names of the profiles; the id where a name is not known."""
        return [
            _name(
                profile,
                "configuration_profile_name",
                profile.configuration_profile_ref.configuration_profile_id,
            )
            for profile in self.profiles
        ]

    @property
    def prefetched(self) -> list[str]:
        """What the agent fetches first, in the form of its list."""
        return [_listed(*self.place, name) for name in self.profile_names]

    @property
    def arns(self) -> list[str]:
        """What may be read, as permissions name it."""
        start = f"{self.environment.environment_arn}/configuration"
        return [
            f"{start}/{profile.configuration_profile_ref.configuration_profile_id}"
            for profile in self.profiles
        ]

    @property
    def key_arns(self) -> list[str]:
        """Customer managed keys of the profiles."""
        return key_arns(self.profiles)

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

    def allow(self, reading: Reading, role_arn: str | None) -> None:
        """Allow to read, or to assume the role that reads."""
        if role_arn is not None:
            self._add(("sts:AssumeRole",), [role_arn])
            return
        self._add(READ_ACTIONS, reading.arns)
        self._add(("kms:Decrypt",), reading.key_arns)

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


class ReadNames:
    """The variables that tell one application what it reads, whatever number of environments."""

    def __init__(self) -> None:
        self._places: list[tuple[str, str]] = []
        self._lists: dict[str, list[str]] = {}

    def variables(self, reading: Reading, prefetch: str | None) -> dict[str, str]:
        """Return the variables for one more environment: lists go on where they ended.

        Args:
            reading: What is read.
            prefetch: Variable with the list that the agent fetches first; ``None`` for no part in
                it.
        """
        if reading.place not in self._places:
            self._places.append(reading.place)
        number = self._places.index(reading.place) + 1
        prefix = _VARIABLES if number == 1 else f"{_VARIABLES}_{number}"
        application, environment = reading.place
        new = {f"{prefix}_PROFILES": reading.profile_names}
        if prefetch is not None:
            new[prefetch] = reading.prefetched
        for name, items in new.items():
            self._lists[name] = list(dict.fromkeys([*self._lists.get(name, []), *items]))
        return {
            f"{prefix}_APPLICATION": application,
            f"{prefix}_ENVIRONMENT": environment,
            **{name: ",".join(self._lists[name]) for name in new},
        }


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
