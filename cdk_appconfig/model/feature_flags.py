"""Feature flags as values: one contract, many states, and the document AppConfig stores.

Source: user guide, `type reference of AWS.AppConfig.FeatureFlags
<https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html>`_.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import AppConfigError, Check, Finding, closest, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.constraint import UNDECLARED, wrong_type
from cdk_appconfig.model.flag import Flag
from cdk_appconfig.model.flag_document import FlagDocument
from cdk_appconfig.model.frozen import FrozenMapping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["FeatureFlags", "document_findings"]

DUPLICATE_FLAG = Check(
    id="APPCONFIG018",
    summary="Two flags have the same key",
    rule="the keys of one document are unique, so one of the two flags would be lost",
    source=limits.FLAG_KEY.source,
    evidence="schema",
)


def document_findings(document: Mapping[str, Any] | str | Path) -> list[Finding]:
    """Return everything there is to say about a flag document, errors and warnings.

    It raises nothing about the document: what AppConfig refuses is an error, what it drops, coerces
    or takes although people regret it is a warning, each with its place, in the order of the
    document.

    Args:
        document: A ``dict``, JSON text as ``str``, or a file as `Path`.

    Raises:
        OSError: The file cannot be read.

    Example:
        >>> text = '{"version": "1", "flags": {}, "values": {"one_click": {"enabled": "t"}}}'
        >>> for finding in document_findings(text):
        ...     print(finding.severity, finding.where, finding.message)
        warning $.values.one_click the flag 'one_click' has no definition
        warning $.values.one_click.enabled AppConfig reads 't' as true
    """
    return FlagDocument.read(document).findings


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

    __slots__ = ("_flags", "_noticed")

    def __init__(self, *flags: Flag) -> None:
        AppConfigError.raise_for("feature flags", list(_set_findings(flags)))
        self._flags = FrozenMapping({flag.key: flag for flag in flags})
        self._noticed: tuple[Finding, ...] = ()

    @classmethod
    def from_document(cls, document: Mapping[str, Any] | str | Path) -> FeatureFlags:
        """Return the flags of a document that was written by hand or exported.

        Every document that AppConfig takes can be read. What AppConfig drops or coerces is no
        error: `findings` has it as warnings.

        Args:
            document: A ``dict``, JSON text as ``str``, or a file as `Path`.

        Raises:
            AppConfigError: AppConfig would refuse the document; every mistake of it is in it, in
                the order of the document.
            OSError: The file cannot be read.

        Example:
            >>> flags = FeatureFlags.from_document(
            ...     {"version": "1", "flags": {"one_click": {}}, "values": {"one_click": {}}}
            ... )
            >>> flags
            FeatureFlags(Flag('one_click'))
            >>> [finding.message for finding in flags.findings()]
            ["'enabled' is not given, and AppConfig stores false"]
        """
        read = FlagDocument.read(document)
        errors = [finding for finding in read.findings if finding.severity == "error"]
        AppConfigError.raise_for(read.subject, errors)
        flags = cls(*read.flags)
        flags._noticed = tuple(read.findings)
        return flags

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

    def findings(self) -> list[Finding]:
        """Return the warnings: what AppConfig takes and people regret.

        Of flags that were read from a document, also what AppConfig drops or coerces there.

        Example:
            >>> [finding.where for finding in FeatureFlags(Flag("a", name="")).findings()]
            ['$.flags.a.name']
        """
        own = [finding for flag in self for finding in flag.findings()]
        return list(dict.fromkeys([*self._noticed, *own]))

    def to_document(self) -> dict[str, Any]:
        """Return the document that AppConfig stores: ``version``, ``flags`` and ``values``."""
        return {
            "version": "1",
            "flags": {flag.key: flag.definition() for flag in self},
            "values": {flag.key: flag.state() for flag in self if flag.served},
        }

    def with_values(self, values: Mapping[str, Mapping[str, Any] | None]) -> FeatureFlags:
        """Return the same contract in another state, merged key by key.

        Args:
            values: Flag key → what `Flag.with_values` takes; what is not named stays as it is.

        Raises:
            AppConfigError: A flag or an attribute is not declared, or a value breaks its
                attribute; every mistake of the state is in it.

        Example:
            >>> from cdk_appconfig.model import Number
            >>> flags = FeatureFlags(
            ...     Flag("one_click", enabled=True, attributes={"max_items": Number(20)}),
            ... )
            >>> flags.with_values({"one_click": {"enabled": False}})["one_click"].state()
            {'enabled': False, 'max_items': 20}
        """
        findings: list[Finding] = []
        flags = dict(self._flags)
        if not isinstance(values, Mapping):
            wanted = 'a dict, state by flag, such as {"one_click": {"enabled": False}}'
            raise AppConfigError("feature flags", [wrong_type("$.values", values, wanted)])
        for key, state in values.items():
            if key not in flags:
                findings.append(_undeclared_flag(key, flags))
                continue
            try:
                flags[key] = flags[key].with_values(state)
            except AppConfigError as error:
                findings.extend(error.findings)
        AppConfigError.raise_for("feature flags", findings)
        changed = FeatureFlags(*flags.values())
        changed._noticed = self._noticed
        return changed


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


def _undeclared_flag(key: object, flags: Mapping[str, Flag]) -> Finding:
    near = closest(str(key), flags)
    return UNDECLARED.at(
        json_path("values", str(key)),
        message=f"there is no flag {shown(key)}",
        found=shown(key),
        fix=f"did you mean {near!r}?" if near else "add a Flag with this key to the FeatureFlags",
    )
