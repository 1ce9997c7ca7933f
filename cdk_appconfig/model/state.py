"""What changes in a flag when it gets another state: the arguments for a new one.

A state is merged key by key. What a key means depends on the flag: ``enabled`` and attributes
belong to a flag's own state, ``variants`` and ``default`` to one with variants. An attribute may be
called ``variants`` or ``default`` as well; its values are never a ``dict`` or a `Variant`, which
tells the two apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import Check, Finding, closest, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.constraint import UNDECLARED, undeclared, wrong_type
from cdk_appconfig.model.variant import Variant

if TYPE_CHECKING:
    from cdk_appconfig.model.attribute import Attribute

__all__ = ["Changes", "changes", "without_value"]

_VARIANT_KEYS = ("rule", "enabled", "attributes")

MIXED_STATE = Check(
    id="APPCONFIG058",
    summary="A state mixes a flag's own state with variants",
    rule="a flag has a state of its own or variants: AppConfig refuses both together",
    source=limits.FLAG_KEY.source,
    evidence="captured",
)


@dataclass(slots=True)
class Changes:
    """The outcome of a merge.

    Args:
        arguments: Arguments of the flag that change.
        findings: What the contract does not declare, or what contradicts itself.
    """

    arguments: dict[str, Any] = field(default_factory=lambda: {"served": True})
    findings: list[Finding] = field(default_factory=list)


def without_value(attributes: Mapping[str, Attribute]) -> dict[str, Any]:
    """Return the arguments of a flag that is only declared.

    Args:
        attributes: The attributes that the flag declares.
    """
    return {**_no_own_state(attributes), "variants": (), "default": None, "served": False}


def changes(
    key: str,
    attributes: Mapping[str, Attribute],
    variants: Sequence[Variant],
    default: Variant | None,
    values: Mapping[str, Any],
) -> Changes:
    """Return what changes in a flag when values are merged into it.

    Args:
        key: Key of the flag.
        attributes: The attributes that it declares.
        variants: Its ruled variants.
        default: Its default variant.
        values: What `Flag.with_values` takes.
    """
    merge = _Merge(key, attributes, Changes())
    told = {
        name: value for name, value in values.items() if _is_of_variants(name, value, attributes)
    }
    own = {name: value for name, value in values.items() if name not in told}
    dissolved = told.get("variants", ()) is None
    if dissolved and told.get("default") is None:
        merge.result.arguments |= {"variants": (), "default": None}
        merge.own_state(own)
    elif dissolved:
        merge.mixed("default", "drop one of the two: 'variants': None leaves no default either")
    elif told or variants or default is not None:
        merge.own_state_beside_variants(own)
        merge.result.arguments |= _no_own_state(attributes)
        merge.variants(variants, default, told)
    else:
        merge.own_state(own)
    return merge.result


def _no_own_state(attributes: Mapping[str, Attribute]) -> dict[str, Any]:
    bare = {key: replace(attribute, value=None) for key, attribute in attributes.items()}
    return {"enabled": False, "attributes": bare}


def _is_of_variants(name: object, value: object, attributes: Mapping[str, Attribute]) -> bool:
    """Tell whether a key of a state speaks of variants, not of an attribute of that name."""
    if name not in {"variants", "default"}:
        return False
    if name not in attributes or isinstance(value, (Mapping, Variant)):
        return True
    return isinstance(value, (list, tuple)) and any(isinstance(one, Variant) for one in value)


@dataclass(slots=True)
class _Merge:
    """One merge in progress."""

    key: str
    attributes: Mapping[str, Attribute]
    result: Changes

    def own_state(self, values: Mapping[str, Any]) -> None:
        """Merge the flag's own state."""
        attributes = dict(self.attributes)
        for name, value in values.items():
            if name == "enabled":
                self.result.arguments["enabled"] = value
            elif name in attributes:
                attributes[name] = replace(attributes[name], value=value)
            else:
                self._undeclared(name)
        self.result.arguments["attributes"] = attributes

    def own_state_beside_variants(self, values: Mapping[str, Any]) -> None:
        """Report values that have no place in a flag with variants."""
        for name in values:
            if name == "enabled" or name in self.attributes:
                of_variant = (
                    '{"enabled": …}' if name == "enabled" else f'{{"attributes": {{"{name}": …}}}}'
                )
                self.mixed(
                    name,
                    f'change a variant, as in {{"default": {of_variant}}}, or give everyone one '
                    f'state: {{"variants": None, "{name}": …}}',
                )
            else:
                self._undeclared(name)

    def variants(
        self, variants: Sequence[Variant], default: Variant | None, told: Mapping[str, Any]
    ) -> None:
        """Merge the variants."""
        if "variants" in told:
            self.result.arguments["variants"] = self._ruled(variants, default, told["variants"])
        if "default" in told:
            self.result.arguments["default"] = self._default(default, told["default"])

    def mixed(self, name: str, fix: str) -> None:
        """Report a key that contradicts the others."""
        self.result.findings.append(
            MIXED_STATE.at(
                json_path("values", self.key, name),
                message=f"the flag {self.key!r} has variants, and {name!r} is given beside them",
                found=shown(name),
                fix=fix,
            )
        )

    def _ruled(
        self, variants: Sequence[Variant], default: Variant | None, told: object
    ) -> Sequence[Variant]:
        if isinstance(told, (list, tuple)):
            return tuple(told)
        where = ("values", self.key, "variants")
        if not isinstance(told, Mapping):
            wanted = 'a dict such as {"qa": {"enabled": False}}, or a list of Variant'
            self.result.findings.append(wrong_type(json_path(*where), told, wanted))
            return variants
        names = [variant.name for variant in variants]
        for name in told:
            if name not in names:
                self._no_variant(json_path(*where, str(name)), name, names, default)
        return tuple(
            self._changed(variant, told.get(variant.name, {}), (*where, variant.name))
            for variant in variants
            if told.get(variant.name, {}) is not None
        )

    def _default(self, default: Variant | None, told: object) -> object:
        where = ("values", self.key, "default")
        if not isinstance(told, Mapping):
            return told
        if default is None:
            wanted = 'a Variant such as Variant("everyone else", enabled=False): there is none yet'
            self.result.findings.append(wrong_type(json_path(*where), told, wanted))
            return None
        return self._changed(default, told, where)

    def _changed(self, variant: Variant, told: object, where: tuple[str, ...]) -> Variant:
        if not isinstance(told, Mapping):
            wanted = 'a dict such as {"enabled": False}, or None to take the variant away'
            self.result.findings.append(wrong_type(json_path(*where), told, wanted))
            return variant
        for name in told:
            if name not in _VARIANT_KEYS:
                self._no_argument(json_path(*where, str(name)), name)
        arguments = {name: told[name] for name in _VARIANT_KEYS if name in told}
        if isinstance(arguments.get("attributes"), Mapping):
            arguments["attributes"] = {**variant.attributes, **arguments["attributes"]}
        return replace(variant, **arguments)

    def _undeclared(self, name: object) -> None:
        where = json_path("values", self.key, str(name))
        known = [*self.attributes, "enabled"]
        self.result.findings.append(undeclared(where, name, known, f"the flag {self.key!r}"))

    def _no_variant(
        self, where: str, name: object, names: Iterable[str], default: Variant | None
    ) -> None:
        near = closest(str(name), names)
        if default is not None and name == default.name:
            fix = 'it is the default variant: write {"default": {…}}'
        elif near:
            fix = f"did you mean {near!r}?"
        else:
            fix = "pass all of the variants as a list to add one"
        self.result.findings.append(
            UNDECLARED.at(
                where,
                message=f"the flag {self.key!r} has no variant {shown(name)} with a rule",
                found=shown(name),
                fix=fix,
            )
        )

    def _no_argument(self, where: str, name: object) -> None:
        near = closest(str(name), _VARIANT_KEYS)
        if name in self.attributes:
            fix = f'write {{"attributes": {{"{name}": …}}}}'
        elif near:
            fix = f"did you mean {near!r}?"
        else:
            fix = "change 'rule', 'enabled' or 'attributes'"
        self.result.findings.append(
            UNDECLARED.at(
                where,
                message=f"{shown(name)} is nothing that can change in a variant",
                found=shown(name),
                fix=fix,
            )
        )
