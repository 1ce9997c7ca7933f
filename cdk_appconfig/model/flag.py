"""One feature flag as a value: its definition, and one state of it.

Source: user guide, `type reference of AWS.AppConfig.FeatureFlags
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html>`_.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date
from typing import Any

from cdk_appconfig.findings import AppConfigError, Check, Finding, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.attribute import Attribute
from cdk_appconfig.model.constraint import required_findings, wrong_type
from cdk_appconfig.model.frozen import FrozenMapping, call_repr
from cdk_appconfig.model.state import changes, without_value
from cdk_appconfig.model.variant import EMPTY_NAME, Variant, variants_findings

__all__ = ["Flag"]

_TYPE_REFERENCE = limits.FLAG_KEY.source
_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"

FLAG_KEY = Check(
    id="APPCONFIG010",
    summary="A flag's key breaks the pattern",
    rule=f"the key of a flag {limits.FLAG_KEY.words}",
    source=limits.FLAG_KEY.source,
    evidence=limits.FLAG_KEY.evidence,
)
ATTRIBUTE_KEY = Check(
    id="APPCONFIG011",
    summary="An attribute's key breaks the pattern",
    rule=f"the key of an attribute {limits.ATTRIBUTE_KEY.words}",
    source=limits.ATTRIBUTE_KEY.source,
    evidence=limits.ATTRIBUTE_KEY.evidence,
)
FLAG_TEXT = Check(
    id="APPCONFIG012",
    summary="A flag's name or description is not one that AppConfig stores",
    rule=f"the name of a flag {limits.FLAG_NAME.words}, its description has at most "
    f"{limits.DESCRIPTION} characters",
    source=_TYPE_REFERENCE,
    evidence="schema",
)
ATTRIBUTE_COUNT = Check(
    id="APPCONFIG013",
    summary="A flag defines too many attributes",
    rule=f"a flag defines at most {limits.FLAG_ATTRIBUTES} attributes",
    source=limits.FLAG_ATTRIBUTES.source,
    evidence=limits.FLAG_ATTRIBUTES.evidence,
)
RESERVED = Check(
    id="APPCONFIG020",
    summary="An attribute is called 'enabled'",
    rule="'enabled' is the state of the flag itself and is reserved",
    source=f"{_GUIDE}/appconfig-creating-configuration-and-profile-feature-flags.html",
    evidence="documented",
    severity="warning",
)
TWO_STATES = Check(
    id="APPCONFIG055",
    summary="A flag has variants and a state of its own",
    rule="AppConfig refuses 'enabled' next to variants, which hold the state of such a flag",
    source=f"{_GUIDE}/appconfig-creating-multi-variant-feature-flags-concepts.html",
    evidence="captured",
)
RESERVED_VALUE = Check(
    id="APPCONFIG059",
    summary="An attribute called 'enabled' has another value than the flag's own state",
    rule="the stored document has one place for both, the flag's 'enabled'",
    source=_TYPE_REFERENCE,
    evidence="schema",
)
NOT_SERVED = Check(
    id="APPCONFIG057",
    summary="A flag that is not served has a state",
    rule="a flag is served as soon as a value of it is stored",
    source=_TYPE_REFERENCE,
    evidence="captured",
)


@dataclass(frozen=True, slots=True, repr=False)
class Flag:
    """One feature flag: its definition and one state of it.

    The state is either its own (``enabled`` and the values of ``attributes``) or that of its
    variants, each with a rule, and of the default variant for everyone else.

    Args:
        key: The name applications read it by: a lower-case letter, then at most 63 letters,
            digits, ``_`` or ``-``.
        name: Name shown in the console, one line of at most 64 characters. Left out, it is not
            written and the console shows the key.
        description: For people; part of the stored document, at most 1024 characters.
        enabled: Whether the flag is on. A disabled flag is served without its attributes. With
            variants it is left out: each variant says it for itself.
        attributes: Attribute key → attribute, at most 25. Keys follow the pattern of ``key``. With
            variants, the attributes have no values here.
        variants: States for some, each with a rule; the first whose rule matches is served.
        default: The state for everyone else: a variant without a rule, stored as the last one.
        deprecated: ``True`` marks the flag as short-lived, planned to be removed; a ``date`` says
            by when. It changes nothing for applications.
        served: ``False`` declares the flag only: no value is stored, and applications do not
            receive it.

    Raises:
        AppConfigError: Something about the flag, its attributes or variants is wrong; every mistake
            of the flag is in it.

    Example:
        >>> from cdk_appconfig.model import Number
        >>> Flag("one_click", attributes={"max_items": Number(20, maximum=100)}).state()
        {'enabled': False, 'max_items': 20}
        >>> flag = Flag(
        ...     "new_tax_engine",
        ...     variants=[Variant("qa", rule='(ends_with $email "@example.com")', enabled=True)],
        ...     default=Variant("everyone else"),
        ... )
        >>> [variant["name"] for variant in flag.state()["_variants"]]
        ['qa', 'everyone else']

    Source:
        Type reference of ``AWS.AppConfig.FeatureFlags``: ``flagDefinition``, ``flagValue``.
    """

    key: str
    _: KW_ONLY
    name: str | None = None
    description: str | None = None
    enabled: bool = False
    attributes: Mapping[str, Attribute] = FrozenMapping({})
    variants: Sequence[Variant] = ()
    default: Variant | None = None
    deprecated: bool | date = False
    served: bool = True
    _warnings: tuple[Finding, ...] = field(default=(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Freeze attributes and variants, and raise everything that is wrong."""
        if isinstance(self.attributes, Mapping):
            object.__setattr__(self, "attributes", FrozenMapping(self.attributes))
        if isinstance(self.variants, list):
            object.__setattr__(self, "variants", tuple(self.variants))
        findings = list(self._findings())
        errors = [finding for finding in findings if finding.severity == "error"]
        if errors:
            raise AppConfigError(f"flag {shown(self.key)}", errors)
        object.__setattr__(self, "_warnings", tuple(findings))

    def __repr__(self) -> str:
        """Print as the call a user would type."""
        return call_repr(self)

    def findings(self) -> list[Finding]:
        """Return the warnings: what AppConfig takes and people regret.

        Example:
            >>> [finding.message for finding in Flag("one_click", name="").findings()]
            ['the name of the flag is empty']
        """
        return list(self._warnings)

    def definition(self) -> dict[str, Any]:
        """Return the flag as it stands under ``flags``: name, texts and attribute definitions."""
        definition: dict[str, Any] = {}
        if self.name is not None:
            definition["name"] = self.name
        if self.description is not None:
            definition["description"] = self.description
        if self.deprecated:
            definition["_deprecation"] = {"status": "planned"}
        if isinstance(self.deprecated, date):
            # Of a datetime, too, this is the date alone.
            definition["_deprecation"]["date"] = date.isoformat(self.deprecated)
        if self.attributes:
            definition["attributes"] = {
                key: attribute.definition() for key, attribute in self.attributes.items()
            }
        return definition

    def state(self) -> dict[str, Any]:
        """Return the flag as it stands under ``values``: its own state, or its variants.

        The values of a disabled flag stay: AppConfig stores them and leaves them out when it
        serves the flag.
        """
        if self.variants or self.default is not None:
            ordered = [*self.variants, *([] if self.default is None else [self.default])]
            return {"_variants": [variant.state() for variant in ordered]}
        values = {
            key: list(attribute.value) if isinstance(attribute.value, tuple) else attribute.value
            for key, attribute in self.attributes.items()
            if attribute.value is not None and key != "enabled"
        }
        return {"enabled": self.enabled, **values}

    def with_values(self, values: Mapping[str, Any] | None) -> Flag:
        """Return the flag in another state.

        Args:
            values: ``enabled`` and attribute keys → new values; what is not named stays, and
                ``None`` takes an attribute's value away. ``variants`` and ``default`` change a flag
                with variants: a ``dict`` of the arguments of `Variant` to change, by the name of
                the variant; a list, or a `Variant`, takes their place altogether. ``"variants":
                None`` gives everyone the flag's own state. ``None`` for the whole flag: it is not
                served.

        Raises:
            AppConfigError: A name is not declared, or a value breaks its attribute; every mistake
                is in it.

        Example:
            >>> flag = Flag(
            ...     "new_tax_engine",
            ...     variants=[Variant("some", rule='(split pct::10 by::$userId)', enabled=True)],
            ...     default=Variant("everyone else"),
            ... )
            >>> half = {"variants": {"some": {"rule": "(split pct::50 by::$userId)"}}}
            >>> flag.with_values(half).variants[0].rule
            '(split pct::50 by::$userId)'
            >>> flag.with_values({"variants": None, "enabled": True}).state()
            {'enabled': True}
        """
        if values is None:
            return replace(self, **without_value(self.attributes))
        if not isinstance(values, Mapping):
            where, wanted = json_path("values", self.key), 'a dict such as {"enabled": False}'
            raise AppConfigError(f"flag {self.key!r}", [wrong_type(where, values, wanted)])
        changed = changes(self.key, self.attributes, self.variants, self.default, values)
        try:
            flag = replace(self, **changed.arguments)
        except AppConfigError as error:
            raise AppConfigError(error.subject, [*changed.findings, *error.findings]) from None
        AppConfigError.raise_for(f"flag {shown(self.key)}", changed.findings)
        return flag

    def _findings(self) -> Iterator[Finding]:
        key = str(self.key)
        if not isinstance(self.key, str) or not limits.FLAG_KEY.matches(self.key):
            yield FLAG_KEY.at(
                json_path("flags", key),
                message=f"{shown(self.key)} cannot be the key of a flag",
                found=shown(self.key),
                fix=_key_fix(self.key),
            )
        for finding in (*self._text_findings(), *self._attribute_findings()):
            yield finding.under(json_path("flags", key))
        for finding in self._state_findings():
            yield finding.under(json_path("values", key))

    def _text_findings(self) -> Iterator[Finding]:
        if self.name is not None:
            yield from _name_findings(self.name)
        if self.description is not None:
            path = json_path("description")
            if not isinstance(self.description, str):
                yield wrong_type(path, self.description, "a str, or leave it out")
            elif len(self.description) > limits.DESCRIPTION:
                yield _bad_text(path, self.description, "description", "shorten it")
        if not isinstance(self.deprecated, (bool, date)):
            path = json_path("_deprecation")
            yield wrong_type(path, self.deprecated, "True, False or a datetime.date")

    def _attribute_findings(self) -> Iterator[Finding]:
        where = json_path("attributes")
        if not isinstance(self.attributes, Mapping):
            yield wrong_type(where, self.attributes, 'a dict such as {"max_items": Number(20)}')
            return
        if len(self.attributes) > limits.FLAG_ATTRIBUTES:
            yield ATTRIBUTE_COUNT.at(
                where,
                message=f"the flag defines {len(self.attributes)} attributes",
                found=str(len(self.attributes)),
                fix="split the flag, or keep the data in a freeform profile",
            )
        for key, attribute in self.attributes.items():
            path = json_path("attributes", str(key))
            yield from _key_findings(key, path)
            if not isinstance(attribute, Attribute):
                wanted = "String, Number, Boolean, StringArray or NumberArray with the value in it"
                yield wrong_type(path, attribute, wanted)
                continue
            for finding in attribute.definition_findings():
                yield finding.under(path)

    def _state_findings(self) -> Iterator[Finding]:
        declared = {}
        if isinstance(self.attributes, Mapping):
            declared = {k: a for k, a in self.attributes.items() if isinstance(a, Attribute)}
        has_variants = self.variants != () or self.default is not None
        given = [k for k, a in declared.items() if a.value is not None and k != "enabled"]
        if not isinstance(self.served, bool):
            yield wrong_type("$", self.served, "served=True or served=False")
        elif not self.served:
            if has_variants or given or self.enabled is not False:
                yield _not_served()
        elif has_variants:
            yield from _two_states_findings(self.enabled, given)
            yield from variants_findings(self.variants, self.default, declared)
        else:
            yield from self._own_state_findings(declared)

    def _own_state_findings(self, declared: Mapping[str, Attribute]) -> Iterator[Finding]:
        if not isinstance(self.enabled, bool):
            yield wrong_type(json_path("enabled"), self.enabled, "a bool")
        for key, attribute in declared.items():
            if key == "enabled":
                yield from _reserved_value_findings(attribute.value, self.enabled)
            elif attribute.value is None:
                yield from required_findings((), {key: attribute}, ())
            else:
                for finding in attribute.value_findings(attribute.value):
                    yield finding.under(json_path(str(key)))


def _two_states_findings(enabled: object, given: Iterable[str]) -> Iterator[Finding]:
    if enabled is not False:
        yield TWO_STATES.at(
            json_path("enabled"),
            message="the flag has variants, and is itself said to be on",
            found=shown(enabled),
            fix="leave out enabled= here, and give it to the variants",
        )
    for key in given:
        yield TWO_STATES.at(
            json_path(str(key)),
            message=f"the flag has variants, and the attribute {key!r} has a value of its own",
            found=shown(key),
            fix=f"declare it without a value, and give each variant one: attributes={{{key!r}: …}}",
        )


def _not_served() -> Finding:
    return NOT_SERVED.at(
        "$",
        message="the flag has a state, and is said not to be served",
        found="served=False",
        fix="leave out served=False, or enabled, values and variants",
    )


def _reserved_value_findings(value: object, enabled: object) -> Iterator[Finding]:
    if value is not None and value is not enabled:
        yield RESERVED_VALUE.at(
            json_path("enabled"),
            message=f"the attribute 'enabled' has the value {shown(value)}, and the flag is "
            f"{'on' if enabled else 'off'}",
            found=shown(value),
            fix="rename the attribute; the flag is switched with Flag(…, enabled=…)",
        )


def _name_findings(name: object) -> Iterator[Finding]:
    where = json_path("name")
    if not isinstance(name, str):
        yield wrong_type(where, name, "a str, or leave it out")
    elif not name:
        yield EMPTY_NAME.at(
            where,
            message="the name of the flag is empty",
            found=shown(name),
            fix="leave it out, and the console shows the key",
        )
    elif not limits.FLAG_NAME.matches(name):
        yield _bad_text(
            where, name, "name", f"use one line of at most {limits.FLAG_NAME_LENGTH} characters"
        )


def _bad_text(where: str, text: str, what: str, fix: str) -> Finding:
    return FLAG_TEXT.at(
        where,
        message=f"the {what} of the flag has {len(text)} characters"
        + (" and a line break" if "\n" in text else ""),
        found=shown(text),
        fix=fix,
    )


def _key_findings(key: object, where: str) -> Iterator[Finding]:
    if key == "enabled":
        yield RESERVED.at(
            where,
            message="an attribute is called 'enabled', as the state of the flag is",
            found=shown(key),
            fix="rename the attribute; the flag is switched with Flag(…, enabled=…)",
        )
    elif not isinstance(key, str) or not limits.ATTRIBUTE_KEY.matches(key):
        yield ATTRIBUTE_KEY.at(
            where,
            message=f"{shown(key)} cannot be the key of an attribute",
            found=shown(key),
            fix=_key_fix(key),
        )


def _key_fix(key: object) -> str:
    """Propose the nearest key that fits the pattern, if there is one."""
    if not isinstance(key, str):
        return "pass a str"
    near = re.sub(r"[^a-zA-Z0-9_-]+", "_", key.strip()).lstrip("_-0123456789")
    near = near[: limits.FLAG_KEY_LENGTH]
    if near not in key:  # words were joined: one style for all of them
        near = near.lower()
    near = near[:1].lower() + near[1:]
    return f"rename it, for example {near!r}" if near else "rename it"
