"""From the newer drafts of JSON Schema to draft-04, with the same meaning or not at all.

Every keyword has a function that gives schemas of draft-04 which together say the same; where there
are none, the keyword is a finding. Annotations that draft-04 does not have are left out. ``format``
is one of those: the newer drafts do not judge by it, and whether AppConfig does is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from cdk_appconfig.findings import Check, Finding, json_path, shown
from cdk_appconfig.model.document import canonical_json
from cdk_appconfig.model.schema_findings import VALIDATORS_PAGE, form_findings
from cdk_appconfig.model.schema_keywords import NEWER, Path, pointed_at
from cdk_appconfig.model.schema_library import DRAFTS

__all__ = ["to_draft_04"]

UNTRANSLATABLE = Check(
    id="APPCONFIG079",
    summary="A keyword of a newer draft of JSON Schema has no equal in draft-04",
    rule="AppConfig reads every JSON Schema as draft-04; a validator that says more is a Lambda "
    "function",
    source=VALIDATORS_PAGE,
    evidence="documented",
)

Schema: TypeAlias = "dict[str, Any]"

_NOTHING: Schema = {"not": {}}
_DRAFTS = tuple(DRAFTS)
"""The oldest one first."""
_SAME = frozenset(
    [
        "default",
        "description",
        "maximum",
        "maxItems",
        "maxLength",
        "maxProperties",
        "minimum",
        "minItems",
        "minLength",
        "minProperties",
        "multipleOf",
        "pattern",
        "title",
        "uniqueItems",
    ]
)
_COUNTS = frozenset(
    ["maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"]
)
_REFUSED = frozenset(
    ["$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef", "$vocabulary"]
)
_UNJUDGED = frozenset(["type", "title", "description", "default", "examples", "format"])
_IN_PLACE = ("$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "dependencies")
_DEFINITION = re.compile(r"#/(?:\$defs|definitions)/([^/]+)")
_OBJECT = ("properties", "patternProperties", "additionalProperties")
_FAMILIES = (_OBJECT, ("items", "additionalItems"))
"""Keywords that read one another."""


def to_draft_04(schema: Mapping[str, Any]) -> tuple[Schema, list[Finding]]:
    """Return a schema of draft-06 to 2020-12 in draft-04, and what cannot be said in it.

    Example:
        >>> to_draft_04({"exclusiveMinimum": 3})[0]["minimum"]
        3
        >>> [finding.where for finding in to_draft_04({"minContains": 2, "contains": {}})[1]]
        ['$.minContains']
    """
    draft = _draft(schema)
    if draft == "draft-04":
        return dict(schema), []
    wrong = list(form_findings(schema, draft))
    if wrong:
        return {}, wrong
    translation = _Translation(schema, draft)
    body = translation.schema(schema, ())
    definitions = {
        name: translation.schema(definition, (keyword, name))
        for keyword in ("definitions", "$defs")
        for name, definition in _mapping(schema.get(keyword)).items()
    }
    if "$ref" in body:
        body = {"allOf": [body]}  # `$ref` hides everything beside it
    if definitions:
        body = {**body, "definitions": definitions}
    return {"$schema": DRAFTS["draft-04"][1], **body}, translation.findings


def _draft(schema: Mapping[str, Any]) -> str:
    declared = str(schema.get("$schema", ""))
    return next((draft for draft in DRAFTS if draft in declared), "2020-12")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


class _Translation:
    """One schema on its way; collects what cannot be said."""

    def __init__(self, root: Mapping[str, Any], draft: str) -> None:
        self.root = root
        self.draft = draft
        self.reference_hides = draft in {"draft-06", "draft-07"}
        self.findings: list[Finding] = []
        shared = set(_mapping(root.get("definitions"))) & set(_mapping(root.get("$defs")))
        for name in sorted(shared):
            self.refuse(("$defs", name), name, "stands in 'definitions' as well")

    def refuse(self, where: Path, value: object, problem: str) -> None:
        self.findings.append(
            UNTRANSLATABLE.at(
                json_path(*where),
                message=f"the keyword {where[-1]!r} {problem}",
                found=shown(value),
                fix="say it in words of draft-04, or use a Lambda validator",
            )
        )

    def schema(self, schema: Any, path: Path) -> Schema:
        """Return a schema of draft-04 that accepts what this one accepts."""
        if isinstance(schema, bool):
            return {} if schema else _NOTHING
        hidden = self.reference_hides and "$ref" in schema
        parts = [
            part
            for keyword in (["$ref"] if hidden else schema)
            for part in self.keyword(keyword, schema, (*path, keyword))
            if part
        ]
        return _joined(parts)

    def keyword(self, keyword: str, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        """Return what one keyword says, as schemas that must all hold."""
        if keyword in _REFUSED:
            self.refuse(where, schema[keyword], "has no equal in draft-04")
            return []
        since = NEWER.get(keyword, self.draft)
        if _DRAFTS.index(since) > _DRAFTS.index(self.draft):
            problem = f"came with {since}, and $schema names {self.draft}, which ignores it"
            self.refuse(where, schema[keyword], problem)
            return []
        if keyword in _SAME:
            value = schema[keyword]
            whole = keyword in _COUNTS and isinstance(value, float) and value.is_integer()
            return [{keyword: int(value) if whole else value}]
        rule = _RULES.get(keyword)
        return [] if rule is None else rule(self, schema, where)

    def schemas(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        keyword = str(where[-1])
        parts = enumerate(schema[keyword])
        return [{keyword: [self.schema(part, (*where, index)) for index, part in parts]}]

    def properties(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        """What is declared and what else may be there, told once for the first of the three."""
        given = [keyword for keyword in _OBJECT if keyword in schema]
        if where[-1] != given[0]:
            return []
        rule: Schema = {}
        for keyword in given:
            value, path = schema[keyword], (*where[:-1], keyword)
            if keyword != "additionalProperties":
                rule[keyword] = {
                    name: self.schema(part, (*path, name)) for name, part in value.items()
                }
            else:
                rule[keyword] = value if isinstance(value, bool) else self.schema(value, path)
        return [rule]

    def negation(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        return [{"not": self.schema(schema["not"], where)}]

    def reference(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        reference = schema["$ref"]
        if reference == "#":
            return [{"$ref": "#"}]
        name = _DEFINITION.fullmatch(reference)
        if name is None:
            self.refuse(where, reference, f"{shown(reference)} leads elsewhere than to $defs")
            return []
        return [{"$ref": f"#/definitions/{name[1]}"}]

    def types(self, schema: Mapping[str, Any], _: Path) -> list[Schema]:
        # To newer drafts 1.0 is an integer, to draft-04 it is none.
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        names = [name for name in dict.fromkeys(types) if name != "integer"]
        if "integer" in types and "number" not in types:
            names.append("number")
            whole = {"multipleOf": 1}
            return [{"type": names if len(names) > 1 else names[0]}, whole]
        return [{"type": names if len(names) > 1 else names[0]}]

    def enum(self, schema: Mapping[str, Any], _: Path) -> list[Schema]:
        values = {canonical_json(_number(value)): value for value in schema["enum"]}
        return [{"enum": list(values.values())} if values else _NOTHING]

    def const(self, schema: Mapping[str, Any], _: Path) -> list[Schema]:
        return [{"enum": [schema["const"]]}]

    def bound(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        keyword = str(where[-1])
        return [{keyword.replace("exclusiveM", "m"): schema[keyword], keyword: True}]

    def required(self, schema: Mapping[str, Any], _: Path) -> list[Schema]:
        return [{"required": list(dict.fromkeys(schema["required"]))}] if schema["required"] else []

    def dependencies(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        keyword = str(where[-1])
        dependencies = {
            name: list(dict.fromkeys(value))
            if isinstance(value, list)
            else self.schema(value, (*where, name))
            for name, value in schema[keyword].items()
            if value != []
        }
        return [{"dependencies": dependencies}] if dependencies else []

    def items(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        """Positions first (``prefixItems``, or a list in the older ``items``), then the rest."""
        items = schema.get("items", True)
        if where[-1] == "items" and "prefixItems" in schema:
            return []
        if where[-1] == "items" and not isinstance(items, list):
            return [{"items": self.schema(items, where)}]
        positions = schema[str(where[-1])]
        rest = schema.get("additionalItems", True) if where[-1] == "items" else items
        rest_path = (*where[:-1], "additionalItems" if where[-1] == "items" else "items")
        extra = rest if isinstance(rest, bool) else self.schema(rest, rest_path)
        if not positions:
            return [{"items": self.schema(extra, rest_path) if isinstance(extra, bool) else extra}]
        first = [self.schema(item, (*where, index)) for index, item in enumerate(positions)]
        return [{"items": first, **({} if extra is True else {"additionalItems": extra})}]

    def contains(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        least = schema.get("minContains", 1)
        for keyword, told in (("minContains", least not in {0, 1}), ("maxContains", True)):
            if keyword in schema and told:
                self.refuse((*where[:-1], keyword), schema[keyword], "has no equal in draft-04")
        if least == 0:
            return []
        none = {"items": {"not": self.schema(schema["contains"], where)}}
        return [{"anyOf": [{"not": {"type": "array"}}, {"not": none}]}]

    def property_names(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        names = self.names(schema["propertyNames"])
        if names is None:
            self.refuse(where, schema["propertyNames"], "says more than a pattern or an enum")
            return []
        return [names]

    def names(self, names: Any) -> Schema | None:
        """Return what the names of properties must be, as a schema of the object."""
        if isinstance(names, Mapping) and "$ref" in names:
            names = pointed_at(self.root, names["$ref"])[1] if set(names) == {"$ref"} else None
        if isinstance(names, bool):
            return {} if names else {"maxProperties": 0}
        if not isinstance(names, Mapping) or names.get("type", "string") != "string":
            return None
        rules = {key: value for key, value in names.items() if key not in _UNJUDGED}
        if set(rules) == {"pattern"}:
            return {"patternProperties": {rules["pattern"]: {}}, "additionalProperties": False}
        if set(rules) <= {"enum"} or set(rules) <= {"const"}:
            return _named(rules.get("enum", [rules.get("const")])) if rules else {}
        return None

    def condition(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        test = self.schema(schema["if"], where)
        rules: list[Schema] = []
        if "then" in schema:
            then = self.schema(schema["then"], (*where[:-1], "then"))
            rules.append({"anyOf": [{"not": test}, then]})
        if "else" in schema:
            otherwise = self.schema(schema["else"], (*where[:-1], "else"))
            rules.append({"anyOf": [test, otherwise]})
        return rules

    def unevaluated(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        keyword = str(where[-1])
        others = (*_IN_PLACE, "contains") if keyword == "unevaluatedItems" else _IN_PLACE
        if schema[keyword] is True:
            return []
        if any(other in schema for other in others):
            self.refuse(where, schema[keyword], "looks into neighbours, which draft-04 cannot")
            return []
        return self.leftover(schema, where)

    def leftover(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        """Without neighbours, what is not evaluated is what is additional."""
        keyword = str(where[-1])
        if keyword == "unevaluatedProperties":
            if "additionalProperties" in schema:
                return []
            known = {
                key: schema[key] for key in ("properties", "patternProperties") if key in schema
            }
            rest = {**known, "additionalProperties": schema[keyword]}
            return [self.schema(rest, where[:-1])]
        if "items" in schema and (
            not isinstance(schema["items"], list) or "additionalItems" in schema
        ):
            return []
        positions = schema.get("prefixItems", schema.get("items", []))
        return [self.schema({"prefixItems": positions, "items": schema[keyword]}, where[:-1])]

    def identifier(self, schema: Mapping[str, Any], where: Path) -> list[Schema]:
        if len(where) > 1:
            self.refuse(where, schema["$id"], "makes a schema of its own, which $ref cannot reach")
        return []


def _named(names: list[Any]) -> Schema:
    allowed: Schema = {name: {} for name in names if isinstance(name, str)}
    return {"properties": allowed, "additionalProperties": False}


def _number(value: Any) -> Any:
    """Return what a value is equal to in JSON, where 1.0 is 1."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _number(item) for key, item in value.items()}
    return [_number(item) for item in value] if isinstance(value, list) else value


def _joined(parts: list[Schema]) -> Schema:
    """Return schemas that must all hold as one; what would clash goes into ``allOf``."""
    joined: Schema = {}
    apart: list[Schema] = []
    for part in parts:
        if "$ref" in part or _clash(joined, part):
            apart.append(part)
        else:
            joined.update(part)
    if not joined and len(apart) == 1:
        return apart[0]
    return {**joined, "allOf": [*joined.get("allOf", []), *apart]} if apart else joined


def _clash(one: Schema, other: Schema) -> bool:
    """Tell whether two schemas mean something else when they are put into one."""
    readers = [set(family) for family in _FAMILIES]
    return not one.keys().isdisjoint(other) or any(
        family & one.keys() and family & other.keys() for family in readers
    )


_Rule: TypeAlias = Callable[[_Translation, Mapping[str, Any], Path], "list[Schema]"]

_RULES: dict[str, _Rule] = {
    "$id": _Translation.identifier,
    "$ref": _Translation.reference,
    "additionalProperties": _Translation.properties,
    "allOf": _Translation.schemas,
    "anyOf": _Translation.schemas,
    "const": _Translation.const,
    "contains": _Translation.contains,
    "dependencies": _Translation.dependencies,
    "dependentRequired": _Translation.dependencies,
    "dependentSchemas": _Translation.dependencies,
    "enum": _Translation.enum,
    "exclusiveMaximum": _Translation.bound,
    "exclusiveMinimum": _Translation.bound,
    "if": _Translation.condition,
    "items": _Translation.items,
    "not": _Translation.negation,
    "oneOf": _Translation.schemas,
    "patternProperties": _Translation.properties,
    "prefixItems": _Translation.items,
    "properties": _Translation.properties,
    "propertyNames": _Translation.property_names,
    "required": _Translation.required,
    "type": _Translation.types,
    "unevaluatedItems": _Translation.unevaluated,
    "unevaluatedProperties": _Translation.unevaluated,
}
"""What is not here is an annotation, or read by a neighbour."""
