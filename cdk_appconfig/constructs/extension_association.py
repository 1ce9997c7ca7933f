"""Associations: what an extension acts for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import jsii
from aws_cdk import Stack, interfaces
from aws_cdk.interfaces.aws_appconfig import (
    ExtensionAssociationReference,
    IExtensionAssociationRef,
)
from constructs import Construct

from cdk_appconfig.checks import extension_association as checks
from cdk_appconfig.constructs import resources
from cdk_appconfig.constructs._access import arn as arn_of
from cdk_appconfig.constructs._arguments import checked
from cdk_appconfig.constructs._inputs import child_path, raise_for, stack_of, words_for
from cdk_appconfig.constructs._prerequisites import Prerequisite
from cdk_appconfig.constructs._references import (
    environment_of_arn,
    environment_of_stack,
    ids_of_arn,
    known_id,
)
from cdk_appconfig.constructs.ledger import Ledger
from cdk_appconfig.constructs.warnings import warn
from cdk_appconfig.model.extension import AwsExtension, ExtensionParameter
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk.interfaces.aws_appconfig import (
        IApplicationRef,
        IConfigurationProfileRef,
        IEnvironmentRef,
        IExtensionRef,
    )


__all__ = ["AssociableInput", "ExtensionAssociation"]

AssociableInput: TypeAlias = "IApplicationRef | IEnvironmentRef | IConfigurationProfileRef"
"""What an extension can act for: any construct that is one."""

_ARN = re.compile(
    r"arn:[^:]*:appconfig:[^:]*:[^:]*:application/(?P<application>[^/]+)"
    r"(/environment/(?P<environment>[^/]+)|/configurationprofile/(?P<profile>[^/]+))?"
)


@jsii.implements(IExtensionAssociationRef)
class ExtensionAssociation(Construct):
    """Lets an extension act for an application, an environment or a configuration profile.

    `Extension.associate` makes one for an extension of the app. For extensions that AWS brings
    along, and for resources known by their ARN, make it yourself.

    Args:
        scope: The construct to add it to.
        id: Its construct id. The construct path decides the logical id, so that both are part of
            what an update may replace.
        extension: An extension: ours, of the L2, of the L1, imported, an `AwsExtension`, or the
            name, the id or the ARN of one as text.
        resource: An application, environment or profile: ours, of the L2, of the L1, imported, or
            the ARN of one as text. Deployments of the same stack wait until the association is
            there.
        parameters: Name → value, 1 to 2048 characters, for the parameters that the extension
            declares. A required one must be there.
        extension_version_number: Version of the extension. Left out, the highest one at the time
            the association is made.

    Raises:
        AppConfigError: A required parameter has no value or a value is too long, or the resource
            is none that can have extensions. Nothing has been created then.

    Source:
        CloudFormation ``AWS::AppConfig::ExtensionAssociation``, API ``CreateExtensionAssociation``.
    """

    @checked()
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        extension: IExtensionRef | str,
        resource: AssociableInput | str,
        parameters: Mapping[str, str] | None = None,
        extension_version_number: int | None = None,
    ) -> None:
        """Check the input, then create the association."""
        path = child_path(scope, id)
        stack_of(scope)
        target = _Target.of(resource)
        acting = _Acting.of(extension)
        values = dict(parameters or {})
        findings = [
            *checks.aws_extension_findings(acting.identifier, path),
            *checks.value_findings(acting.words, acting.parameters, values, path),
            *([] if target else [checks.not_associable(words_for(resource), path)]),
        ]
        raise_for(f"extension association {path}", findings)
        super().__init__(scope, id)
        for finding in findings:
            warn(self, finding)
        if target is not None:
            self._associate(path, acting, target, values, extension_version_number)

    def _associate(
        self,
        path: str,
        acting: _Acting,
        target: _Target,
        values: Mapping[str, str],
        version_number: int | None,
    ) -> None:
        ledger = Ledger.of(self)
        resource_arn = target.arn or Stack.of(self).format_arn(
            service="appconfig", resource="application", resource_name=target.path
        )
        own = target.path or resource_arn
        for other, owner in ledger.add_association(acting.identifier, own, path).items():
            twice = checks.associated_twice if other == own else checks.acts_twice
            warn(self, twice(acting.words, target.words, path, owner))
        self._resource = resources.add_extension_association(
            self,
            extension=acting.identifier,
            version_number=version_number,
            resource_arn=resource_arn,
            parameters=values,
        )
        ledger.prerequisites.add(
            target.application_id,
            Prerequisite(
                resource=self._resource,
                environment_id=target.environment_id,
                configuration_profile_id=target.configuration_profile_id,
                before_versions=acting.may_act_on_versions and target.environment_id is None,
            ),
        )

    @staticmethod
    @checked()
    def from_extension_association_id(
        scope: Construct, id: str, extension_association_id: str
    ) -> IExtensionAssociationRef:
        """Return an association that exists already, for code that takes constructs.

        Args:
            scope: The construct to add it to.
            id: Its construct id.
            extension_association_id: Its id in AppConfig, 4 to 7 lower-case letters and digits, or
                a token.

        Raises:
            AppConfigError: No association can have this id.
        """
        known = known_id("extension association", scope, id, extension_association_id)
        return _Imported(scope, id, known)

    @staticmethod
    @checked()
    def from_extension_association_arn(
        scope: Construct, id: str, extension_association_arn: str
    ) -> IExtensionAssociationRef:
        """Return an association that exists already, by its ARN; it may be a token.

        Raises:
            AppConfigError: No association can have this ARN.
        """
        [known] = ids_of_arn("extension association", scope, id, extension_association_arn)
        return _Imported(scope, id, known, arn=extension_association_arn)

    @property
    def extension_association_id(self) -> str:
        """Id of the association; known once it is deployed."""
        return self._resource.attr_id

    @property
    def extension_association_arn(self) -> str:
        """ARN of the association, the ``aws:SourceArn`` of what its extension calls."""
        return self._resource.attr_arn

    @property
    def extension_association_ref(self) -> ExtensionAssociationReference:
        """Reference to the association, as L1 constructs take it."""
        return self._resource.extension_association_ref

    @property
    def env(self) -> interfaces.ResourceEnvironment:
        """Account and region of the association."""
        return environment_of_stack(self)


@jsii.implements(IExtensionAssociationRef)
class _Imported(Construct):
    """An association that exists already."""

    def __init__(
        self, scope: Construct, id: str, extension_association_id: str, *, arn: str | None = None
    ) -> None:
        super().__init__(scope, id)
        self._env = None if arn is None else environment_of_arn(scope, arn)
        self._id = extension_association_id
        self._arn = arn or arn_of(self, extension_association_id, kind="extensionassociation")

    @property
    def extension_association_ref(self) -> ExtensionAssociationReference:
        """Reference to the association, as L1 constructs take it."""
        return ExtensionAssociationReference(
            extension_association_arn=self._arn, extension_association_id=self._id
        )

    @property
    def env(self) -> interfaces.ResourceEnvironment:
        """Account and region of the association."""
        return self._env or environment_of_stack(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Acting:
    """The extension of an association, whatever was passed for it."""

    identifier: str
    words: str
    parameters: Mapping[str, ExtensionParameter] | None

    @property
    def may_act_on_versions(self) -> bool:
        """Whether it may act before a version is stored; notifications of AWS do not."""
        return not self.identifier.startswith("AWS.")

    @staticmethod
    def of(extension: IExtensionRef | str) -> _Acting:
        """Return what an association needs to know of an extension."""
        if isinstance(extension, str):
            known = [one for one in AwsExtension if one.value == str(extension)]
            return _Acting(
                identifier=str(extension),
                words=str(extension),
                parameters=known[0].parameters if known else None,
            )
        return _Acting(
            identifier=extension.extension_ref.extension_id,
            words=extension.node.path,
            parameters=getattr(extension, "declared_parameters", None),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """The resource of an association, whatever was passed for it."""

    application_id: str
    environment_id: str | None = None
    configuration_profile_id: str | None = None
    arn: str | None = None
    words: str

    @property
    def path(self) -> str:
        """The ARN's part below ``application``; empty if only the ARN as a whole is known."""
        steps = [self.application_id]
        if self.environment_id is not None:
            steps += ["environment", self.environment_id]
        if self.configuration_profile_id is not None:
            steps += ["configurationprofile", self.configuration_profile_id]
        return "/".join(steps)

    @staticmethod
    def of(resource: object) -> _Target | None:
        """Return the resource that something a user passed stands for, if it stands for one."""
        if isinstance(resource, str):
            return _Target._of_arn(str(resource))
        for attribute in ("environment_ref", "configuration_profile_ref", "application_ref"):
            if hasattr(resource, attribute):
                reference = getattr(resource, attribute)
                return _Target(
                    application_id=reference.application_id,
                    environment_id=getattr(reference, "environment_id", None),
                    configuration_profile_id=getattr(reference, "configuration_profile_id", None),
                    words=resource.node.path,  # type: ignore[attr-defined]  # it is a construct
                )
        return None

    @staticmethod
    def _of_arn(arn: str) -> _Target | None:
        if is_token(arn):
            return _Target(application_id="", arn=arn, words="the resource")
        match = _ARN.fullmatch(arn)
        if match is None:
            return None
        return _Target(
            application_id=match["application"],
            environment_id=match["environment"],
            configuration_profile_id=match["profile"],
            arn=arn,
            words=arn,
        )
