"""What can be wrong, where it is, and how it is told.

``Check`` (what can be wrong) → ``Finding`` (one case of it, at one place) → ``AppConfigError``
(every finding of one document or one call, raised together). Every other room
reports through it.

``ValueError``
    ``AppConfigError``
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any, Literal

from cdk_appconfig.record import Record, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["AppConfigError", "Check", "Finding", "closest", "json_path", "json_steps", "shown"]

Severity = Literal["error", "warning"]
Evidence = Literal["captured", "documented", "schema", "inferred"]

_JSON_STEP = r"""(?x)
    \.(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | \[(?P<index>[0-9]+)\]
    | \[(?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\]"""
_PLAIN_KEY = r"[A-Za-z_][A-Za-z0-9_]*"
_ADDRESS = r" (?:object )?at 0x[0-9a-fA-F]+"
_LONGEST_SHOWN = 80
_LONGEST_NAME = 64
_MOST_KNOWN = 500
_MOST_ALIKE = 20
_END = 2


class Check(Record, kw_only=True):
    """One thing that can be wrong, told the same way wherever it is found.

    Args:
        id: ``APPCONFIG`` and three digits. Public, stable and never used for something else.
        summary: The check in one line, for lists.
        rule: What AppConfig asks for, as a clause that can follow "because".
        source: Address of the AWS page that says so.
        evidence: ``captured`` (AWS was seen to answer so), ``documented`` (its documentation says
            so), ``schema`` (its API model, resource schema or published JSON Schema says so) or
            ``inferred`` (follows from a captured answer to another input).
        severity: ``error`` where AWS is known to refuse, ``warning`` where it accepts and people
            regret it.
    """

    id: str
    summary: str
    rule: str
    source: str
    evidence: Evidence
    severity: Severity = "error"

    def at(self, where: str, *, message: str, found: str, fix: str) -> Finding:
        """Return a finding of this check at one place.

        Args:
            where: Construct path, file, or JSON path into a document (``$`` is its root).
            message: What is wrong, in the user's words.
            found: The offending value as text; see `shown`.
            fix: What to do about it.
        """
        return Finding(check=self, where=where, message=message, found=found, fix=fix)


class Finding(Record, kw_only=True):
    """One mistake at one place.

    Args:
        check: What kind of mistake it is.
        where: Construct path, file, or JSON path. Never empty; the root of a document is ``$``.
        message: What is wrong, in the user's words.
        found: The offending value as text.
        fix: What to do about it.

    Example:
        >>> from cdk_appconfig.model import document_findings
        >>> [finding] = document_findings({"version": "2"})
        >>> finding.id, finding.severity, finding.where, finding.fix
        ('APPCONFIG025', 'error', '$.version', 'write "version": "1"')
    """

    check: Check
    where: str
    message: str
    found: str
    fix: str

    @property
    def id(self) -> str:
        """The stable id of the check, for example ``APPCONFIG010``."""
        return self.check.id

    @property
    def severity(self) -> Severity:
        """``error`` or ``warning``."""
        return self.check.severity

    @property
    def why(self) -> str:
        """The rule that is broken."""
        return self.check.rule

    @property
    def source(self) -> str:
        """Address of the AWS page that gives the rule."""
        return self.check.source

    def under(self, prefix: str) -> Finding:
        """Return the same finding with its JSON path put below ``prefix``.

        A leaf reports relative to itself (``$``, ``$[2]``); each container that passes a finding on
        puts its own place in front.

        Example:
            >>> from cdk_appconfig.model import Number
            >>> [leaf] = Number(250, maximum=100).value_findings(250)
            >>> leaf.where, leaf.under("$.values.one_click.max_items").where
            ('$', '$.values.one_click.max_items')
        """
        return replace(self, where=prefix + self.where.removeprefix("$"))

    def __str__(self) -> str:
        """The finding as a person reads it: place and mistake, rule and source, mend."""
        label = "" if self.severity == "error" else f" ({self.severity})"
        return (
            f"{self.id}{label} {self.where}: {self.message}\n"
            f"    why: {self.why} ({self.source})\n"
            f"    fix: {self.fix}"
        )


class AppConfigError(ValueError):
    """Input that AWS AppConfig would refuse; raised before anything is created.

    Args:
        subject: What was being made, for example ``flag 'one_click'``.
        findings: Everything wrong with it, in the order of the document.

    Attributes:
        findings: The findings as a tuple, for code that wants more than the text.

    Example:
        >>> from cdk_appconfig.model import parse_rule
        >>> try:
        ...     parse_rule("(gt $age)")
        ... except AppConfigError as error:
        ...     [(finding.id, finding.fix) for finding in error.findings]
        [('APPCONFIG032', 'give it 2')]
    """

    def __init__(self, subject: str, findings: Iterable[Finding]) -> None:
        self.subject = subject
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__(subject, self.findings)

    def __str__(self) -> str:
        """Every finding, each with its place, rule, source and mend."""
        errors = sum(finding.severity == "error" for finding in self.findings)
        count = f"{errors} error" if errors == 1 else f"{errors} errors"
        lines = "\n".join(str(finding) for finding in self.findings).splitlines()
        return "\n  ".join([f"{self.subject}: {count}", *lines])

    @staticmethod
    def raise_for(subject: str, findings: Sequence[Finding]) -> None:
        """Raise the findings together, if one of them is an error.

        Raises:
            AppConfigError: There is at least one finding of severity ``error``.
        """
        if any(finding.severity == "error" for finding in findings):
            raise AppConfigError(subject, findings)


def json_path(*steps: str | int) -> str:
    """Return the JSON path that leads through these keys and indices.

    Example:
        >>> json_path("values", "one-click", "tags", 0)
        "$.values['one-click'].tags[0]"
    """
    return "$" + "".join(_step(step) for step in steps)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if re.fullmatch(_PLAIN_KEY, step) else f"[{step!r}]"


def json_steps(path: str) -> Iterator[str | int]:
    """Yield the keys and indices of a JSON path: the way back from `json_path`.

    Example:
        >>> list(json_steps("$.values['one-click'].tags[0]"))
        ['values', 'one-click', 'tags', 0]
    """
    import ast  # noqa: PLC0415 only who asks for a line in a file needs it

    pattern = re.compile(_JSON_STEP)
    match = pattern.match(path, 1)
    while match:
        if match["index"]:
            yield int(match["index"])
        else:
            yield match["name"] or str(ast.literal_eval(match["quoted"]))
        match = pattern.match(path, match.end())


def shown(value: object) -> str:
    """Return a value as it appears in a message: its ``repr``, shortened when it is long.

    It reads no more of the value than it shows, so that a large value costs no time.
    """
    text = ""
    for piece in _pieces(value):
        text += piece
        if len(text) > _LONGEST_SHOWN:
            return f"{text[: _LONGEST_SHOWN - 1]}…"
    return text


def _pieces(value: Any, around: tuple[int, ...] = ()) -> Iterator[str]:
    """Yield the ``repr`` of a value, piece by piece.

    Args:
        value: The value.
        around: Identities of the containers that it is in: a container may hold itself.
    """
    if type(value) not in {list, tuple, dict}:
        yield _leaf(value)
    elif id(value) in around:
        yield "{...}" if type(value) is dict else "[...]"
    elif type(value) is dict:
        yield "{"
        for index, (key, item) in enumerate(value.items()):
            yield ", " if index else ""
            yield from _pieces(key)
            yield ": "
            yield from _pieces(item, (*around, id(value)))
        yield "}"
    else:
        start, end = ("[", "]") if type(value) is list else ("(", ",)" if len(value) == 1 else ")")
        yield start
        for index, item in enumerate(value):
            yield ", " if index else ""
            yield from _pieces(item, (*around, id(value)))
        yield end


def _leaf(value: Any) -> str:
    if type(value) is str:
        return repr(value[: _LONGEST_SHOWN + 1])
    if type(value) is int and value.bit_length() > _LONGEST_SHOWN * 4:
        return hex(value)  # Python refuses to print thousands of digits
    try:
        return re.sub(_ADDRESS, "", repr(value))  # where it lies in memory tells nobody anything
    except RecursionError:
        return f"{type(value).__name__} of many levels"


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that ``name`` is most likely a misspelling of, if there is one.

    Long texts are no misspelled names. Of very many known names only the first are looked at, and
    of those only some that begin or end alike: thousands of wrong names must not take long.
    """
    if len(name) > _LONGEST_NAME:
        return None
    wanted = name.lower()
    candidates = {
        one.lower(): one
        for one in itertools.islice(known, _MOST_KNOWN)
        if len(one) <= _LONGEST_NAME
    }
    alike = (one for one in candidates if one[:1] == wanted[:1] or one[-_END:] == wanted[-_END:])
    import difflib  # noqa: PLC0415 only who misspelled something needs it

    matches = difflib.get_close_matches(wanted, list(itertools.islice(alike, _MOST_ALIKE)), n=1)
    return candidates[matches[0]] if matches else None
