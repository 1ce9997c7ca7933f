"""Templates and cloud assemblies, read: every stack, those of stages and nested ones included."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from cdk_appconfig.findings import shown
from cdk_appconfig.record import Record
from cdk_appconfig.template.reference import Text, read
from cdk_appconfig.template.stack_template import StackTemplate
from cdk_appconfig.template.template_file import TemplateFile
from cdk_appconfig.template.unreadable import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cdk_appconfig.template.declaration import Declaration

__all__ = ["Source", "is_template", "load", "load_file"]

Source: TypeAlias = "Mapping[str, Any] | str | Path | Sequence[Mapping[str, Any] | str | Path]"
"""A template as a mapping, a template file, the folder of a cloud assembly, or several of them."""

_NESTED = "AWS::CloudFormation::Stack"
_SUFFIXES = (".json", ".yaml", ".yml", ".template")
_SECTIONS = {
    "AWSTemplateFormatVersion",
    "Conditions",
    "Mappings",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
}


def load(source: Source) -> list[StackTemplate]:
    """Return every stack of a template, of a cloud assembly, or of several of them.

    Args:
        source: A template as a mapping, a JSON or YAML file, the folder of a cloud assembly, or a
            sequence of these.

    Raises:
        TemplateError: Something in it cannot be read.
    """
    if isinstance(source, Mapping):
        return [StackTemplate(name="template", template=source)]
    if not isinstance(source, (str, os.PathLike)):
        if not isinstance(source, Iterable):
            fix = "pass a template as a dict, or the path of a file or of a folder such as cdk.out"
            raise TemplateError.at(shown(source), "is no template and no path", fix)
        return [stack for each in source for stack in load(each)]
    path = _path(source)
    if path.is_dir():
        return list(_Assembly(path, ()).stacks())
    return load_file(TemplateFile.read(path))


def load_file(file: TemplateFile) -> list[StackTemplate]:
    """Return the stack of a template that was read, and the nested ones in files beside it.

    Args:
        file: The template.

    Raises:
        TemplateError: It is no template, or a nested one cannot be read.
    """
    folder, name = os.path.split(file.name)
    stack = StackTemplate(name=_bare(name), template=_template(file), file=file)
    return list(_with_nested(stack, folder, {}, (_real(file.name),)))


def is_template(data: Any) -> bool:
    """Tell whether a value has the form of a CloudFormation template."""
    if not isinstance(data, dict) or not isinstance(data.get("Resources", {}), dict):
        return False
    return bool(data.keys() & _SECTIONS)


class _Assembly(Record):
    """The folder of a cloud assembly.

    Args:
        folder: The folder.
        around: The folders it lies in, as they really are.
    """

    folder: Path
    around: tuple[str, ...]

    def stacks(self) -> Iterator[StackTemplate]:
        """Yield every stack, those of stages included."""
        here = _real(self.folder)
        if here in self.around:
            raise TemplateError.at(
                str(self.folder), "is a folder that contains itself", "remove the link"
            )
        artifacts = self._artifacts()
        files = self._template_assets(artifacts.values())
        for id, artifact in artifacts.items():
            properties = _mapping(artifact.get("properties"))
            if artifact.get("type") == "cdk:cloud-assembly":
                inner = self.folder / str(properties.get("directoryName"))
                yield from _Assembly(inner, (*self.around, here)).stacks()
            elif artifact.get("type") == "aws:cloudformation:stack":
                yield from self._stack(id, artifact, properties, files)

    def _stack(
        self,
        id: str,
        artifact: Mapping[str, Any],
        properties: Mapping[str, Any],
        files: Mapping[str, str],
    ) -> Iterator[StackTemplate]:
        path = self.folder / str(properties.get("templateFile"))
        file = TemplateFile.read(path)
        stack = StackTemplate(
            name=str(properties.get("stackName", id)),
            template=_template(file),
            environment=str(artifact.get("environment", "")),
            tags=_mapping(properties.get("tags")),
            paths=self._paths(artifact),
            file=file,
        )
        yield from _with_nested(stack, self.folder, files, (_real(path),))

    def _artifacts(self) -> Mapping[str, Mapping[str, Any]]:
        manifest = self.folder / "manifest.json"
        if not manifest.exists():
            raise TemplateError.at(
                str(self.folder),
                "holds no manifest.json of a cloud assembly",
                "name a folder that cdk made, or the templates themselves",
            )
        data = _mapping(TemplateFile.read(manifest).data)
        artifacts = data.get("artifacts")
        if not isinstance(artifacts, dict):
            raise TemplateError.at(
                str(manifest), "is no manifest of a cloud assembly", "name a folder that cdk made"
            )
        return {id: artifact for id, artifact in artifacts.items() if isinstance(artifact, dict)}

    def _template_assets(self, artifacts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """Return the file of each asset by the name that it gets in the bucket."""
        files = {}
        for artifact in artifacts:
            if artifact.get("type") != "cdk:asset-manifest":
                continue
            manifest = self.folder / str(_mapping(artifact.get("properties")).get("file"))
            assets = _mapping(TemplateFile.read(manifest).data)
            for asset in _mappings(assets.get("files")):
                path = _mapping(asset.get("source")).get("path")
                for destination in _mappings(asset.get("destinations")):
                    files[str(destination.get("objectKey"))] = str(path)
        return files

    def _paths(self, artifact: Mapping[str, Any]) -> dict[str, str]:
        """Return construct path by logical id; an id that is used twice has none."""
        metadata = {**_mapping(artifact.get("metadata"))}
        if "additionalMetadataFile" in artifact:
            file = self.folder / str(artifact["additionalMetadataFile"])
            metadata |= _mapping(TemplateFile.read(file).data)
        found = [
            (str(entry.get("data")), path.removeprefix("/"))
            for path, entries in metadata.items()
            for entry in entries
            if isinstance(entry, dict) and entry.get("type") == "aws:cdk:logicalId"
        ]
        times = Counter(logical_id for logical_id, _ in found)
        return {logical_id: path for logical_id, path in found if times[logical_id] == 1}


def _with_nested(
    stack: StackTemplate, folder: str | Path, files: Mapping[str, str], around: tuple[str, ...]
) -> Iterator[StackTemplate]:
    yield stack
    for logical_id, resource in stack.resources.items():
        name = _nested_file(resource, files) if resource.type == _NESTED else None
        path = _path(folder) / name if name else None
        if path is None or not path.is_file():
            continue
        if _real(path) in around:
            raise TemplateError.at(str(path), "is nested in itself", "break the circle")
        file = TemplateFile.read(path)
        nested = StackTemplate(
            name=f"{stack.name}/{logical_id}",
            template=_template(file),
            environment=stack.environment,
            tags=stack.tags,
            paths=stack.paths,
            parent=stack,
            logical_id=logical_id,
            file=file,
        )
        yield from _with_nested(nested, folder, files, (*around, _real(path)))


def _nested_file(resource: Declaration, files: Mapping[str, str]) -> str | None:
    """Return the file of a nested stack's template, as its metadata or its address names it."""
    named = resource.metadata.get("aws:asset:path")
    if isinstance(named, str):
        return named
    address = read(resource.get("TemplateURL"))
    last = address.parts[-1] if isinstance(address, Text) else address
    if not isinstance(last, str):
        return None
    return files.get(last.rpartition("/")[2], None if "://" in last else last)


def _template(file: TemplateFile) -> Mapping[str, Any]:
    """Return the template that a file holds."""
    if not is_template(file.data):
        raise TemplateError.at(
            file.name, "is no CloudFormation template", "name a template or a cloud assembly"
        )
    template: Mapping[str, Any] = file.data
    return template


def _path(name: str | Path) -> Path:
    from pathlib import Path  # noqa: PLC0415  a template alone does without, and it costs

    return Path(name)


def _real(path: str | Path) -> str:
    return os.path.realpath(path)


def _bare(name: str) -> str:
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in _mapping(value).values() if isinstance(entry, dict)]
