"""Files judged: every finding with its file, and the line as far as the format gives one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal, TypeAlias

from cdk_appconfig.findings import AppConfigError, json_steps
from cdk_appconfig.record import Record, replace
from cdk_appconfig.template.assembly import is_template, load, load_file
from cdk_appconfig.template.template_file import MAX_BYTES, TemplateFile, decode, read_text
from cdk_appconfig.template.unreadable import UNREADABLE, TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from cdk_appconfig.findings import Finding
    from cdk_appconfig.template.stack_template import StackTemplate

__all__ = ["KINDS", "Judged", "Kind", "Placed", "judge_paths"]

Kind: TypeAlias = Literal["assembly", "template", "flags", "schema"]
KINDS: tuple[Kind, ...] = ("assembly", "template", "flags", "schema")

_STANDARD_INPUT = "-"
_SCHEMA_KEYS = {"$schema", "$ref", "type", "properties", "items", "anyOf", "allOf", "oneOf", "enum"}


class Placed(Record, kw_only=True):
    """A finding in a file.

    Args:
        finding: The finding.
        file: The file, as the user named it or as it was found.
        line: Returns its line, counted from 1, or ``None``. Most output does without, and looking
            for it takes time.
    """

    finding: Finding
    file: str
    line: Callable[[], int | None]


class Judged(Record, kw_only=True):
    """Everything that was found.

    Args:
        findings: In the order of the paths, of the documents and of the resources in them.
        unreadable: Whether something could not be read, so that the findings are not all.
        inputs: How many paths were judged.
    """

    findings: tuple[Placed, ...]
    unreadable: bool
    inputs: int

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(each.finding.severity == "error" for each in self.findings)

    def without(self, ids: Collection[str]) -> Judged:
        """Return the same without the findings of some checks.

        What could not be read stays: nobody can tell what else is in it.
        """
        kept = tuple(
            each
            for each in self.findings
            if each.finding.id not in ids or each.finding.check is UNREADABLE
        )
        return replace(self, findings=kept)


def judge_paths(paths: Iterable[str], kind: Kind | None = None) -> Judged:
    """Judge assemblies, templates, flag documents and schemas.

    Templates and assemblies are judged together, as one app: what refers from one to another is
    followed. What cannot be read is a finding too, and does not hide what is wrong with the rest.

    Args:
        paths: Files and folders; ``-`` is the standard input.
        kind: What all of them are. Left out, their content decides.
    """
    stacks: list[StackTemplate] = []
    named = list(dict.fromkeys(paths))
    found = [placed for path in named for placed in _judge_path(path, kind, stacks)]
    found += _of_templates(stacks)
    unreadable = any(each.finding.check is UNREADABLE for each in found)
    return Judged(findings=tuple(found), unreadable=unreadable, inputs=len(named))


def _judge_path(path: str, kind: Kind | None, stacks: list[StackTemplate]) -> Iterator[Placed]:
    """Yield what is wrong with a path; templates are put aside to be judged together."""
    try:
        yield from _read_and_judge(path, kind, stacks)
    except TemplateError as error:
        for finding in error.findings:
            yield Placed(finding=finding, file=path, line=lambda: None)


def _read_and_judge(path: str, kind: Kind | None, stacks: list[StackTemplate]) -> Iterator[Placed]:
    if path != _STANDARD_INPUT and os.path.isdir(path):
        stacks.extend(load(path))
        return
    if kind == "assembly":
        raise TemplateError.at(path, "is no folder", "name the folder of a cloud assembly")
    file = _read(path, kind)
    match kind or _recognise(file):
        case "flags":
            yield from _of_flags(file)
        case "schema":
            yield from _of_schema(file)
        case _:
            stacks.extend(load_file(file))


def _read(path: str, kind: Kind | None) -> TemplateFile:
    """Read a file. Flags and schemas that were said to be such say themselves what is no JSON."""
    if path == _STANDARD_INPUT:
        name, text = "<stdin>", decode(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>")
    else:
        name, text = path, read_text(path)
    if kind in {"flags", "schema"}:
        return TemplateFile(name, text, None)
    return TemplateFile.parse(text, name)


def _recognise(file: TemplateFile) -> Kind:
    """Tell what a file is by its content.

    Raises:
        TemplateError: It is nothing that could be judged.
    """
    data = file.data
    if is_template(data):
        return "template"
    if isinstance(data, dict) and "version" in data and data.keys() & {"flags", "values"}:
        return "flags"
    if isinstance(data, dict) and data.keys() & _SCHEMA_KEYS:
        return "schema"
    raise TemplateError.at(
        file.name,
        "is no template, no flag document and no JSON Schema",
        f"say what it is with --kind {'|'.join(KINDS)}",
    )


def _of_flags(file: TemplateFile) -> Iterator[Placed]:
    # Imported here as in the next functions: a call pays for the kinds that it judges only.
    from cdk_appconfig.model.feature_flags import document_findings  # noqa: PLC0415

    return (_in_document(finding, file) for finding in document_findings(file.text))


def _of_schema(file: TemplateFile) -> Iterator[Placed]:
    from cdk_appconfig.model.json_schema import JsonSchema  # noqa: PLC0415

    try:
        findings: Iterable[Finding] = JsonSchema(file.text).warnings
    except AppConfigError as error:
        findings = error.findings
    return (_in_document(finding, file) for finding in findings)


def _in_document(finding: Finding, file: TemplateFile) -> Placed:
    return Placed(
        finding=finding,
        file=file.name,
        line=lambda: file.line(tuple(json_steps(finding.where))),
    )


def _of_templates(stacks: Sequence[StackTemplate]) -> Iterator[Placed]:
    if not stacks:
        return
    from cdk_appconfig.checks.judge import judge  # noqa: PLC0415
    from cdk_appconfig.template.graph import Graph  # noqa: PLC0415

    for finding in judge(Graph(stacks)):
        yield Placed(finding=finding, file=finding.file or "", line=finding.line)
