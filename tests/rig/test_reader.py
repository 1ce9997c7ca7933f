from __future__ import annotations

from rig.reader import as_served


def test_a_disabled_flag_is_served_without_attributes() -> None:
    assert as_served({"on": {"enabled": True, "a": 1}, "off": {"enabled": False, "a": 1}}) == {
        "on": {"enabled": True, "a": 1},
        "off": {"enabled": False},
    }
