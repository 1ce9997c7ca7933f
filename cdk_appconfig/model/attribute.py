"""The five types of flag attributes, each a value together with its constraints.

A definition without a value is fine (``String(enum=["v1", "v2"])``): it declares the attribute and
leaves the value to variants or to the other states of the flag. Nothing here raises: the flag that
holds an attribute collects what `definition_findings` and `value_findings` report and raises it all
together.

Source: user guide, `type reference of AWS.AppConfig.FeatureFlags
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html>`_.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeGuard

from cdk_appconfig.findings import Check, Finding, closest, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.frozen import call_repr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Attribute", "Boolean", "Number", "NumberArray", "String", "StringArray", "wrong_type"]

_TYPE_REFERENCE = limits.FLAG_STRING.source

VALUE_TYPE = Check(
    id="APPCONFIG014",
    summary="An attribute's value is not of the attribute's type",
    rule="AppConfig takes a value of the declared type only and converts nothing",
    source=_TYPE_REFERENCE,
    evidence="captured",
)
VALUE_CONSTRAINT = Check(
    id="APPCONFIG015",
    summary="An attribute's value breaks the attribute's own constraint",
    rule="AppConfig refuses a value that breaks a constraint of its attribute, also on a flag that "
    "is disabled",
    source=_TYPE_REFERENCE,
    evidence="captured",
)
PATTERN_AND_ENUM = Check(
    id="APPCONFIG017",
    summary="A text attribute has a pattern and an enum",
    rule="a text is constrained by a pattern or by an enum, not by both",
    source=_TYPE_REFERENCE,
    evidence="schema",
)
PART_TYPE = Check(
    id="APPCONFIG021",
    summary="A part of a flag has the wrong type",
    rule="a flag is built from typed values, so that AppConfig has nothing to convert",
    source=_TYPE_REFERENCE,
    evidence="schema",
)
BOUND = Check(
    id="APPCONFIG022",
    summary="The minimum or maximum of a number attribute is not a whole number",
    rule="the bounds of a number are whole numbers; the values between them may have fractions",
    source=_TYPE_REFERENCE,
    evidence="schema",
)
DEFINITION_TEXT = Check(
    id="APPCONFIG023",
    summary="A description, pattern or enum entry of an attribute is too long",
    rule=f"a description, a pattern and an enum entry have at most {limits.FLAG_STRING} characters",
    source=_TYPE_REFERENCE,
    evidence="schema",
)


@dataclass(frozen=True, slots=True, repr=False)
class _Attribute(ABC):
    """What the five types share. Each states its own facts; a flag raises them."""

    type_name: ClassVar[str]

    value: Any = None
    _: KW_ONLY
    required: bool = False
    description: str | None = None

    def definition(self) -> dict[str, Any]:
        """Return the attribute as it stands under ``flags.<flag>.attributes``."""
        constraints: dict[str, Any] = {"type": self.type_name, **self._constraints()}
        if self.required:
            constraints["required"] = True
        if self.description is None:
            return {"constraints": constraints}
        return {"description": self.description, "constraints": constraints}

    def definition_findings(self) -> list[Finding]:
        """Return what is wrong with the definition, relative to it (``$``)."""
        findings = list(self._constraint_findings())
        if not isinstance(self.required, bool):
            findings.append(
                wrong_type(json_path("constraints", "required"), self.required, "True or False")
            )
        if self.description is not None:
            findings += _text_findings(
                self.description, json_path("description"), "the description"
            )
        return findings

    @abstractmethod
    def value_findings(self, value: Any) -> list[Finding]:
        """Return what is wrong with a value for this attribute, relative to it (``$``)."""

    @abstractmethod
    def _constraints(self) -> dict[str, Any]: ...

    @abstractmethod
    def _constraint_findings(self) -> Iterator[Finding]: ...

    def __repr__(self) -> str:
        return call_repr(self)


@dataclass(frozen=True, slots=True, repr=False)
class _Texts(_Attribute):
    """Constraints on text: a pattern or an enum."""

    _: KW_ONLY
    pattern: str | None = None
    enum: Sequence[str] | None = None

    def __post_init__(self) -> None:
        _freeze(self, "enum")

    def _text_constraints(self) -> dict[str, Any]:
        if self.enum is not None:
            return {"enum": list(self.enum)}
        return {} if self.pattern is None else {"pattern": self.pattern}

    def _text_constraint_findings(self, where: str) -> Iterator[Finding]:
        if self.pattern is not None and self.enum is not None:
            yield PATTERN_AND_ENUM.at(
                where,
                message="the attribute has a pattern and an enum",
                found=f"pattern {shown(self.pattern)} and enum {shown(list(self.enum))}",
                fix="keep one of the two",
            )
        if self.pattern is not None:
            yield from _text_findings(self.pattern, f"{where}.pattern", "the pattern")
        if self.enum is None:
            return
        if not isinstance(self.enum, tuple):
            yield wrong_type(f"{where}.enum", self.enum, "a list of str")
            return
        for index, entry in enumerate(self.enum):
            yield from _text_findings(entry, f"{where}.enum[{index}]", "an enum entry")

    def _text_findings(self, value: object, where: str) -> Iterator[Finding]:
        if not isinstance(value, str):
            yield _not_of_type(value, where, "a string", "a str")
            return
        if len(value) > limits.FLAG_STRING:
            yield VALUE_CONSTRAINT.at(
                where,
                message=f"a value has {len(value)} characters, above the {limits.FLAG_STRING} that "
                "AppConfig stores",
                found=shown(value),
                fix="shorten the value, or keep long texts in a freeform profile",
            )
        if isinstance(self.enum, tuple) and value not in self.enum:
            near = closest(value, [entry for entry in self.enum if isinstance(entry, str)])
            yield VALUE_CONSTRAINT.at(
                where,
                message=f"{shown(value)} is not in the enum {shown(list(self.enum))}",
                found=shown(value),
                fix=f"did you mean {near!r}?" if near else "use one of them, or add it to the enum",
            )
        if isinstance(self.pattern, str) and _mismatch(self.pattern, value):
            yield VALUE_CONSTRAINT.at(
                where,
                message=f"{shown(value)} does not match the pattern {shown(self.pattern)}",
                found=shown(value),
                fix="change the value or the pattern",
            )


@dataclass(frozen=True, slots=True, repr=False)
class _Numbers(_Attribute):
    """Constraints on numbers: a smallest and a largest one."""

    _: KW_ONLY
    minimum: int | None = None
    maximum: int | None = None

    def _number_constraints(self) -> dict[str, Any]:
        bounds = {"minimum": self.minimum, "maximum": self.maximum}
        return {name: int(bound) for name, bound in bounds.items() if bound is not None}

    def _number_constraint_findings(self, where: str) -> Iterator[Finding]:
        for name, bound in (("minimum", self.minimum), ("maximum", self.maximum)):
            if bound is None or _is_whole(bound):
                continue
            yield BOUND.at(
                f"{where}.{name}",
                message=f"the {name} {shown(bound)} is not a whole number",
                found=shown(bound),
                fix="pass an int",
            )

    def _number_findings(self, value: object, where: str) -> Iterator[Finding]:
        if not _is_number(value):
            yield _not_of_type(value, where, "a number", "an int or a finite float")
            return
        if _is_number(self.minimum) and value < self.minimum:
            yield VALUE_CONSTRAINT.at(
                where,
                message=f"{shown(value)} is below the minimum {self.minimum}",
                found=shown(value),
                fix=f"raise the value, or lower the minimum to {math.floor(value)} or less",
            )
        if _is_number(self.maximum) and value > self.maximum:
            yield VALUE_CONSTRAINT.at(
                where,
                message=f"{shown(value)} is above the maximum {self.maximum}",
                found=shown(value),
                fix=f"lower the value, or raise the maximum to {math.ceil(value)} or more",
            )


@dataclass(frozen=True, slots=True, repr=False)
class String(_Texts):
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
class Number(_Numbers):
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
class Boolean(_Attribute):
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
            else [_not_of_type(value, "$", "a boolean", "True or False")]
        )

    def _constraints(self) -> dict[str, Any]:
        return {}

    def _constraint_findings(self) -> Iterator[Finding]:
        return iter(())


@dataclass(frozen=True, slots=True, repr=False)
class StringArray(_Texts):
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
        _freeze(self, "enum", "value")

    def value_findings(self, value: Any) -> list[Finding]:
        """Return what is wrong with a value for this attribute, relative to it (``$``)."""
        if not isinstance(value, (list, tuple)):
            return [_not_of_type(value, "$", "an array", "a list of str")]
        return [
            f for i, element in enumerate(value) for f in self._text_findings(element, f"$[{i}]")
        ]

    def _constraints(self) -> dict[str, Any]:
        return {"elements": {"type": "string", **self._text_constraints()}}

    def _constraint_findings(self) -> Iterator[Finding]:
        return self._text_constraint_findings(json_path("constraints", "elements"))


@dataclass(frozen=True, slots=True, repr=False)
class NumberArray(_Numbers):
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
        _freeze(self, "value")

    def value_findings(self, value: Any) -> list[Finding]:
        """Return what is wrong with a value for this attribute, relative to it (``$``)."""
        if not isinstance(value, (list, tuple)):
            return [_not_of_type(value, "$", "an array", "a list of int or finite float")]
        return [
            f for i, element in enumerate(value) for f in self._number_findings(element, f"$[{i}]")
        ]

    def _constraints(self) -> dict[str, Any]:
        return {"elements": {"type": "number", **self._number_constraints()}}

    def _constraint_findings(self) -> Iterator[Finding]:
        return self._number_constraint_findings(json_path("constraints", "elements"))


Attribute: TypeAlias = String | Number | Boolean | StringArray | NumberArray
"""One of the five attribute types."""


def _freeze(attribute: _Attribute, *names: str) -> None:
    for name in names:
        if isinstance(getattr(attribute, name), list):
            object.__setattr__(attribute, name, tuple(getattr(attribute, name)))


def _is_number(value: object) -> TypeGuard[int | float]:
    # bool is an int to Python and never a number to AppConfig; NaN and infinity are not JSON.
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def _is_whole(value: object) -> bool:
    return _is_number(value) and (isinstance(value, int) or value.is_integer())


def wrong_type(where: str, value: object, wanted: str) -> Finding:
    """Return the finding that a part of a flag has the wrong type."""
    return PART_TYPE.at(
        where,
        message=f"{shown(value)} is not what belongs here",
        found=shown(value),
        fix=f"pass {wanted}",
    )


def _not_of_type(value: object, where: str, wanted: str, python_type: str) -> Finding:
    return VALUE_TYPE.at(
        where,
        message=f"{shown(value)} is not {wanted}",
        found=shown(value),
        fix=f"pass {python_type}",
    )


def _text_findings(text: object, where: str, what: str) -> Iterator[Finding]:
    if not isinstance(text, str):
        yield wrong_type(where, text, "a str")
    elif len(text) > limits.FLAG_STRING:
        yield DEFINITION_TEXT.at(
            where,
            message=f"{what} has {len(text)} characters",
            found=shown(text),
            fix="shorten it",
        )


def _mismatch(pattern: str, value: str) -> bool:
    """Tell whether a value surely fails a pattern.

    AppConfig matches anywhere in the value unless the pattern is anchored. Its dialect is not
    documented: a pattern that Python cannot compile is left to AppConfig.
    """
    try:
        return re.search(pattern, value) is None
    except re.error:
        return False
