"""Rules that surely have nothing to say about them, told without parsing.

It knows the plain forms only: `parser.py` is the one that knows the language.
"""

from __future__ import annotations

import re
from functools import cache

from cdk_appconfig.model import limits

__all__ = ["is_surely_sound_rule"]

_SOUND = "\x01"
"""Takes the place of an expression that is sound; no text of a rule can hold it."""


def is_surely_sound_rule(rule: str) -> bool:
    """Tell whether the text of a rule surely has neither an error nor a warning.

    From the inside out, each expression of a plain form gives way to a mark, until the mark alone
    is left, or something that is not of these forms.

    Args:
        rule: The text.

    Example:
        >>> is_surely_sound_rule('(and (eq $tier "gold") (not (exists key::"age")))')
        True
        >>> is_surely_sound_rule("(eq $tier gold)")
        False
    """
    if len(rule) > limits.RULE or not rule.isascii() or _SOUND in rule:
        return False
    changed = 1
    while changed:
        rule, changed = _plain_expression().subn(_SOUND, rule)
    return rule == _SOUND


@cache
def _plain_expression() -> re.Pattern[str]:
    key, text = r"\$[A-Za-z_][A-Za-z0-9_]*", r'"[^"\\\x00-\x1f\x7f]*"'
    number = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?"
    ordered = f"(?:{text}|{number})"
    literal = f"(?:{ordered}|true|false)"
    condition = f"(?:{_SOUND}|{key})"
    percent = r"(?:100|[1-9]?[0-9](?:\.[0-9]{1,9})?)"
    return re.compile(
        rf"""\((?:
            (?:eq|begins_with|ends_with|contains)\ {key}\ {literal}
          | [gl]te?\ {key}\ {ordered}
          | in\ {key}\ \[{literal}(?:,\ ?{literal})*\]
          | exists\ key::(?!"\$){text}
          | split\ pct::{percent}\ by::{key}(?:\ seed::{text})?
          | not\ {condition}
          | (?:and|or)(?:\ {condition}){{2,}}
        )\)""",
        re.VERBOSE,
    )
