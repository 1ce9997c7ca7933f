"""Variants: several states of one flag, and the rules that tell who gets which.

Source: user guide, `multi-variant feature flags
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-multi-variant-feature-flags-concepts.html>`_.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import Check, Finding, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model import rule as rules
from cdk_appconfig.model.attribute import Attribute
from cdk_appconfig.model.constraint import required_findings, undeclared, wrong_type
from cdk_appconfig.model.frozen import FrozenMapping, call_repr

if TYPE_CHECKING:
    from cdk_appconfig.model.rule import Rule

__all__ = ["Variant"]

_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"

VARIANT_NAME = Check(
    id="APPCONFIG050",
    summary="The name of a variant is not one that AppConfig stores",
    rule=f"the name of a variant {limits.VARIANT_NAME.words}",
    source=limits.VARIANT_NAME.source,
    evidence=limits.VARIANT_NAME.evidence,
)
EMPTY_NAME = Check(
    id="APPCONFIG051",
    summary="A flag or a variant has an empty name",
    rule="the published schema asks for a name of at least one character; an application is told "
    "the name of the variant it got",
    source=limits.VARIANT_NAME.source,
    evidence="schema",
    severity="warning",
)
DUPLICATE_VARIANT = Check(
    id="APPCONFIG052",
    summary="Two variants of a flag have the same name",
    rule="the names of the variants of one flag are unique, the default's among them",
    source=limits.VARIANTS.source,
    evidence="captured",
)
VARIANT_RULE = Check(
    id="APPCONFIG053",
    summary="A variant that is not the default has no rule",
    rule="every variant but the last has a rule: nobody would get past it otherwise",
    source=f"{_GUIDE}/appconfig-creating-multi-variant-feature-flags-concepts.html",
    evidence="captured",
)
DEFAULT = Check(
    id="APPCONFIG054",
    summary="A flag with variants has no default variant, or one with a rule",
    rule="the last variant has no rule: it is for everyone whom no rule matches",
    source=f"{_GUIDE}/appconfig-creating-multi-variant-feature-flags-concepts.html",
    evidence="captured",
)
VARIANT_COUNT = Check(
    id="APPCONFIG056",
    summary="A flag has more variants than AppConfig was seen to take",
    rule=f"AppConfig was seen to take {limits.VARIANTS} variants of one flag, the default among "
    "them; the published schema means to allow 32",
    source=limits.VARIANTS.source,
    evidence=limits.VARIANTS.evidence,
    severity="warning",
)


@dataclass(frozen=True, slots=True, repr=False)
class Variant:
    """One state of a multi-variant flag, and the rule that tells who gets it.

    Args:
        name: Name shown in the console and told to applications, one line of 1 to 64 characters;
            unique within the flag.
        rule: Who gets the variant: an expression, or its text. Kept as its text. Left out for the
            default variant only.
        enabled: Whether the flag is on for whom the variant is meant. A variant that is off takes
            part all the same: who matches it gets a disabled flag.
        attributes: Attribute key → value, for attributes that the flag declares. ``None`` is no
            value.

    Nothing is raised here: the flag that holds the variant raises everything that is wrong.

    Example:
        >>> Variant("qa", rule='(ends_with $email "@example.com")', enabled=True).state()
        {'name': 'qa', 'enabled': True, 'rule': '(ends_with $email "@example.com")'}

    Source:
        Type reference of ``AWS.AppConfig.FeatureFlags``: ``variant``.
    """

    name: str
    _: KW_ONLY
    rule: Rule | str | None = None
    enabled: bool = False
    attributes: Mapping[str, Any] = FrozenMapping({})

    def __post_init__(self) -> None:
        """Keep the rule as its text, and the values so that they cannot change."""
        if isinstance(self.rule, str):
            object.__setattr__(self, "rule", self.rule or None)  # empty is the same to AppConfig
        elif self.rule is not None and isinstance(self.rule, rules.Rule):
            object.__setattr__(self, "rule", str(self.rule))
        if isinstance(self.attributes, Mapping):
            values = {
                key: tuple(value) if isinstance(value, list) else value
                for key, value in self.attributes.items()
                if value is not None
            }
            object.__setattr__(self, "attributes", FrozenMapping(values))

    def __repr__(self) -> str:
        """Print as the call a user would type."""
        return call_repr(self)

    def state(self) -> dict[str, Any]:
        """Return the variant as it stands under ``values.<flag>._variants``."""
        state: dict[str, Any] = {"name": self.name, "enabled": self.enabled}
        if self.rule is not None:
            state["rule"] = self.rule
        if self.attributes:
            state["attributeValues"] = {
                key: list(value) if isinstance(value, tuple) else value
                for key, value in self.attributes.items()
            }
        return state

    def findings(self, declared: Mapping[str, Attribute]) -> list[Finding]:
        """Return what is wrong with the variant itself, relative to it (``$``).

        Args:
            declared: The attributes that its flag declares.
        """
        return [
            *self._name_findings(),
            *self._enabled_findings(),
            *self._rule_findings(),
            *self._value_findings(declared),
        ]

    def _name_findings(self) -> Iterator[Finding]:
        where = json_path("name")
        if not isinstance(self.name, str):
            yield wrong_type(where, self.name, "a str")
        elif not self.name:
            yield EMPTY_NAME.at(
                where,
                message="the variant has no name",
                found=shown(self.name),
                fix="name it after the people who get it",
            )
        elif not limits.VARIANT_NAME.matches(self.name):
            yield VARIANT_NAME.at(
                where,
                message=f"the name of the variant has {len(self.name)} characters"
                + (" and a line break" if "\n" in self.name else ""),
                found=shown(self.name),
                fix=f"use one line of at most {limits.FLAG_NAME_LENGTH} characters",
            )

    def _enabled_findings(self) -> Iterator[Finding]:
        if not isinstance(self.enabled, bool):
            yield wrong_type(json_path("enabled"), self.enabled, "a bool")

    def _rule_findings(self) -> Iterator[Finding]:
        where = json_path("rule")
        if isinstance(self.rule, str):
            for finding in rules.rule_findings(self.rule):
                yield finding.under(where)
        elif self.rule is not None:
            yield wrong_type(where, self.rule, 'a rule such as context("age") > 65, or its text')

    def _value_findings(self, declared: Mapping[str, Attribute]) -> Iterator[Finding]:
        if not isinstance(self.attributes, Mapping):
            where = json_path("attributeValues")
            yield wrong_type(where, self.attributes, 'a dict such as {"max_items": 20}')
            return
        for key, value in self.attributes.items():
            where = json_path("attributeValues", str(key))
            if key not in declared:
                yield undeclared(where, key, declared)
            elif isinstance(declared[key], Attribute):
                for finding in declared[key].value_findings(value):
                    yield finding.under(where)
        yield from required_findings(("attributeValues",), declared, self.attributes)


def variants_findings(
    variants: object, default: object, declared: Mapping[str, Attribute]
) -> Iterator[Finding]:
    """Yield what is wrong with the variants of a flag, relative to its value (``$``).

    Args:
        variants: What was passed as the ruled variants.
        default: What was passed as the default variant.
        declared: The attributes that the flag declares.
    """
    where = json_path("_variants")
    if not isinstance(variants, tuple):
        yield wrong_type(where, variants, 'a list such as [Variant("qa", rule=…)]')
        return
    seen: set[object] = set()
    for index, variant in enumerate(variants):
        yield from _one_findings(variant, json_path("_variants", index), declared, seen)
        if isinstance(variant, Variant) and variant.rule is None:
            yield _no_rule(variant, json_path("_variants", index, "rule"))
    for finding in _split_findings(variants):
        yield finding.under(where)
    yield from _default_findings(variants, default, declared, seen)
    if len(variants) >= limits.VARIANTS and default is not None:
        yield _too_many(len(variants) + 1, where)


def _one_findings(
    variant: object, where: str, declared: Mapping[str, Attribute], seen: set[object]
) -> Iterator[Finding]:
    if not isinstance(variant, Variant):
        yield wrong_type(where, variant, 'a Variant such as Variant("qa", rule=…)')
        return
    for finding in variant.findings(declared):
        yield finding.under(where)
    if isinstance(variant.name, str):
        if variant.name in seen:
            yield DUPLICATE_VARIANT.at(
                f"{where}.name",
                message=f"the name {shown(variant.name)} is used twice",
                found=shown(variant.name),
                fix="rename one of the variants, also if it is the default",
            )
        seen.add(variant.name)


def _split_findings(variants: tuple[object, ...]) -> list[Finding]:
    texts = [str(one.rule) if isinstance(one, Variant) else "" for one in variants]
    several = sum("split" in rule for rule in texts) > 1
    return rules.unreachable_split_findings(texts) if several else []


def _default_findings(
    variants: tuple[object, ...],
    default: object,
    declared: Mapping[str, Attribute],
    seen: set[object],
) -> Iterator[Finding]:
    where = json_path("_variants", len(variants))
    if default is not None:
        yield from _one_findings(default, where, declared, seen)
        if isinstance(default, Variant) and default.rule is not None:
            yield DEFAULT.at(
                f"{where}.rule",
                message=f"the default variant {shown(default.name)} has a rule",
                found=shown(default.rule),
                fix='put it into variants=[…], and add default=Variant("everyone else") for '
                "everyone whom no rule matches",
            )
    elif variants:
        yield DEFAULT.at(
            where,
            message="there is no default variant",
            found="no default",
            fix='add default=Variant("everyone else", enabled=False)',
        )


def _no_rule(variant: Variant, where: str) -> Finding:
    return VARIANT_RULE.at(
        where,
        message=f"the variant {shown(variant.name)} has no rule",
        found="no rule",
        fix="give it a rule; the variant for everyone else is the argument default=",
    )


def _too_many(count: int, where: str) -> Finding:
    return VARIANT_COUNT.at(
        where,
        message=f"the flag has {count} variants, the default among them",
        found=str(count),
        fix="join variants that do the same with |, or split the flag",
    )
