"""What the types of flag attributes are made of: constraints, and how a value is held to them.

Nothing here raises: the flag that holds an attribute collects what is reported and raises it all
together.

Source: user guide, `type reference of AWS.AppConfig.FeatureFlags
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html>`_.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeGuard

from cdk_appconfig.findings import Check, Finding, closest, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.frozen import call_repr
from cdk_appconfig.model.pattern import surely_fails
from cdk_appconfig.model.token import is_token

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

__all__ = [
    "Definition",
    "Numbers",
    "Texts",
    "freeze",
    "not_of_type",
    "required_findings",
    "undeclared",
    "wrong_type",
]

_TYPE_REFERENCE = limits.FLAG_STRING.source
_MOST_SHOWN = 80
"""Entries of an enum that a message could have room for."""

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
REQUIRED = Check(
    id="APPCONFIG016",
    summary="A required attribute has no value",
    rule="AppConfig refuses a flag without a value for a required attribute, also a disabled flag",
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
UNDECLARED = Check(
    id="APPCONFIG019",
    summary="A state names a flag, a variant or an attribute that the contract does not declare",
    rule="AppConfig refuses the value of an attribute that its flag does not define",
    source=_TYPE_REFERENCE,
    evidence="captured",
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
PATTERN = Check(
    id="APPCONFIG233",
    summary="The pattern of a text attribute is no regular expression of RE2",
    rule="AppConfig holds each text to the pattern; its dialect is not documented and most likely "
    "RE2, and whether it stores a pattern that it cannot read is not known",
    source=_TYPE_REFERENCE,
    evidence="inferred",
    severity="warning",
)
NO_NUMBER = Check(
    id="APPCONFIG234",
    summary="The minimum of a number attribute is above its maximum",
    rule="AppConfig refuses a number that is below the minimum or above the maximum",
    source=_TYPE_REFERENCE,
    evidence="inferred",
    severity="warning",
)


@dataclass(frozen=True, slots=True, repr=False)
class Definition(ABC):
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
class Texts(Definition):
    """Constraints on text: a pattern or an enum."""

    _: KW_ONLY
    pattern: str | None = None
    enum: Sequence[str | int] | None = None
    _allowed: frozenset[str] = field(default=frozenset(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        freeze(self, "enum")
        if isinstance(self.enum, tuple):
            object.__setattr__(self, "_allowed", frozenset(map(str, self.enum)))

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
            yield from _pattern_findings(self.pattern, f"{where}.pattern")
        if self.enum is None:
            return
        if not isinstance(self.enum, tuple):
            yield wrong_type(f"{where}.enum", self.enum, "a list of str")
            return
        for index, entry in enumerate(self.enum):
            if type(entry) is not int:  # the published schema takes whole numbers as well
                yield from _text_findings(entry, f"{where}.enum[{index}]", "an enum entry")

    def _text_findings(self, value: object, where: str) -> Iterator[Finding]:
        if not isinstance(value, str):
            yield not_of_type(value, where, "a string", "a str")
        elif not is_token(value):
            yield from self._known_text_findings(value, where)

    def _known_text_findings(self, value: str, where: str) -> Iterator[Finding]:
        if len(value) > limits.FLAG_STRING:
            yield VALUE_CONSTRAINT.at(
                where,
                message=f"a value has {len(value)} characters, above the {limits.FLAG_STRING} that "
                "AppConfig stores",
                found=shown(value),
                fix="shorten the value, or keep long texts in a freeform profile",
            )
        if isinstance(self.enum, tuple) and value not in self._allowed:
            near = closest(value, (entry for entry in self.enum if isinstance(entry, str)))
            beginning = list(self.enum[:_MOST_SHOWN])
            yield VALUE_CONSTRAINT.at(
                where,
                message=f"{shown(value)} is not in the enum {shown(beginning)}",
                found=shown(value),
                fix=f"did you mean {near!r}?" if near else "use one of them, or add it to the enum",
            )
        if isinstance(self.pattern, str) and surely_fails(self.pattern, value):
            yield VALUE_CONSTRAINT.at(
                where,
                message=f"{shown(value)} does not match the pattern {shown(self.pattern)}",
                found=shown(value),
                fix="change the value or the pattern",
            )


@dataclass(frozen=True, slots=True, repr=False)
class Numbers(Definition):
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
        if _is_number(self.minimum) and _is_number(self.maximum) and self.minimum > self.maximum:
            yield NO_NUMBER.at(
                where,
                message=f"the minimum {shown(self.minimum)} is above the maximum "
                f"{shown(self.maximum)}, so that no number fits",
                found=f"{shown(self.minimum)} to {shown(self.maximum)}",
                fix="exchange them",
            )

    def _number_findings(self, value: object, where: str) -> Iterator[Finding]:
        if not _is_number(value):
            yield not_of_type(value, where, "a number", "an int or a finite float")
            return
        if _is_number(self.minimum) and value < self.minimum:
            yield VALUE_CONSTRAINT.at(
                where,
                message=f"{shown(value)} is below the minimum {shown(self.minimum)}",
                found=shown(value),
                fix=f"raise the value, or lower the minimum to {shown(math.floor(value))} or less",
            )
        if _is_number(self.maximum) and value > self.maximum:
            yield VALUE_CONSTRAINT.at(
                where,
                message=f"{shown(value)} is above the maximum {shown(self.maximum)}",
                found=shown(value),
                fix=f"lower the value, or raise the maximum to {shown(math.ceil(value))} or more",
            )


def freeze(attribute: Definition, *names: str) -> None:
    """Keep these fields as tuples where they are lists, so that the attribute cannot change."""
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


def undeclared(where: str, key: object, declared: Iterable[str], flag: str = "the flag") -> Finding:
    """Return the finding that a value is given to an attribute that the flag does not declare.

    Args:
        where: Place of the value.
        key: The key that is not declared.
        declared: The keys that are.
        flag: The flag in the words of a message.
    """
    near = closest(str(key), declared)
    return UNDECLARED.at(
        where,
        message=f"{flag} declares no attribute {shown(key)}",
        found=shown(key),
        fix=f"did you mean {near!r}?" if near else "declare it in Flag(…, attributes={…})",
    )


def required_findings(
    where: tuple[str | int, ...], declared: Mapping[str, Any], given: Container[str]
) -> Iterator[Finding]:
    """Yield the findings that required attributes have no value.

    Args:
        where: Steps that lead to the values.
        declared: The attributes that the flag declares.
        given: The keys that have a value.
    """
    for key, attribute in declared.items():
        if getattr(attribute, "required", False) is True and key not in given:
            yield REQUIRED.at(
                json_path(*where, str(key)),
                message=f"the required attribute {key!r} has no value",
                found="no value",
                fix="give it a value, or drop required=True",
            )


def not_of_type(value: object, where: str, wanted: str, python_type: str) -> Finding:
    """Return the finding that a value is not of the type of its attribute."""
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


def _pattern_findings(pattern: object, where: str) -> Iterator[Finding]:
    from cdk_appconfig.model.rule.pattern import problem  # noqa: PLC0415  few flags need it

    wrong = problem(pattern) if isinstance(pattern, str) and not is_token(pattern) else None
    if wrong is not None:
        yield PATTERN.at(
            where,
            message=f"the pattern {shown(pattern)} {wrong}",
            found=shown(pattern),
            fix="mend the pattern",
        )
