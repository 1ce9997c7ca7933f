"""Sources of configuration data outside of the hosted store: where it is, and what reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from aws_cdk import Aws, CfnResource

from cdk_appconfig.checks import source as checks
from cdk_appconfig.constructs._arguments import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk.interfaces.aws_codepipeline import IPipelineRef
    from aws_cdk.interfaces.aws_kms import IKeyRef
    from aws_cdk.interfaces.aws_s3 import IBucketRef
    from aws_cdk.interfaces.aws_secretsmanager import ISecretRef
    from aws_cdk.interfaces.aws_ssm import IDocumentRef, IParameterRef

    from cdk_appconfig.findings import Finding

__all__ = ["ConfigurationSource", "Permission"]

Permission: TypeAlias = "tuple[Sequence[str], Sequence[str]]"
"""What reading a source takes: actions, and the resources that they are allowed on."""


# By their types: the modules of these services take longer to import than this whole package.
_BUCKET = "AWS::S3::Bucket"
_PARAMETER = "AWS::SSM::Parameter"
_SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 a type of resource


def _is(construct: object, type: str) -> bool:
    """Tell whether something is an L1 of a type."""
    return isinstance(construct, CfnResource) and construct.cfn_resource_type == type


class ConfigurationSource:
    """Where the data of a `SourcedProfile` is kept.

    Made by one of the ``from_…`` functions, for a bucket, parameter, document, secret or pipeline
    of the L2, of the L1 or imported.

    Source:
        API ``CreateConfigurationProfile``: ``LocationUri``; user guide, "About the configuration
        profile IAM role".
    """

    kind: ClassVar[checks.SourceKind]

    def __init__(self, kms_key: IKeyRef | None) -> None:
        self._kms_key = kms_key

    @staticmethod
    @checked()
    def from_bucket(
        bucket: IBucketRef, object_key: str, *, kms_key: IKeyRef | None = None
    ) -> ConfigurationSource:
        """Return an object in S3 as a source.

        Args:
            bucket: The bucket, with versioning on.
            object_key: Key of the object.
            kms_key: The customer managed key that encrypts the object. Left out, it is the one of
                the bucket, as far as the construct knows it.
        """
        return _Bucket(bucket, object_key, kms_key)

    @staticmethod
    @checked()
    def from_parameter(
        parameter: IParameterRef | str, *, kms_key: IKeyRef | None = None
    ) -> ConfigurationSource:
        """Return an SSM parameter, a ``String`` or a ``SecureString``, as a source.

        Args:
            parameter: The parameter, or its name as text.
            kms_key: The customer managed key that encrypts a ``SecureString``. Left out, it is one
                of AWS, or the parameter is a ``String``.
        """
        return _Parameter(parameter, kms_key)

    @staticmethod
    @checked()
    def from_document(document: IDocumentRef | str) -> ConfigurationSource:
        """Return an SSM document as a source.

        Args:
            document: The document, or its name as text.
        """
        return _Document(document)

    @staticmethod
    @checked()
    def from_secret(secret: ISecretRef, *, kms_key: IKeyRef | None = None) -> ConfigurationSource:
        """Return a secret of Secrets Manager as a source.

        Args:
            secret: The secret.
            kms_key: The customer managed key that encrypts the secret. Left out, it is the one of
                the secret, as far as the construct knows it.
        """
        return _Secret(secret, kms_key)

    @staticmethod
    @checked()
    def from_pipeline(pipeline: IPipelineRef | str) -> ConfigurationSource:
        """Return a pipeline as a source: it deploys the data itself.

        Args:
            pipeline: The pipeline, or its name as text.
        """
        return _Pipeline(pipeline)

    @property
    def key_arn(self) -> str | None:
        """ARN of the customer managed key that encrypts the data, as far as it is known."""
        return None if self._kms_key is None else self._kms_key.key_ref.key_arn

    @property
    def needs_key(self) -> bool:
        """Whether AppConfig deploys the data only under a customer managed key."""
        return False

    @property
    def location_uri(self) -> str:
        """The location of the data."""
        raise NotImplementedError

    @property
    def permissions(self) -> list[Permission]:
        """What reading the data takes; nothing if AppConfig needs no role for it."""
        raise NotImplementedError

    def findings(self, where: str) -> list[Finding]:
        """Return what is wrong with the source. Never raises.

        Args:
            where: Construct path of the profile.
        """
        del where
        return []


class _Bucket(ConfigurationSource):
    kind = "s3"

    def __init__(self, bucket: IBucketRef, object_key: str, kms_key: IKeyRef | None) -> None:
        super().__init__(kms_key or getattr(bucket, "encryption_key", None))
        self._bucket = bucket
        self._object_key = object_key

    @property
    def location_uri(self) -> str:
        return f"s3://{self._bucket.bucket_ref.bucket_name}/{self._object_key}"

    @property
    def permissions(self) -> list[Permission]:
        """The statements of AppConfig's guide; listing buckets has no narrower resource."""
        arn = self._bucket.bucket_ref.bucket_arn
        of_bucket = ["GetBucketLocation", "GetBucketVersioning", "ListBucket", "ListBucketVersions"]
        return [
            (["s3:GetObject", "s3:GetObjectVersion"], [f"{arn}/{self._object_key}"]),
            ([f"s3:{action}" for action in of_bucket], [arn]),
            (["s3:ListAllMyBuckets"], ["*"]),
        ]

    def findings(self, where: str) -> list[Finding]:
        bucket: Any = self._bucket
        resource = bucket if _is(bucket, _BUCKET) else bucket.node.default_child
        if not _is(resource, _BUCKET) or _may_be_versioned(resource.versioning_configuration):
            return []
        return [checks.not_versioned(bucket.node.path, where)]


def _may_be_versioned(versioning: Any) -> bool:
    if isinstance(versioning, Mapping):
        return versioning.get("status") == "Enabled"
    # What is known at deployment only has no status yet.
    return versioning is not None and getattr(versioning, "status", "Enabled") == "Enabled"


class _Parameter(ConfigurationSource):
    kind = "ssm-parameter"

    def __init__(self, parameter: IParameterRef | str, kms_key: IKeyRef | None) -> None:
        super().__init__(kms_key)
        self._parameter = parameter

    @property
    def location_uri(self) -> str:
        """The ARN: a name that is a path would begin with a third slash."""
        parameter: Any = self._parameter
        if isinstance(parameter, str):
            return _parameter_arn(parameter, parameter)
        if _is(parameter, _PARAMETER):
            # The resource has no attribute for its ARN; its name tells whether it is a path.
            return _parameter_arn(parameter.ref, parameter.name or "")
        arn: str = parameter.parameter_ref.parameter_arn
        return arn

    @property
    def permissions(self) -> list[Permission]:
        return [(["ssm:GetParameter"], [self.location_uri])]


def _parameter_arn(name: str, like: str) -> str:
    slash = "" if like.startswith("/") else "/"
    return f"{_ssm('parameter')}{slash}{name}"


def _ssm(resource: str) -> str:
    return f"arn:{Aws.PARTITION}:ssm:{Aws.REGION}:{Aws.ACCOUNT_ID}:{resource}"


class _Document(ConfigurationSource):
    kind = "ssm-document"

    def __init__(self, document: IDocumentRef | str) -> None:
        super().__init__(None)
        self._name = (
            str(document) if isinstance(document, str) else document.document_ref.document_name
        )

    @property
    def location_uri(self) -> str:
        return f"ssm-document://{self._name}"

    @property
    def permissions(self) -> list[Permission]:
        return [(["ssm:GetDocument"], [f"{_ssm('document')}/{self._name}"])]


class _Secret(ConfigurationSource):
    kind = "secretsmanager"

    def __init__(self, secret: ISecretRef, kms_key: IKeyRef | None) -> None:
        super().__init__(kms_key or getattr(secret, "encryption_key", None))
        self._secret = secret

    @property
    def needs_key(self) -> bool:
        return True

    @property
    def location_uri(self) -> str:
        """The name as a location; of an L1 without a name only the ARN is known."""
        secret: Any = self._secret
        name = secret.name if _is(secret, _SECRET) else secret.secret_name
        return f"secretsmanager://{name}" if name else secret.secret_ref.secret_id

    @property
    def permissions(self) -> list[Permission]:
        """The statement; an ARN without its random end stands for every end it can have."""
        secret: Any = self._secret
        if _is(secret, _SECRET):
            arn = secret.ref
        else:
            arn = secret.secret_full_arn or f"{secret.secret_arn}-??????"
        return [(["secretsmanager:GetSecretValue"], [arn])]


class _Pipeline(ConfigurationSource):
    kind = "codepipeline"

    def __init__(self, pipeline: IPipelineRef | str) -> None:
        super().__init__(None)
        self._name = (
            str(pipeline) if isinstance(pipeline, str) else pipeline.pipeline_ref.pipeline_name
        )

    @property
    def location_uri(self) -> str:
        return f"codepipeline://{self._name}"

    @property
    def permissions(self) -> list[Permission]:
        return []
