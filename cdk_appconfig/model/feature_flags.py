"""Feature flags as values: one contract, many states, and the document AppConfig stores.

Source: user guide, `type reference of AWS.AppConfig.FeatureFlags
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html>`_.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, replace
from datetime import date
from typing import Any

from cdk_appconfig.findings import AppConfigError, Check, Finding, closest, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.attribute import (
    Attribute,
    Boolean,
    Number,
    NumberArray,
    String,
    StringArray,
    wrong_type,
)
from cdk_appconfig.model.frozen import FrozenMapping, call_repr

__all__ = ["FeatureFlags", "Flag"]

_TYPE_REFERENCE = limits.FLAG_KEY.source
_GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide"
_ATTRIBUTE_TYPES = (String, Number, Boolean, StringArray, NumberArray)

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
REQUIRED = Check(
    id="APPCONFIG016",
    summary="A required attribute has no value",
    rule="AppConfig refuses a flag without a value for a required attribute, also a disabled flag",
    source=_TYPE_REFERENCE,
    evidence="captured",
)
DUPLICATE_FLAG = Check(
    id="APPCONFIG018",
    summary="Two flags have the same key",
    rule="the keys of one document are unique, so one of the two flags would be lost",
    source=_TYPE_REFERENCE,
    evidence="schema",
)
UNDECLARED = Check(
    id="APPCONFIG019",
    summary="A state names a flag or an attribute that the contract does not declare",
    rule="AppConfig refuses the value of an attribute that its flag does not define",
    source=_TYPE_REFERENCE,
    evidence="captured",
)
RESERVED = Check(
    id="APPCONFIG020",
    summary="An attribute is called 'enabled'",
    rule="'enabled' is the state of the flag itself and is reserved",
    source=f"{_GUIDE}/appconfig-creating-configuration-and-profile-feature-flags.html",
    evidence="documented",
)


@dataclass(frozen=True, slots=True, repr=False)
class Flag:
    """One feature flag: its definition and one state of it.

    Args:
        key: The name applications read it by: a lower-case letter, then at most 63 letters,
            digits, ``_`` or ``-``.
        name: Name shown in the console, one line of at most 64 characters. Left out, it is not
            written and the console shows the key.
        description: For people; part of the stored document, at most 1024 characters.
        enabled: Whether the flag is on. A disabled flag is served without its attributes.
        attributes: Attribute key → attribute, at most 25. Keys follow the pattern of ``key``;
            ``enabled`` is reserved.
        deprecated: ``True`` marks the flag as short-lived, planned to be removed; a ``date`` says
            by when. It changes nothing for applications.

    Raises:
        AppConfigError: Something about the flag or its attributes is wrong; every mistake of the
            flag is in it.

    Example:
        >>> Flag("one_click", attributes={"max_items": Number(20, maximum=100)}).state()
        {'enabled': False, 'max_items': 20}

    Source:
        Type reference of ``AWS.AppConfig.FeatureFlags``: ``flagDefinition``, ``flagValue``.
    """

    key: str
    _: KW_ONLY
    name: str | None = None
    description: str | None = None
    enabled: bool = False
    attributes: Mapping[str, Attribute] = FrozenMapping({})
    deprecated: bool | date = False

    def __post_init__(self) -> None:
        """Freeze the attributes and raise everything that is wrong."""
        if isinstance(self.attributes, Mapping):
            object.__setattr__(self, "attributes", FrozenMapping(self.attributes))
        AppConfigError.raise_for(f"flag {shown(self.key)}", list(self._findings()))

    def __repr__(self) -> str:
        """Print as the call a user would type."""
        return call_repr(self)

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
            definition["_deprecation"]["date"] = self.deprecated.strftime("%Y-%m-%d")
        if self.attributes:
            definition["attributes"] = {
                key: attribute.definition() for key, attribute in self.attributes.items()
            }
        return definition

    def state(self) -> dict[str, Any]:
        """Return the flag as it stands under ``values``: ``enabled`` and the attributes' values.

        The values of a disabled flag stay: AppConfig stores them and leaves them out when it
        serves the flag.
        """
        values = {
            key: list(attribute.value) if isinstance(attribute.value, tuple) else attribute.value
            for key, attribute in self.attributes.items()
            if attribute.value is not None
        }
        return {"enabled": self.enabled, **values}

    def with_values(self, values: Mapping[str, Any]) -> Flag:
        """Return the flag in another state.

        Args:
            values: ``enabled`` and attribute keys → new values; what is not named stays. ``None``
                takes an attribute's value away.

        Raises:
            AppConfigError: A name is not declared, or a value breaks its attribute; every mistake
                is in it.
        """
        if not isinstance(values, Mapping):
            where, wanted = json_path("values", self.key), 'a dict such as {"enabled": False}'
            raise AppConfigError(f"flag {self.key!r}", [wrong_type(where, values, wanted)])
        findings: list[Finding] = []
        attributes = dict(self.attributes)
        for key, value in values.items():
            if key == "enabled":
                continue
            if key in attributes:
                attributes[key] = replace(attributes[key], value=value)
            else:
                findings.append(_undeclared(key, self))
        enabled = values.get("enabled", self.enabled)
        try:
            flag = replace(self, enabled=enabled, attributes=attributes)
        except AppConfigError as error:
            raise AppConfigError(error.subject, [*findings, *error.findings]) from None
        AppConfigError.raise_for(f"flag {shown(self.key)}", findings)
        return flag

    def _findings(self) -> Iterator[Finding]:
        if not isinstance(self.key, str) or not limits.FLAG_KEY.matches(self.key):
            yield FLAG_KEY.at(
                json_path("flags", str(self.key)),
                message=f"{shown(self.key)} cannot be the key of a flag",
                found=shown(self.key),
                fix=_key_fix(self.key),
            )
        if not isinstance(self.enabled, bool):
            yield wrong_type(json_path("values", str(self.key), "enabled"), self.enabled, "a bool")
        yield from self._text_findings()
        yield from self._attribute_findings()

    def _text_findings(self) -> Iterator[Finding]:
        where = ("flags", str(self.key))
        if self.name is not None:
            path = json_path(*where, "name")
            if not isinstance(self.name, str):
                yield wrong_type(path, self.name, "a str, or leave it out")
            elif not limits.FLAG_NAME.matches(self.name):
                yield _bad_text(path, self.name, "name", "use one line of at most 64 characters")
        if self.description is not None:
            path = json_path(*where, "description")
            if not isinstance(self.description, str):
                yield wrong_type(path, self.description, "a str, or leave it out")
            elif len(self.description) > limits.DESCRIPTION:
                yield _bad_text(path, self.description, "description", "shorten it")
        if not isinstance(self.deprecated, (bool, date)):
            path = json_path(*where, "_deprecation")
            yield wrong_type(path, self.deprecated, "True, False or a datetime.date")

    def _attribute_findings(self) -> Iterator[Finding]:
        where = ("flags", str(self.key), "attributes")
        if not isinstance(self.attributes, Mapping):
            yield wrong_type(
                json_path(*where), self.attributes, 'a dict such as {"max_items": Number(20)}'
            )
            return
        if len(self.attributes) > limits.FLAG_ATTRIBUTES:
            yield ATTRIBUTE_COUNT.at(
                json_path(*where),
                message=f"the flag defines {len(self.attributes)} attributes",
                found=str(len(self.attributes)),
                fix="split the flag, or keep the data in a freeform profile",
            )
        for key, attribute in self.attributes.items():
            yield from _key_findings(key, json_path(*where, str(key)))
            if not isinstance(attribute, _ATTRIBUTE_TYPES):
                yield wrong_type(
                    json_path(*where, str(key)),
                    attribute,
                    "String, Number, Boolean, StringArray or NumberArray with the value in it",
                )
                continue
            for finding in attribute.definition_findings():
                yield finding.under(json_path(*where, str(key)))
            yield from self._value_findings(str(key), attribute)

    def _value_findings(self, key: str, attribute: Attribute) -> Iterator[Finding]:
        where = json_path("values", str(self.key), key)
        if attribute.value is not None:
            for finding in attribute.value_findings(attribute.value):
                yield finding.under(where)
        elif attribute.required is True:
            yield REQUIRED.at(
                where,
                message=f"the required attribute {key!r} has no value",
                found="no value",
                fix="give it a value, or drop required=True",
            )


class FeatureFlags:
    """The flags of one profile: the contract of every environment, in one state.

    Args:
        flags: The flags, in the order in which people should read them. Keys are unique.

    Raises:
        AppConfigError: Two flags share a key, or something is not a `Flag`.

    Example:
        >>> flags = FeatureFlags(Flag("one_click", enabled=True), Flag("new_tax_engine"))
        >>> flags.to_document()["values"]
        {'one_click': {'enabled': True}, 'new_tax_engine': {'enabled': False}}

    Source:
        Type reference of ``AWS.AppConfig.FeatureFlags``, version ``1``.
    """

    __slots__ = ("_flags",)

    def __init__(self, *flags: Flag) -> None:
        AppConfigError.raise_for("feature flags", list(_set_findings(flags)))
        self._flags = FrozenMapping({flag.key: flag for flag in flags})

    def __iter__(self) -> Iterator[Flag]:
        """Iterate over the flags, in the order they were given."""
        return iter(self._flags.values())

    def __len__(self) -> int:
        """Return the number of flags."""
        return len(self._flags)

    def __getitem__(self, key: str) -> Flag:
        """Return the flag with this key.

        Raises:
            KeyError: There is none.
        """
        return self._flags[key]

    def __contains__(self, key: object) -> bool:
        """Tell whether a flag with this key exists."""
        return key in self._flags

    def __eq__(self, other: object) -> bool:
        """Compare by content; the order of the flags does not count."""
        if not isinstance(other, FeatureFlags):
            return NotImplemented
        return self._flags == other._flags

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self._flags)

    def __repr__(self) -> str:
        """Print as the call a user would type."""
        return f"FeatureFlags({', '.join(map(repr, self))})"

    def to_document(self) -> dict[str, Any]:
        """Return the document that AppConfig stores: ``version``, ``flags`` and ``values``."""
        return {
            "version": "1",
            "flags": {flag.key: flag.definition() for flag in self},
            "values": {flag.key: flag.state() for flag in self},
        }

    def with_values(self, values: Mapping[str, Mapping[str, Any]]) -> FeatureFlags:
        """Return the same contract in another state, merged key by key.

        Args:
            values: Flag key → what `Flag.with_values` takes; what is not named stays as it is.

        Raises:
            AppConfigError: A flag or an attribute is not declared, or a value breaks its
                attribute; every mistake of the state is in it.

        Example:
            >>> flags = FeatureFlags(
            ...     Flag("one_click", enabled=True, attributes={"max_items": Number(20)}),
            ... )
            >>> flags.with_values({"one_click": {"enabled": False}})["one_click"].state()
            {'enabled': False, 'max_items': 20}
        """
        findings: list[Finding] = []
        flags = dict(self._flags)
        for key, state in values.items():
            if key not in flags:
                findings.append(_undeclared_flag(key, flags))
                continue
            try:
                flags[key] = flags[key].with_values(state)
            except AppConfigError as error:
                findings.extend(error.findings)
        AppConfigError.raise_for("feature flags", findings)
        return FeatureFlags(*flags.values())


def _set_findings(flags: tuple[Flag, ...]) -> Iterator[Finding]:
    seen: set[str] = set()
    for flag in flags:
        if not isinstance(flag, Flag):
            yield wrong_type("$.flags", flag, "Flag objects, each as an argument of its own")
        elif flag.key in seen:
            yield DUPLICATE_FLAG.at(
                json_path("flags", flag.key),
                message=f"the key {flag.key!r} is used twice",
                found=shown(flag.key),
                fix="merge the two flags, or rename one",
            )
        else:
            seen.add(flag.key)


def _key_findings(key: object, where: str) -> Iterator[Finding]:
    if key == "enabled":
        yield RESERVED.at(
            where,
            message="'enabled' cannot be the key of an attribute",
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
    near = re.sub(r"[^a-zA-Z0-9_-]+", "_", key.strip()).lstrip("_-0123456789")[:64]
    if near not in key:  # words were joined: one style for all of them
        near = near.lower()
    near = near[:1].lower() + near[1:]
    return f"rename it, for example {near!r}" if near else "rename it"


def _undeclared(key: object, flag: Flag) -> Finding:
    near = closest(str(key), [*flag.attributes, "enabled"])
    return UNDECLARED.at(
        json_path("values", flag.key, str(key)),
        message=f"the flag {flag.key!r} declares no attribute {shown(key)}",
        found=shown(key),
        fix=f"did you mean {near!r}?" if near else "declare it in Flag(…, attributes={…})",
    )


def _undeclared_flag(key: object, flags: Mapping[str, Flag]) -> Finding:
    near = closest(str(key), flags)
    return UNDECLARED.at(
        json_path("values", str(key)),
        message=f"there is no flag {shown(key)}",
        found=shown(key),
        fix=f"did you mean {near!r}?" if near else "add a Flag with this key to the FeatureFlags",
    )


def _bad_text(where: str, text: str, what: str, fix: str) -> Finding:
    return FLAG_TEXT.at(
        where,
        message=f"the {what} of the flag has {len(text)} characters"
        + (" and a line break" if "\n" in text else ""),
        found=shown(text),
        fix=fix,
    )
