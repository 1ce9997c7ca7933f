"""What the public CloudFormation resource schemas say about updates, by resource type.

The data file beside this module holds every ``AWS::AppConfig`` type and the types they refer to. It
is written from the schemas that cfn-lint carries and names their release.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["ResourceType"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceType:
    """One type of resource, as far as updates go.

    Args:
        name: For example ``AWS::AppConfig::Deployment``.
        create_only: Properties that cannot be changed: CloudFormation replaces the resource.
        create_only_at_times: Properties that can be changed in some cases only.
        identifier: Properties that make up its identity.
        attributes: What ``Fn::GetAtt`` can ask for, besides properties.
        properties: Every property.
        unordered: Lists whose order means nothing.
        taggable: Whether tags of the stack reach it.
    """

    name: str
    create_only: frozenset[str]
    create_only_at_times: frozenset[str]
    identifier: frozenset[str]
    attributes: frozenset[str]
    properties: frozenset[str]
    unordered: frozenset[str]
    taggable: bool

    @staticmethod
    def find(name: str) -> ResourceType | None:
        """Return what is known of a type, or ``None``.

        Example:
            >>> sorted(ResourceType.find("AWS::AppConfig::ConfigurationProfile").create_only)
            ['ApplicationId', 'LocationUri', 'Type']
        """
        return _types().get(name)


@cache
def _types() -> dict[str, ResourceType]:
    file = Path(__file__).with_name("resource_types.json")
    content: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["types"]
    return {name: _read(name, facts) for name, facts in content.items()}


def _read(name: str, facts: dict[str, Any]) -> ResourceType:
    lists = {key: frozenset(value) for key, value in facts.items() if isinstance(value, list)}
    return ResourceType(name=name, taggable=facts["taggable"], **lists)
