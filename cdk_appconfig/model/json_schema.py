"""JSON Schema validators as AppConfig runs them: draft-04, whatever ``$schema`` says.

AppConfig looks at schema and content neither when a profile nor when a version is created, but when
a version is validated or deployed. `JsonSchema` looks at both before that.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import AppConfigError, Check, Finding, closest, json_path, shown
from cdk_appconfig.model.document import canonical_json
from cdk_appconfig.model.freeform import FreeformContent
from cdk_appconfig.model.json_value import JsonText
from cdk_appconfig.model.judged import Judged
from cdk_appconfig.model.schema_findings import (
    VALIDATORS_PAGE,
    schema_findings,
    schema_text_findings,
    unreadable_patterns,
)
from cdk_appconfig.model.schema_library import SchemaError, compiled, errors
from cdk_appconfig.model.schema_source import source_of
from cdk_appconfig.model.schema_translation import to_draft_04
from cdk_appconfig.model.sound_schema import is_surely_sound_schema, surely_fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["JsonSchema"]

BROKEN = Check(
    id="APPCONFIG070",
    summary="Content breaks the JSON Schema of its profile",
    rule="AppConfig validates a version when it is deployed and refuses content that breaks the "
    "schema of its profile",
    source=VALIDATORS_PAGE,
    evidence="captured",
)
NOT_JSON = Check(
    id="APPCONFIG076",
    summary="Content that is not JSON is judged by a JSON Schema",
    rule="AppConfig reads text that is not JSON as one JSON string, which few schemas accept",
    source=VALIDATORS_PAGE,
    evidence="inferred",
    severity="warning",
)
FORMAT = Check(
    id="APPCONFIG077",
    summary="Content breaks a format of the JSON Schema of its profile",
    rule="draft-04 leaves it to the validator whether a format counts, and what AppConfig does is "
    "not known",
    source=VALIDATORS_PAGE,
    evidence="inferred",
    severity="warning",
)
UNJUDGED = Check(
    id="APPCONFIG082",
    summary="Content cannot be judged by the JSON Schema of its profile before deployment",
    rule="AppConfig judges it at deployment",
    source=VALIDATORS_PAGE,
    evidence="documented",
    severity="warning",
)


class JsonSchema:
    """A JSON Schema that AppConfig runs over the content of a freeform profile.

    Args:
        schema: The schema, for AppConfig's draft-04: a ``dict``, JSON text, or the ``Path`` of a
            file. It is stored as it is, less its layout. Or a dataclass or a pydantic model class,
            whose schema is carried over to draft-04 (see `from_newer_draft`).

    Raises:
        AppConfigError: AppConfig would refuse the schema at the first deployment, it has more than
            32,768 characters, or a type cannot be told in draft-04; every mistake is in it.

    Example:
        >>> schema = JsonSchema({"type": "object", "required": ["port"]})
        >>> [finding] = schema.findings({"prot": 80})
        >>> finding.where, finding.message
        ('$', "the property 'port' is missing")
        >>> schema.findings('{"port": 80}')
        []

    Source:
        API ``Validator``; user guide, `validators
        <https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-and-profile-validators.html>`_.
    """

    __slots__ = ("_document", "_text", "_validator", "_warnings")

    def __init__(self, schema: Mapping[str, Any] | str | Path | type[Any]) -> None:
        source = source_of(schema)
        findings = [*source.findings]
        if not any(map(_is_error, findings)) and not is_surely_sound_schema(source.text):
            findings += [*schema_findings(source.document), *schema_text_findings(source.text)]
        AppConfigError.raise_for("JSON Schema", findings)
        self._document: Mapping[str, Any] = source.document
        self._text = source.text
        self._warnings = tuple(findings)
        self._validator: Any = None

    @classmethod
    def from_newer_draft(cls, schema: Mapping[str, Any] | str | Path) -> JsonSchema:
        """Return the schema of a newer draft in the words of draft-04, with the same meaning.

        ``const`` becomes an ``enum`` of one, a number in ``exclusiveMinimum`` a ``minimum`` that is
        exclusive, ``if`` an ``anyOf``, and so on; `docs/json_schema.md` has the table.

        Args:
            schema: A schema of draft-06 to 2020-12: a ``dict``, JSON text, or the ``Path`` of a
                file.

        Raises:
            AppConfigError: A keyword has no equal in draft-04; each is named with its place.

        Example:
            >>> JsonSchema.from_newer_draft({"const": "x"}).to_document()["enum"]
            ['x']
        """
        source = source_of(schema)
        AppConfigError.raise_for("JSON Schema", source.findings)
        if not isinstance(source.document, Mapping):
            return cls(schema)
        document, findings = to_draft_04(source.document)
        AppConfigError.raise_for("JSON Schema", findings)
        return cls(document)

    @property
    def text(self) -> str:
        """The schema as it is stored in the profile: canonical JSON."""
        return self._text

    @property
    def warnings(self) -> Sequence[Finding]:
        """What AppConfig accepts about the schema and people regret, relative to it (``$``).

        Example:
            >>> [warning] = JsonSchema({"const": "x"}).warnings
            >>> warning.id, warning.where
            ('APPCONFIG072', '$.const')
        """
        return self._warnings

    def to_document(self) -> dict[str, Any]:
        """Return the schema as a JSON document."""
        document: dict[str, Any] = JsonText.read(self._text).document
        return document

    def findings(self, content: object) -> list[Finding]:
        """Return everything that AppConfig would object to in content. Never raises.

        Args:
            content: What `FreeformContent.of` takes, a `FreeformContent`, or a JSON value. Text is
                read as JSON, and as one JSON string where it is none.

        Returns:
            The `warnings` of the schema, then what is wrong with the content, each with its JSON
            path. CDK tokens in the content fit everywhere, as their values are not known.
        """
        return [*self._warnings, *self._content_findings(content)]

    def _content_findings(self, content: object) -> Iterator[Finding]:
        if isinstance(content, FreeformContent) and self._surely_fits(content):
            return
        judged = Judged.of(content)
        if judged is None:
            return
        if judged.findings:
            yield from judged.findings
            return
        try:
            if self._validator is None:
                self._validator = compiled(_runnable(self._document))
            for error in errors(self._validator, judged.value):
                if not judged.excuses(error):
                    yield _finding(error, judged)
        except ValueError as error:
            yield UNJUDGED.at(
                "$",
                message=f"the content cannot be judged here: {error}",
                found=shown(judged.value),
                fix="see to it that the deployment can be rolled back",
            )

    def _surely_fits(self, content: FreeformContent) -> bool:
        text = content.text
        return text is not None and not content.findings and surely_fits(text, self._text)

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        return self._text == other._text if isinstance(other, JsonSchema) else NotImplemented

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self._text)

    def __repr__(self) -> str:
        """Print as the call a user would type."""
        return f"JsonSchema({self.to_document()!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by the stored text: what the library has compiled stays behind."""
        return JsonSchema, (self._text,)


def _is_error(finding: Finding) -> bool:
    return finding.severity == "error"


def _runnable(schema: Any) -> Any:
    """Return a schema without the patterns that cannot be run here."""
    unreadable = {path for path, _ in unreadable_patterns(schema)}
    if not unreadable:
        return schema
    copy = json.loads(canonical_json(schema))
    for *steps, keyword in unreadable:
        del functools.reduce(lambda value, step: value[step], steps, copy)[keyword]
    return copy


def _finding(error: SchemaError, judged: Judged) -> Finding:
    check = NOT_JSON if judged.is_raw_text else FORMAT if error.keyword == "format" else BROKEN
    return check.at(
        json_path(*error.path),
        message=error.message,
        found=shown(error.value),
        fix=_fix(error, judged),
    )


def _fix(error: SchemaError, judged: Judged) -> str:
    if judged.is_raw_text:
        return "pass JSON, or take the validator away"
    options = [option for option in error.options if isinstance(option, str)]
    near = closest(error.value, options) if isinstance(error.value, str) else None
    return f"did you mean {near!r}?" if near else "change the content or the schema"
