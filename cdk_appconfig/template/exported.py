"""Updates that fail because a stack changes a value that another stack imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdk_appconfig.findings import Check, Finding
from cdk_appconfig.template.reference import ABSENT, imported_names, referenced_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_appconfig.template.declaration import Declaration
    from cdk_appconfig.template.stack_pair import StackPair
    from cdk_appconfig.template.update import Update

__all__ = ["exported_findings"]

EXPORTED = Check(
    id="APPCONFIG355",
    summary="An update changes an exported value that another stack imports",
    rule="CloudFormation refuses to change an exported value while another stack imports it",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "using-cfn-stack-exports.html",
    evidence="documented",
)


def exported_findings(update: Update) -> Iterator[Finding]:
    """Yield exports of AppConfig resources that change although they are imported.

    Args:
        update: The stacks before and after.
    """
    imports = _imports(update)
    for (place, name), (pair, output) in update.exports.items():
        users = imports.get((place, name), [])
        if not users or not _concerns_appconfig(pair, output, users):
            continue
        old, new = pair.entries("Outputs", output)
        if not isinstance(old, dict) or not isinstance(new, dict):
            continue
        values = (each.get("Value", ABSENT) for each in (old, new))
        verdict = update.comparison(pair).verdict(*values)
        if verdict.outcome == "different":
            yield EXPORTED.at(
                f"{pair.stack.name} output {output}",
                message=f"the value exported as {name!r} {verdict.reason}, and "
                f"{users[0].path or users[0].logical_id} imports it",
                found=name,
                fix="keep what is exported, or remove the import with a deployment before this one",
            )


def _imports(update: Update) -> dict[tuple[str | None, str], list[Declaration]]:
    """Return who imports each name both before and after, by account and region, and name."""
    found: dict[tuple[str | None, str], list[Declaration]] = {}
    for pair in update.pairs:
        for logical_id in pair.logical_ids:
            old, new = pair.resource(logical_id)
            if old is None or new is None:
                continue
            kept = set(imported_names(old.properties)) & set(imported_names(new.properties))
            for name in kept:
                found.setdefault((pair.stack.environment, name), []).append(new)
    return found


def _concerns_appconfig(pair: StackPair, output: str, users: list[Declaration]) -> bool:
    types = [user.type for user in users]
    for name in referenced_names(pair.stack.section("Outputs")[output]):
        target = pair.stack.resources.get(name)
        types += [target.type] if target else []
    return any(type.startswith("AWS::AppConfig::") for type in types)
