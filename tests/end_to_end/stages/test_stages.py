"""Two stages of one app in one account."""

from __future__ import annotations

from rig import cdk_cli, prepare
from rig.account import Account

EXAMPLE = prepare.ROOT / "examples" / "stages"


def test_two_stages_live_in_one_account(account: Account) -> None:
    cdk_cli.deploy(account.aws, EXAMPLE, impatient=True)

    assert account.left() == {
        "Beta-Search-Flags": ["beta", "features"],
        "Prod-Search-Flags": ["prod", "features"],
    }
    suggestions = {"enabled": True, "limit": 5}
    assert account.served("Beta-Search-Flags", "beta", "features") == {
        "suggestions": suggestions,
        "semantic_search": {"enabled": True},
    }
    assert account.served("Prod-Search-Flags", "prod", "features") == {
        "suggestions": suggestions,
        "semantic_search": {"enabled": False},
    }
