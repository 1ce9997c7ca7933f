"""Extensions: code and messages at certain points of a deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import jsii
from aws_cdk import Stack, interfaces
from aws_cdk import aws_iam as iam
from aws_cdk.interfaces.aws_appconfig import ExtensionReference, IExtensionRef
from constructs import Construct

from cdk_appconfig.checks import extension as checks
from cdk_appconfig.checks import extension_association as association_checks
from cdk_appconfig.checks.name import description_findings
from cdk_appconfig.checks.reference import arn_unknown
from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._access import arn as arn_of
from cdk_appconfig.constructs._argument_kinds import DECLARED
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._extension_action import (
    ActionInput,
    PlannedAction,
    action_findings,
    in_order,
)
from cdk_appconfig.constructs._inputs import (
    child_path,
    construct_key,
    default_name,
    raise_for,
    stack_of,
    words_for,
)
from cdk_appconfig.constructs._references import (
    environment_of_arn,
    environment_of_stack,
    ids_of_arn,
    known_id,
)
from cdk_appconfig.constructs.extension_association import AssociableInput, ExtensionAssociation
from cdk_appconfig.constructs.ledger import AccountName, Ledger
from cdk_appconfig.constructs.warnings import warn
from cdk_appconfig.findings import AppConfigError
from cdk_appconfig.model import limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cdk_appconfig.model.extension import ActionPoint, ExtensionParameter

__all__ = ["Extension"]

Point = TypeVar("Point", bound=str)
"""An `ActionPoint` or its name."""


@jsii.implements(IExtensionRef)
class AnyExtension(Construct):
    """An extension, made by this app or not."""

    _path: str
    _id: str
    _arn: str
    _env: interfaces.ResourceEnvironment | None = None

    @property
    def extension_id(self) -> str:
        """Id of the extension, such as ``abc1234``; that of a new one is known once deployed.

        The name, where no more is known: AppConfig takes either.
        """
        return self._id

    @property
    def extension_arn(self) -> str:
        """ARN of the extension."""
        return self._arn

    @property
    def extension_ref(self) -> ExtensionReference:
        """Reference to the extension, as L1 and L2 constructs take it."""
        return ExtensionReference(extension_arn=self._arn, extension_id=self._id)

    @property
    def env(self) -> interfaces.ResourceEnvironment:
        """Account and region of the extension."""
        return self._env or environment_of_stack(self)

    @checked()
    def associate(
        self, resource: AssociableInput, *, parameters: Mapping[str, str] | None = None
    ) -> ExtensionAssociation:
        """Let the extension act for an application, an environment or a configuration profile.

        With an application or an environment it acts for everything below. Deployments of the same
        stack wait until the association is there, whatever is declared first.

        Args:
            resource: The application, environment or profile: ours, of the L2, of the L1 or
                imported. For an ARN make an `ExtensionAssociation`.
            parameters: Name → value, 1 to 2048 characters, for the parameters that the extension
                declares. A required one must be there.

        Returns:
            The association.

        Raises:
            AppConfigError: A required parameter has no value or a value is too long, or the
                resource is none that can have extensions or has this one already. Nothing has been
                created then.

        Source:
            API ``CreateExtensionAssociation``.
        """
        if not hasattr(resource, "node"):
            raise_for(
                f"extension {self._path}",
                [association_checks.not_associable(words_for(resource), self._path)],
            )
        id = f"Association-{construct_key(resource, Stack.of(self))}"
        if self.node.try_find_child(id) is not None:
            twice = association_checks.associate_twice(resource.node.path, self._path)
            raise_for(f"extension {self._path}", [twice])
        return ExtensionAssociation(
            self, id, extension=self, resource=resource, parameters=parameters
        )


class Extension(AnyExtension):
    """Code that runs, or messages that are sent, at certain points of a deployment.

    What it does is its actions, one for each point; what it does it for is its associations: see
    `associate`. A role is made for each destination, which may call that destination and nothing
    else, for AppConfig in the stack's own account.

    Args:
        scope: The construct to add it to.
        id: Its construct id. The construct path decides the logical id, so that both are part of
            what an update may replace.
        actions: Action point → what is called there: a Lambda function, alias or version, an SQS
            queue, an SNS topic or the default event bus (of the L2, of the L1, imported, or its
            ARN), or an `ExtensionAction`. 1 to 5 points. At the ``PRE_`` points and at
            ``AT_DEPLOYMENT_TICK`` AppConfig waits for an answer, which only a function gives.
        parameters: Parameters whose values come with the associations, at most 10.
        extension_name: Name in AppConfig, 1 to 64 characters without ``/``, ``#`` or ``:``, unique
            in the account and region. Left out, it is the construct path joined by ``-``; a longer
            path is shortened and ends in a hash.
        description: For people, at most 1024 characters.

    Raises:
        AppConfigError: A point does not exist or gets what it cannot call, there is no action or
            there are too many, a parameter is both required and dynamic, or a name is taken, empty
            or too long. Nothing has been created then.

    Source:
        CloudFormation ``AWS::AppConfig::Extension``, API ``CreateExtension``.
    """

    @checked(parameters=DECLARED)
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        actions: Mapping[Point, ActionInput],
        parameters: Mapping[str, ExtensionParameter] | None = None,
        extension_name: str | None = None,
        description: str | None = None,
    ) -> None:
        """Check the input, then create the extension."""
        path = child_path(scope, id)
        name = (
            default_name(path, limits.EXTENSION_NAME_LENGTH)
            if extension_name is None
            else extension_name
        )
        declared = dict(parameters or {})
        planned = {str(point): PlannedAction.of(action) for point, action in actions.items()}
        taken = Ledger.of(scope).extensions
        of_account = AccountName(name=name, path=path, stack=stack_of(scope))
        findings = [
            *checks.name_findings(name, path),
            *description_findings(description, path),
            *checks.action_point_findings(list(planned), path),
            *action_findings(planned, path),
            *checks.parameter_findings(declared, path),
            *taken.findings(of_account),
        ]
        raise_for(f"extension {path}", findings)
        super().__init__(scope, id)
        taken.add(of_account)
        for finding in findings:
            warn(self, finding)
        self._path = path
        self._name = name
        self._parameters = declared
        self._roles: dict[str, tuple[iam.Role, iam.PolicyStatement]] = {}
        self._actions = {point: self._action(point, planned[point]) for point in in_order(planned)}
        self._resource = resources.add_extension(
            self, name=name, description=description, actions=self._actions, parameters=declared
        )
        self._id = self._resource.ref
        self._arn = self._resource.attr_arn

    @staticmethod
    @checked()
    def from_extension_id(scope: Construct, id: str, extension_id: str) -> AnyExtension:
        """Return an extension that exists already, to associate it.

        Args:
            scope: The construct to add it to.
            id: Its construct id.
            extension_id: Its id in AppConfig, 4 to 7 lower-case letters and digits, or a token.

        Raises:
            AppConfigError: No extension can have this id.
        """
        return _Imported(scope, id, known_id("extension", scope, id, extension_id))

    @staticmethod
    @checked()
    def from_extension_arn(scope: Construct, id: str, extension_arn: str) -> AnyExtension:
        """Return an extension that exists already, by its ARN; it may be a token.

        Raises:
            AppConfigError: No extension can have this ARN.
        """
        [known] = ids_of_arn("extension", scope, id, extension_arn)
        return _Imported(scope, id, known, arn=extension_arn)

    @staticmethod
    @checked()
    def from_extension_name(scope: Construct, id: str, extension_name: str) -> AnyExtension:
        """Return an extension that exists already, by its name in the account and region.

        Its ARN and its id are not known then, and an association does without them.

        Args:
            scope: The construct to add it to.
            id: Its construct id.
            extension_name: Its name, or an `AwsExtension`. A token is fine.

        Raises:
            AppConfigError: No extension can have this name.
        """
        path = child_path(scope, id)
        raise_for(f"extension {path}", checks.name_findings(extension_name, path))
        return _Named(scope, id, extension_name)

    @property
    def extension_name(self) -> str:
        """Name of the extension in AppConfig."""
        return self._name

    @property
    def declared_parameters(self) -> Mapping[str, ExtensionParameter]:
        """The parameters that it declares."""
        return dict(self._parameters)

    @property
    def roles(self) -> list[iam.Role]:
        """The roles made for its destinations, one each."""
        return [role for role, _ in self._roles.values()]

    @checked()
    def add_action(self, point: ActionPoint | str, action: ActionInput) -> None:
        """Add what is done at one more point.

        Args:
            point: The action point.
            action: What is called there, as for `Extension`.

        Raises:
            AppConfigError: The point does not exist, already has an action or would be the sixth,
                or it gets what it cannot call. Nothing has been added then.
        """
        planned = PlannedAction.of(action)
        points = [*self._actions, str(point)]
        findings = [
            *checks.action_point_findings(points, self._path),
            *([checks.point_taken(str(point), self._path)] if point in self._actions else []),
            *action_findings({str(point): planned}, self._path),
        ]
        raise_for(f"extension {self._path}", findings)
        actions = {**self._actions, str(point): self._action(str(point), planned)}
        self._actions = {point: actions[point] for point in in_order(actions)}
        resources.set_actions(self._resource, self._actions)

    def _action(self, point: str, planned: PlannedAction) -> resources.Action:
        return resources.Action(
            name=planned.name or point,
            uri=planned.destination.arn,
            role_arn=self._role_arn(point, planned),
            description=planned.description,
        )

    def _role_arn(self, point: str, planned: PlannedAction) -> str | None:
        """Return the role for an action: the user's, that of its destination, or a new one."""
        if planned.role is not None:
            return planned.role.role_ref.role_arn
        destination = planned.destination
        actions = destination.actions_at(point)
        if not actions:
            return None
        if destination.arn not in self._roles:
            statement = iam.PolicyStatement(resources=[destination.arn])
            role = resources.add_role(
                self,
                f"Role-{point}",
                description="Lets AWS AppConfig call one destination of an extension",
                policy_name="Call",
                statements=[statement, *destination.key_statements()],
            )
            self._roles[destination.arn] = (role, statement)
        role, statement = self._roles[destination.arn]
        statement.add_actions(*actions)
        return role.role_arn


class _Imported(AnyExtension):
    """An extension that exists already."""

    def __init__(
        self, scope: Construct, id: str, extension_id: str, *, arn: str | None = None
    ) -> None:
        super().__init__(scope, id)
        self._path = child_path(scope, id)
        self._id = extension_id
        self._env = None if arn is None else environment_of_arn(scope, arn)
        self._arn = arn or arn_of(self, extension_id, kind="extension")


class _Named(AnyExtension):
    """An extension that exists already, of which the name is known."""

    def __init__(self, scope: Construct, id: str, extension_name: str) -> None:
        super().__init__(scope, id)
        self._path = child_path(scope, id)
        self._id = str(extension_name)
        # A reference cannot do without. AppConfig takes the name for both.
        self._arn = self._id

    @property
    def extension_name(self) -> str:
        """Name of the extension in AppConfig."""
        return self._id

    @property
    def extension_arn(self) -> str:
        """ARN of the extension, which is not known.

        Raises:
            AppConfigError: Always.
        """
        raise AppConfigError(f"extension {self._path}", [arn_unknown(self._id, self._path)])
