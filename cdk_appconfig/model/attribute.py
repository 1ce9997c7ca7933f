"""The types of flag attributes, each a value together with its constraints.

A definition without a value is fine (``String(enum=["v1", "v2"])``): it declares the attribute and
leaves the value to variants or to the other states of the flag. Nothing here raises: the flag that
holds an attribute collects what `definition_findings` and `value_findings` report and raises it all
together.

Source: user guide, `type reference of AWS.AppConfig.FeatureFlags
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html>`_.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from cdk_appconfig.findings import json_path
from cdk_appconfig.model.constraint import (
    Definition,
    Numbers,
    Texts,
    freeze,
    not_of_type,
    wrong_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cdk_appconfig.findings import Finding

__all__ = [
    "Attribute",
    "Boolean",
    "Number",
    "NumberArray",
    "String",
    "StringArray",
    "Untyped",
    "UntypedArray",
    "wrong_type",
]


@dataclass(frozen=True, slots=True, repr=False)
class String(Texts):
    """A text attribute.

    Args:
        value: The value, at most 1024 characters. Left out, the attribute is only declared.
        pattern: A regular expression that a value must match. Not together with ``enum``.
        enum: The values that are allowed. Not together with ``pattern``.
        required: Whether every state of the flag must give a value, also a disabled one.
        description: For people; part of the stored document, at most 1024 characters.

    Example:
        >>> String("v1", enum=["v1", "v2"]).definition()
        {'constraints': {'type': 'string', 'enum': ['v1', 'v2']}}
    """

    type_name: ClassVar[str] = "string"

    value: str | None = None

    def value_findings(self, value: Any) -> list[Finding]:
        """Return what is wrong with a value for this attribute, relative to it (``$``)."""
        return list(self._text_findings(value, "$"))

    def _constraints(self) -> dict[str, Any]:
        return self._text_constraints()

    def _constraint_findings(self) -> Iterator[Finding]:
        return self._text_constraint_findings(json_path("constraints"))


@dataclass(frozen=True, slots=True, repr=False)
class Number(Numbers):
    """A number attribute.

    Args:
        value: An ``int`` or a finite ``float``. Left out, the attribute is only declared.
        minimum: Smallest value that is allowed; a whole number.
        maximum: Largest value that is allowed; a whole number.
        required: Whether every state of the flag must give a value, also a disabled one.
        description: For people; part of the stored document, at most 1024 characters.

    Example:
        >>> Number(20, minimum=1, maximum=100).definition()
        {'constraints': {'type': 'number', 'minimum': 1, 'maximum': 100}}
    """

    type_name: ClassVar[str] = "number"

    value: int | float | None = None

    def value_findings(self, value: Any) -> list[Finding]:
        """Return what is wrong with a value for this attribute, relative to it (``$``)."""
        return list(self._number_findings(value, "$"))

    def _constraints(self) -> dict[str, Any]:
        return self._number_constraints()

    def _constraint_findings(self) -> Iterator[Finding]:
        return self._number_constraint_findings(json_path("constraints"))


@dataclass(frozen=True, slots=True, repr=False)
class Boolean(Definition):
    """A true-or-false attribute.

    Args:
        value: ``True`` or ``False``. Left out, the attribute is only declared.
        required: Whether every state of the flag must give a value, also a disabled one.
        description: For people; part of the stored document, at most 1024 characters.

    Example:
        >>> Boolean(True).definition()
        {'constraints': {'type': 'boolean'}}
    """

    type_name: ClassVar[str] = "boolean"

    value: bool | None = None

    def value_findings(self, value: Any) -> list[Finding]:
        """Return what is wrong with a value for this attribute, relative to it (``$``)."""
        return (
            []
            if isinstance(value, bool)
            else [not_of_type(value, "$", "a boolean", "True or False")]
        )

    def _constraints(self) -> dict[str, Any]:
        return {}

    def _constraint_findings(self) -> Iterator[Finding]:
        return iter(())


@dataclass(frozen=True, slots=True, repr=False)
class StringArray(Texts):
    """An attribute that is a list of texts.

    Args:
        value: A list or tuple of texts of at most 1024 characters each; it may be empty. Left out,
            the attribute is only declared.
        pattern: A regular expression that every element must match. Not together with ``enum``.
        enum: The elements that are allowed. Not together with ``pattern``.
        required: Whether every state of the flag must give a value, also a disabled one.
        description: For people; part of the stored document, at most 1024 characters.

    Example:
        >>> StringArray(["card"], enum=["card"]).definition()
        {'constraints': {'type': 'array', 'elements': {'type': 'string', 'enum': ['card']}}}
    """

    type_name: ClassVar[str] = "array"

    value: Sequence[str] | None = None

    def __post_init__(self) -> None:
        """Keep the lists as tuples, so that the attribute cannot change."""
        freeze(self, "value")
        Texts.__post_init__(self)

    def value_findings(self, value: Any) -> list[Finding]:
        """Return what is wrong with a value for this attribute, relative to it (``$``)."""
        if not isinstance(value, (list, tuple)):
            return [not_of_type(value, "$", "an array", "a list of str")]
        return [
            f for i, element in enumerate(value) for f in self._text_findings(element, f"$[{i}]")
        ]

    def _constraints(self) -> dict[str, Any]:
        return {"elements": {"type": "string", **self._text_constraints()}}

    def _constraint_findings(self) -> Iterator[Finding]:
        return self._text_constraint_findings(json_path("constraints", "elements"))


@dataclass(frozen=True, slots=True, repr=False)
class NumberArray(Numbers):
    """An attribute that is a list of numbers.

    Args:
        value: A list or tuple of ``int`` or finite ``float``; it may be empty. Left out, the
            attribute is only declared.
        minimum: Smallest element that is allowed; a whole number.
        maximum: Largest element that is allowed; a whole number.
        required: Whether every state of the flag must give a value, also a disabled one.
        description: For people; part of the stored document, at most 1024 characters.

    Example:
        >>> NumberArray([1, 2.5], minimum=0).definition()
        {'constraints': {'type': 'array', 'elements': {'type': 'number', 'minimum': 0}}}
    """

    type_name: ClassVar[str] = "array"

    value: Sequence[int | float] | None = None

    def __post_init__(self) -> None:
        """Keep the list as a tuple, so that the attribute cannot change."""
        freeze(self, "value")

    def value_findings(self, value: Any) -> list[Finding]:
        """Return what is wrong with a value for this attribute, relative to it (``$``)."""
        if not isinstance(value, (list, tuple)):
            return [not_of_type(value, "$", "an array", "a list of int or finite float")]
        return [
            f for i, element in enumerate(value) for f in self._number_findings(element, f"$[{i}]")
        ]

    def _constraints(self) -> dict[str, Any]:
        return {"elements": {"type": "number", **self._number_constraints()}}

    def _constraint_findings(self) -> Iterator[Finding]:
        return self._number_constraint_findings(json_path("constraints", "elements"))


@dataclass(frozen=True, slots=True, repr=False)
class Untyped(Definition):
    """An attribute whose definition names no type, as documents from elsewhere may have it.

    Prefer one of the five types: they say what a value may be.

    Args:
        value: Text, number, boolean, or a list of texts or of numbers. Left out, the attribute is
            only declared.
        description: For people; part of the stored document, at most 1024 characters.

    Example:
        >>> Untyped("v1", description="Which engine").definition()
        {'description': 'Which engine'}
    """

    type_name: ClassVar[str] = ""

    value: str | int | float | bool | Sequence[str | int | float] | None = None

    def __post_init__(self) -> None:
        """Keep a list as a tuple, so that the attribute cannot change."""
        freeze(self, "value")

    def definition(self) -> dict[str, Any]:
        """Return the attribute as it stands under ``flags.<flag>.attributes``."""
        return {} if self.description is None else {"description": self.description}

    def value_findings(self, value: Any) -> list[Finding]:
        """Return what is wrong with a value for this attribute, relative to it (``$``)."""
        if isinstance(value, (list, tuple)):
            return UntypedArray().value_findings(value)
        if isinstance(value, bool):
            return []
        return (String() if isinstance(value, str) else Number()).value_findings(value)

    def _constraints(self) -> dict[str, Any]:
        return {}

    def _constraint_findings(self) -> Iterator[Finding]:
        if self.required is not False:
            where = json_path("constraints", "required")
            yield wrong_type(where, self.required, "one of the five types to require a value")


@dataclass(frozen=True, slots=True, repr=False)
class UntypedArray(Definition):
    """A list whose definition does not say of what, as documents from elsewhere may have it.

    Prefer `StringArray` or `NumberArray`: they say what an element may be.

    Args:
        value: A list of texts or of numbers; it may be empty. Left out, the attribute is only
            declared.
        required: Whether every state of the flag must give a value, also a disabled one.
        description: For people; part of the stored document, at most 1024 characters.

    Example:
        >>> UntypedArray(["card"]).definition()
        {'constraints': {'type': 'array'}}
    """

    type_name: ClassVar[str] = "array"

    value: Sequence[str | int | float] | None = None

    def __post_init__(self) -> None:
        """Keep the list as a tuple, so that the attribute cannot change."""
        freeze(self, "value")

    def value_findings(self, value: Any) -> list[Finding]:
        """Return what is wrong with a value for this attribute, relative to it (``$``)."""
        if not isinstance(value, (list, tuple)):
            return [not_of_type(value, "$", "an array", "a list of str or of numbers")]
        of_texts = bool(value) and isinstance(value[0], str)
        return (StringArray() if of_texts else NumberArray()).value_findings(value)

    def _constraints(self) -> dict[str, Any]:
        return {}

    def _constraint_findings(self) -> Iterator[Finding]:
        return iter(())


Attribute: TypeAlias = (
    String | Number | Boolean | StringArray | NumberArray | Untyped | UntypedArray
)
"""An attribute: one of the five types, or one that a document leaves without a type."""
