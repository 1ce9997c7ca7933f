"""Values for property tests: what AppConfig takes, from the plainest to the oddest."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

from hypothesis import strategies as st

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
