from __future__ import annotations

import pytest

from cdk_appconfig.template.stack_pair import StackPair, pair_stacks
from cdk_appconfig.template.stack_template import StackTemplate

PROD = "aws://123456789012/eu-west-1"
BETA = "aws://210987654321/eu-west-1"


def stack(
    name: str, environment: str | None = PROD, parent: StackTemplate | None = None
) -> StackTemplate:
    return StackTemplate(
        name=name, template={}, environment=environment, parent=parent, logical_id=name
    )


def test_a_stack_is_known_by_its_name_account_and_region() -> None:
    before = [stack("Shop", PROD), stack("Shop", BETA), stack("Old")]
    after = [stack("Shop", BETA), stack("Shop", PROD), stack("New")]

    pairs = [(pair.before, pair.after) for pair in pair_stacks(before, after)]

    assert pairs == [
        (before[1], after[0]),
        (before[0], after[1]),
        (None, after[2]),
        (before[2], None),
    ]


def test_a_stack_that_gets_an_account_stays_the_same_stack() -> None:
    before, after = [stack("Shop", "aws://unknown-account/unknown-region")], [stack("Shop")]

    assert [pair.before for pair in pair_stacks(before, after)] == before


def test_two_templates_are_one_stack_whatever_their_names() -> None:
    before, after = [stack("old", None)], [stack("new", None)]

    [pair] = pair_stacks(before, after)

    assert (pair.before, pair.after) == (before[0], after[0])
    assert pair.stack is after[0]


def test_two_stacks_of_other_names_are_two_stacks() -> None:
    assert len(pair_stacks([stack("Old")], [stack("New")])) == 2


def test_a_nested_stack_is_known_by_its_parent_and_its_logical_id() -> None:
    old, new = stack("Shop"), stack("Shop")
    before, after = [old, stack("Inner", parent=old)], [new, stack("Inner", parent=new)]

    assert [pair.before for pair in pair_stacks(before, after)] == before


def test_a_pair_of_nothing_has_no_stack() -> None:
    with pytest.raises(ValueError, match="a pair has at least one stack"):
        _ = StackPair(None, None).stack
