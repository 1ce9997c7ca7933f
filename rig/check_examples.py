"""The examples of checks: for each a template that fails, and near-misses that stay silent.

``tests/data/checks/<id>.yaml`` changes the template of ``base.yaml``:

- a mapping is merged, ``null`` takes something away;
- ``=40`` is a text of 40 characters, ``schema=40`` a JSON Schema of 40;
- ``More=3`` stands for three resources, with their number where a ``#`` is.
"""

from __future__ import annotations

import copy
import itertools
import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from cdk_appconfig.template.graph import Graph
from cdk_appconfig.template.stack_template import StackTemplate
from rig.prepare import ROOT

_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]")
FOLDER = ROOT / "tests" / "data" / "checks"


@dataclass(frozen=True, kw_only=True)
class CheckExample:
    """What shows one check.

    Args:
        id: Id of the check.
        fails: What of the base is changed in the template that fails.
        stacks: The stacks of the app that fails; one stack with ``fails`` when left out.
        finding: Place, message, found value and mend of the one finding.
        also: Ids of other checks that the same template fails.
        silent: Why it is fine → what of the base is changed, or the stacks.
        opened: JSON path of the property that, when it is open, leaves nothing to find. Left out,
            it is the place of the finding; ``none`` where there is no such property.
    """

    id: str
    fails: dict[str, Any]
    finding: dict[str, str]
    silent: dict[str, Any]
    stacks: list[dict[str, Any]] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    opened: str = ""

    def failing(self) -> Graph:
        """Return the app that fails."""
        return Graph(_stacks(self.stacks or self.fails, self.fails))

    def opened_graph(self, logical_id: str, property: str, form: str) -> Graph | None:
        """Return the app that fails with a property that is open; ``None`` if none can be.

        Args:
            logical_id: The resource that fails.
            property: JSON path of the finding.
            form: ``parameter`` or ``condition``.
        """
        path = self.opened or property
        if path in {"none", "$"}:
            return None
        stacks = _stacks(self.stacks or self.fails, self.fails)
        for stack in stacks:
            resource = stack.template["Resources"].get(logical_id)
            if resource is not None:
                _open(resource["Properties"], _STEP.findall(path), form)
        return Graph([StackTemplate(**_facts(stack)) for stack in stacks])

    def silent_graph(self, reason: str) -> Graph:
        """Return an app that is near and fine."""
        return Graph(_stacks(self.silent[reason], {}))


@cache
def examples() -> dict[str, CheckExample]:
    """Return every example by the id of its check."""
    files = sorted(FOLDER.glob("APPCONFIG*.yaml"))
    return {file.stem: CheckExample(id=file.stem, **_read(file.stem)) for file in files}


def template() -> dict[str, Any]:
    """Return the template that all examples change; nothing is wrong with it."""
    return _changed({})


def snippet(id: str) -> str:
    """Return the part of an example's file that fails, as it is written."""
    text = (FOLDER / f"{id}.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    start = next(
        index for index, line in enumerate(lines) if line.startswith(("fails:", "stacks:"))
    )
    stop = ("finding:", "silent:", "also:", "opened:")
    end = next(index for index, line in enumerate(lines) if line.startswith(stop))
    shown = [line for line in lines[start:end] if line not in {"fails:", "fails: {}"}]
    return "\n".join(line.removeprefix("fails: ") for line in shown)


def _facts(stack: StackTemplate) -> dict[str, Any]:
    names = ("name", "template", "environment", "tags")
    return {name: getattr(stack, name) for name in names}


def _open(value: Any, steps: list[tuple[str, str]], form: str) -> None:
    """Put a reference to a parameter, or a choice by a condition, at the end of a path."""
    for step, following in itertools.zip_longest(steps, steps[1:]):
        key: Any = step[0] or int(step[1])
        if following is None or not isinstance(value[key], (dict, list)):
            old = value[key]
            value[key] = {"Ref": "Somewhere"} if form == "parameter" else _choice(old)
            return
        value = value[key]


def _choice(old: Any) -> dict[str, Any]:
    return {"Fn::If": ["IsTest", old, {"Ref": "Somewhere"}]}


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _stacks(stacks: Any, patch: Any) -> list[StackTemplate]:
    if not isinstance(stacks, list):
        return [StackTemplate(name="shop", template=_changed(stacks))]
    return [
        StackTemplate(
            name=stack["name"],
            template=stack.get("raw") or _changed(stack.get("template", patch)),
            environment=stack.get("environment"),
            tags=stack.get("tags", {}),
        )
        for stack in stacks
    ]


def _changed(patch: Any) -> dict[str, Any]:
    template = copy.deepcopy(_read("base"))
    template["Resources"] = _merged(template["Resources"], _expanded(patch))
    return dict(template)


def _merged(old: Any, new: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(new, dict) or _is_call(new):
        return new
    merged = dict(old)
    for key, value in new.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _merged(old.get(key), value)
    return merged


def _is_call(value: dict[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))


def _expanded(value: Any) -> Any:
    if isinstance(value, dict):
        expanded: dict[str, Any] = {}
        for key, item in value.items():
            if str(key).startswith("More="):
                count = int(key.removeprefix("More="))
                numbered = [json.dumps(item).replace("#", str(index)) for index in range(count)]
                expanded |= {
                    f"More{index}": json.loads(text) for index, text in enumerate(numbered)
                }
            else:
                expanded[key] = _expanded(item)
        return expanded
    if isinstance(value, list):
        return [_expanded(item) for item in value]
    return _text(value) if isinstance(value, str) else value


def _text(value: str) -> str:
    form, _, count = value.partition("=")
    if not count.isdigit() or form not in {"", "schema"}:
        return value
    if form == "":
        return "x" * int(count)
    empty = '{"description":""}'
    return empty.replace('""', f'"{"x" * (int(count) - len(empty))}"')
