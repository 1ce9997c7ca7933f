"""One file read: JSON or YAML, its value and the lines of what is in it."""

from __future__ import annotations

import os
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cdk_appconfig.record import Record
from cdk_appconfig.template.json_text import JsonLines, read_json
from cdk_appconfig.template.unreadable import MAX_DEPTH, TemplateError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cdk_appconfig.template.yaml_text import Lines

__all__ = ["MAX_BYTES", "TemplateFile", "decode", "read_text"]

MAX_BYTES = 16 * 1024 * 1024
"""Size of a file that is read. CloudFormation itself takes much smaller templates."""


class TemplateFile(Record):
    """A file or a text as it was read.

    Args:
        name: What errors and findings call it.
        text: Its text.
        data: Its value, with short intrinsic tags written out.
        lines: Lines of mappings and sequences, of YAML only.
    """

    name: str
    text: str
    data: Any
    lines: Lines = MappingProxyType({})

    def __repr__(self) -> str:
        """Print its name."""
        return f"TemplateFile(name={self.name!r})"

    @staticmethod
    def read(path: Path) -> TemplateFile:
        """Read a file.

        Raises:
            TemplateError: There is none, it is too large, or it is neither JSON nor YAML.
        """
        return TemplateFile.parse(read_text(path), str(path))

    @staticmethod
    def parse(text: str, name: str) -> TemplateFile:
        """Read a text: JSON when it starts like it, else YAML.

        Args:
            text: The text.
            name: What errors and findings call it.

        Raises:
            TemplateError: It is neither JSON nor YAML, or it is nested too deep.
        """
        if not name.endswith((".yaml", ".yml")) and text.lstrip()[:1] in {"{", "["}:
            data = read_json(text, name)
            _check_depth(data, name)
            return TemplateFile(name, text, data)
        from cdk_appconfig.template.yaml_text import read_yaml  # noqa: PLC0415  for YAML alone

        data, lines = read_yaml(text, name)
        return TemplateFile(name, text, data, lines)

    @cached_property
    def _json_lines(self) -> JsonLines:
        return JsonLines(self.text)

    def line(self, steps: Sequence[str | int]) -> int | None:
        """Return the line of a value, or of what is closest around it in YAML.

        Args:
            steps: Keys and indices that lead to the value.
        """
        if not self.lines:
            return self._json_lines.line(steps)
        value, line = self.data, None
        for step in steps:
            line = self.lines.get(id(value), {}).get(step, line)
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                break
        return line


def read_text(path: str | Path) -> str:
    """Return the text of a file.

    Raises:
        TemplateError: There is none, it is too large, or it is no UTF-8 text.
    """
    name = str(path)
    try:
        _check_size(os.stat(path).st_size, name)
        with open(path, "rb") as file:
            return decode(file.read(MAX_BYTES + 1), name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise TemplateError.at(
            name, f"cannot be opened: {reason}", "name a file that can be read"
        ) from None


def decode(raw: bytes, name: str) -> str:
    """Return the text that bytes stand for.

    Args:
        raw: The bytes.
        name: What errors call them.

    Raises:
        TemplateError: They are too many, or no UTF-8 text.
    """
    _check_size(len(raw), name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError.at(
            name, f"is no UTF-8 text: byte {error.start} cannot be read", "save it as UTF-8"
        ) from None


def _check_size(size: int, name: str) -> None:
    if size > MAX_BYTES:
        raise TemplateError.at(
            name, f"has {size} bytes, more than {MAX_BYTES}", "split it into several stacks"
        )


def _check_depth(data: Any, name: str) -> None:
    """Refuse what the rest of this package would have to climb too high for."""
    level, depth = [data], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise TemplateError.at(
                name, f"is nested deeper than {MAX_DEPTH} levels", "make it flatter"
            )
        level = [
            entry
            for value in level
            for entry in (value.values() if type(value) is dict else value)
            if type(entry) is dict or type(entry) is list
        ]
