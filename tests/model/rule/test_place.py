from __future__ import annotations

import pytest

from cdk_appconfig.findings import Check
from cdk_appconfig.model.rule.place import Place, pointed

FINDING = Check(
    id="APPCONFIG999",
    summary="s",
    rule="r",
    source="https://docs.aws.amazon.com/",
    evidence="captured",
).at("$", message="it is odd", found="x", fix="f")
LONG = "".join(f"{number:05}" for number in range(40))


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("abc", Place(1, 2), "line 1, column 2: it is odd\n    abc\n     ^"),
        ("abc\n def\nghi", Place(5, 8), "line 2, column 2: it is odd\n     def\n     ^^^"),
        ("abc\ndef", Place(1, 7), "line 1, column 2: it is odd\n    abc\n     ^^"),
        ("abc", Place(3, 3), "line 1, column 4: it is odd\n    abc\n       ^"),
        ("", Place(0, 0), "line 1, column 1: it is odd\n    \n    ^"),
        ("\tabc", Place(1, 4), "line 1, column 2: it is odd\n     abc\n     ^^^"),
        (
            LONG,
            Place(0, 3),
            f"line 1, column 1: it is odd\n    {LONG[:75]}…\n    ^^^",
        ),
        (
            LONG,
            Place(100, 103),
            f"line 1, column 101: it is odd\n    …{LONG[61:135]}…\n    {' ' * 40}^^^",
        ),
        (
            LONG,
            Place(198, 200),
            f"line 1, column 199: it is odd\n    …{LONG[125:]}\n    {' ' * 74}^^",
        ),
    ],
)  # fmt: skip
def test_the_caret_stands_below_the_place(text: str, place: Place, expected: str) -> None:
    assert pointed(FINDING, text, place).message == expected
