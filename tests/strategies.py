"""Values for property tests: what AppConfig takes, from the plainest to the oddest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from cdk_appconfig import (
    Boolean,
    FeatureFlags,
    Flag,
    Number,
    NumberArray,
    String,
    StringArray,
    Untyped,
    UntypedArray,
    Variant,
)
from cdk_appconfig.model.attribute import Attribute
from cdk_appconfig.model.rule import ContextValue, Rule, context, split

KEYS = st.sampled_from(["age", "tier", "userId", "beta", "a_1", "$x"])
"""Context keys, few enough that rules and contexts meet."""

TEXTS = st.one_of(
    st.sampled_from(["", "a", "gold", "5", "1.5", "true", "2026-03-04", '"', "\\", "'", "\n"]),
    st.text(max_size=8).filter(lambda text: text.isascii() or _is_unicode(text)),
)
OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(timezones=st.one_of(st.just(timezone.utc), OFFSETS))
NUMBERS = st.one_of(
    st.integers(-10, 10),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
)
LITERALS = st.one_of(TEXTS, NUMBERS, st.booleans(), MOMENTS)
"""Everything that a rule can compare with."""

CONTEXT_VALUES = KEYS.map(context)
PATTERNS = st.sampled_from(["", "a", "^g.*d$", r"\d+", r"(?i)GOLD", r"[^\w]", r"\pL", '"'])


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


@st.composite
def comparisons(draw: st.DrawFn) -> Rule:
    """Rules that compare a context value with a literal or another context value."""
    value: ContextValue = draw(CONTEXT_VALUES)
    other: Any = draw(st.one_of(LITERALS, CONTEXT_VALUES))
    compare = draw(st.sampled_from(["__eq__", "__ne__", "__gt__", "__ge__", "__lt__", "__le__"]))
    return getattr(value, compare)(other)  # type: ignore[no-any-return]


@st.composite
def text_tests(draw: st.DrawFn) -> Rule:
    """Rules that look into a text."""
    value: ContextValue = draw(CONTEXT_VALUES)
    test = draw(st.sampled_from([value.begins_with, value.ends_with, value.contains]))
    return test(draw(st.one_of(TEXTS, CONTEXT_VALUES)))


SPLITS = st.builds(
    split,
    pct=st.one_of(st.integers(0, 100), st.floats(0, 100)),
    by=CONTEXT_VALUES,
    seed=st.one_of(st.none(), TEXTS),
)
PLAIN_RULES = st.one_of(
    comparisons(),
    text_tests(),
    SPLITS,
    st.builds(lambda value, members: value.is_in(members), CONTEXT_VALUES, st.lists(LITERALS)),
    st.builds(lambda value, pattern: value.matches(pattern), CONTEXT_VALUES, PATTERNS),
    CONTEXT_VALUES.map(lambda value: value.exists()),
)
PARTS = st.one_of(PLAIN_RULES, st.booleans(), CONTEXT_VALUES)

RULES: st.SearchStrategy[Rule] = st.recursive(
    PLAIN_RULES,
    lambda inner: st.one_of(
        inner.map(lambda rule: ~rule),
        st.builds(lambda rule, part: rule & part, inner, st.one_of(inner, PARTS)),
        st.builds(lambda part, rule: part | rule, st.one_of(inner, PARTS), inner),
    ),
    max_leaves=12,
)
"""Rules with every operator and every literal, nested in each other."""

CONTEXTS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    KEYS, st.one_of(TEXTS, NUMBERS, st.booleans(), MOMENTS, st.none())
)
"""Contexts whose keys are those of the rules."""

DOCUMENT_KEYS = (
    *("version", "flags", "values", "f", "a", "name", "description", "_deprecation", "status"),
    *("date", "attributes", "constraints", "type", "required", "enum", "pattern", "minimum"),
    *("elements", "enabled", "_variants", "rule", "attributeValues", "_createdAt"),
)
"""Keys that flag documents have."""

FLAG_KEYS = st.from_regex(r"\A[a-z][a-zA-Z0-9_-]{0,8}\Z")
"""Keys of flags and attributes."""

DOCUMENT_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DOCUMENT_NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False)
)
_NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=64)
_DESCRIPTIONS = st.one_of(st.none(), DOCUMENT_TEXTS)


@st.composite
def attributes(draw: st.DrawFn) -> tuple[Attribute, st.SearchStrategy[Any]]:
    """An attribute without a value, and values that keep to its constraints."""
    shared: dict[str, Any] = {"description": draw(_DESCRIPTIONS)}
    required: dict[str, Any] = {"required": draw(st.booleans())}
    lowest, highest = sorted([draw(st.integers(-9, 9)), draw(st.integers(-9, 9))])
    enum = draw(st.lists(DOCUMENT_TEXTS, min_size=1, max_size=3))
    bounds: dict[str, Any] = {"minimum": lowest, "maximum": highest}
    bounded = st.one_of(st.integers(lowest, highest), st.floats(lowest, highest))
    elements = st.one_of(
        st.lists(DOCUMENT_TEXTS, max_size=3), st.lists(DOCUMENT_NUMBERS, max_size=3)
    )
    kinds: list[tuple[Attribute, st.SearchStrategy[Any]]] = [
        (String(**required, **shared), DOCUMENT_TEXTS),
        (String(pattern="^", **required, **shared), DOCUMENT_TEXTS),
        (String(enum=enum, **required, **shared), st.sampled_from(enum)),
        (Number(**required, **shared), DOCUMENT_NUMBERS),
        (Number(**bounds, **required, **shared), bounded),
        (Boolean(**required, **shared), st.booleans()),
        (StringArray(**required, **shared), st.lists(DOCUMENT_TEXTS, max_size=3)),
        (StringArray(enum=enum, **required, **shared), st.lists(st.sampled_from(enum), max_size=3)),
        (NumberArray(**bounds, **required, **shared), st.lists(bounded, max_size=3)),
        (Untyped(**shared), st.one_of(DOCUMENT_TEXTS, DOCUMENT_NUMBERS, st.booleans(), elements)),
        (UntypedArray(**required, **shared), elements),
    ]
    return kinds[draw(st.integers(0, len(kinds) - 1))]


def _values(draw: st.DrawFn, declared: Any) -> dict[str, Any]:
    return {
        key: draw(values)
        for key, (attribute, values) in declared.items()
        if attribute.required or draw(st.booleans())
    }


def _variants(draw: st.DrawFn, declared: Any) -> dict[str, Any]:
    names = draw(st.lists(_NAMES, min_size=1, max_size=4, unique=True))
    made = [
        Variant(
            name,
            rule=None if index == 0 else draw(RULES),
            enabled=draw(st.booleans()),
            attributes=_values(draw, declared),
        )
        for index, name in enumerate(names)
    ]
    return {"default": made[0], "variants": made[1:]}


@st.composite
def flags(draw: st.DrawFn) -> Flag:
    """Flags of every kind that AppConfig stores."""
    declared = draw(
        st.dictionaries(FLAG_KEYS.filter(lambda key: key != "enabled"), attributes(), max_size=3)
    )
    bare: dict[str, Any] = {key: attribute for key, (attribute, _) in declared.items()}
    kind = draw(st.sampled_from(["own", "variants", "declared"]))
    state: dict[str, Any] = {"served": False}
    if kind == "own":
        values = _values(draw, declared)
        bare |= {key: replace(bare[key], value=value) for key, value in values.items()}
        state = {"enabled": draw(st.booleans())}
    elif kind == "variants":
        state = _variants(draw, declared)
    return Flag(
        draw(FLAG_KEYS),
        name=draw(st.one_of(st.none(), _NAMES)),
        description=draw(_DESCRIPTIONS),
        deprecated=draw(st.one_of(st.booleans(), st.dates())),
        attributes=bare,
        **state,
    )


FEATURE_FLAGS: st.SearchStrategy[FeatureFlags] = st.lists(
    flags(), max_size=4, unique_by=lambda flag: flag.key
).map(lambda made: FeatureFlags(*made))
"""Flags in every state that AppConfig stores."""

JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), DOCUMENT_NUMBERS, DOCUMENT_TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.sampled_from(DOCUMENT_KEYS), DOCUMENT_TEXTS), inner, max_size=5
        ),
    ),
    max_leaves=20,
)
"""Anything that is JSON, with the keys of flag documents in it."""
