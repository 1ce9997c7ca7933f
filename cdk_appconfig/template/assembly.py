"""Templates and cloud assemblies, read: every stack, those of stages and nested ones included."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from cdk_appconfig.template.declaration import Declaration
from cdk_appconfig.template.reference import Text, read

__all__ = ["Source", "StackTemplate", "load"]

Source: TypeAlias = Mapping[str, Any] | str | Path
"""A template as a mapping, a template file, or the folder of a cloud assembly."""

_NESTED = "AWS::CloudFormation::Stack"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StackTemplate:
    """One stack: its template and what is known of where it goes.

    Args:
        name: Name of the stack; of a nested stack, its parent's name and its logical id.
        template: The template.
        environment: Account and region as the assembly gives them; ``None`` for a template alone.
        tags: Tags of the stack.
        paths: Construct path by logical id, as far as the assembly tells.
        parent: The stack that a nested stack belongs to.
        logical_id: Logical id of a nested stack in its parent.
    """

    name: str
    template: Mapping[str, Any]
    environment: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    parent: StackTemplate | None = None
    logical_id: str = ""
    resources: Mapping[str, Declaration] = field(init=False)

    def __post_init__(self) -> None:
        """Take the resources up; what has no type is none."""
        declarations = {
            logical_id: Declaration(logical_id, body, self._path(logical_id, body))
            for logical_id, body in self.section("Resources").items()
            if isinstance(body, dict) and isinstance(body.get("Type"), str)
        }
        object.__setattr__(self, "resources", declarations)

    def section(self, name: str) -> Mapping[str, Any]:
        """Return a section of the template, for example ``Resources``; empty if it is not there."""
        found = self.template.get(name)
        return found if isinstance(found, dict) else {}

    def _path(self, logical_id: str, body: Mapping[str, Any]) -> str | None:
        metadata = body.get("Metadata")
        written = metadata.get("aws:cdk:path") if isinstance(metadata, dict) else None
        return written if isinstance(written, str) else self.paths.get(logical_id)


def load(source: Source) -> list[StackTemplate]:
    """Return every stack of a template or of a cloud assembly.

    Args:
        source: A template as a mapping, a JSON template file, or the folder of a cloud assembly.
    """
    if isinstance(source, Mapping):
        return [StackTemplate(name="template", template=source)]
    path = Path(source)
    if path.is_dir():
        return list(_assembly(path))
    return _with_nested(
        StackTemplate(
            name=path.name.removesuffix(".json").removesuffix(".template"), template=_json(path)
        ),
        path.parent,
        {},
    )


def _assembly(folder: Path) -> list[StackTemplate]:
    artifacts = _json(folder / "manifest.json").get("artifacts", {})
    files = _template_assets(folder, artifacts.values())
    stacks: list[StackTemplate] = []
    for id, artifact in artifacts.items():
        properties = artifact.get("properties", {})
        if artifact["type"] == "cdk:cloud-assembly":
            stacks += _assembly(folder / properties["directoryName"])
        elif artifact["type"] == "aws:cloudformation:stack":
            stack = StackTemplate(
                name=properties.get("stackName", id),
                template=_json(folder / properties["templateFile"]),
                environment=artifact.get("environment", ""),
                tags=properties.get("tags", {}),
                paths=_paths(folder, artifact),
            )
            stacks += _with_nested(stack, folder, files)
    return stacks


def _template_assets(folder: Path, artifacts: Iterable[Any]) -> dict[str, str]:
    """Return the file of each asset by the name that it gets in the bucket."""
    files = {}
    for artifact in artifacts:
        if artifact["type"] == "cdk:asset-manifest":
            assets = _json(folder / artifact["properties"]["file"])
            for asset in assets.get("files", {}).values():
                for destination in asset["destinations"].values():
                    files[destination["objectKey"]] = asset["source"].get("path", "")
    return files


def _paths(folder: Path, artifact: Mapping[str, Any]) -> dict[str, str]:
    """Return construct path by logical id; an id that is used twice has none."""
    metadata = dict(artifact.get("metadata", {}))
    if "additionalMetadataFile" in artifact:
        metadata |= _json(folder / artifact["additionalMetadataFile"])
    found = [
        (entry["data"], path.removeprefix("/"))
        for path, entries in metadata.items()
        for entry in entries
        if entry["type"] == "aws:cdk:logicalId"
    ]
    times = Counter(logical_id for logical_id, _ in found)
    return {logical_id: path for logical_id, path in found if times[logical_id] == 1}


def _with_nested(
    stack: StackTemplate, folder: Path, files: Mapping[str, str]
) -> list[StackTemplate]:
    stacks = [stack]
    for logical_id, resource in stack.resources.items():
        if resource.type != _NESTED:
            continue
        file = _nested_file(resource, files)
        if file is not None and (folder / file).is_file():
            nested = StackTemplate(
                name=f"{stack.name}/{logical_id}",
                template=_json(folder / file),
                environment=stack.environment,
                tags=stack.tags,
                paths=stack.paths,
                parent=stack,
                logical_id=logical_id,
            )
            stacks += _with_nested(nested, folder, files)
    return stacks


def _nested_file(resource: Declaration, files: Mapping[str, str]) -> str | None:
    """Return the file of a nested stack's template, as its metadata or its address names it."""
    named = resource.metadata.get("aws:asset:path")
    if isinstance(named, str):
        return named
    address = read(resource.get("TemplateURL"))
    last = address.parts[-1] if isinstance(address, Text) else address
    return files.get(last.rpartition("/")[2]) if isinstance(last, str) else None


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
