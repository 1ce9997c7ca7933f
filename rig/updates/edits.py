"""Edits that teams make, and what each replaces: written by hand, and measured.

The expectations are the promise; tests compare them with what `changes` finds between the app
before and after the edit.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import Any

from cdk_appconfig import Changes, ResourceChange, changes
from rig.updates.world import Hand, World, synthesize

__all__ = ["EDITS", "Edit", "Outcome", "measured"]

_PLAIN = World()
_KEYED = World(key="11111111")
_CHANGED = World(max_items={"prod": 5})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an edit does to versions and deployments.

    Args:
        versions: Versions that are replaced, or removed and made again under another logical id.
        deployments: Deployments that are: each is a rollout of what was served already.
        perhaps: Deployments that may be replaced, where only the update will show.
        new: Deployments that were not there before.
        removed: Deployments that are no longer there.
        fails: Whether the update fails.
    """

    versions: int = 0
    deployments: int = 0
    perhaps: int = 0
    new: int = 0
    removed: int = 0
    fails: bool = False

    def __str__(self) -> str:
        """The outcome as a person reads it in the table."""
        parts = [
            "the update fails" if self.fails else "",
            _count(self.versions, "version"),
            _count(self.deployments, "deployment"),
            f"perhaps {_count(self.perhaps, 'deployment')}" if self.perhaps else "",
            f"{self.new} new" if self.new else "",
            f"{self.removed} removed" if self.removed else "",
        ]
        return ", ".join(filter(None, parts)) or "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit of the app, with what it is expected to do.

    Args:
        title: The edit in words.
        changed: The fields of `World` that change, with their new values.
        ours: What it does with our constructs.
        l2: What it does with the L2; ``None`` where the L2 has nothing like it.
        before: The app before the edit.
    """

    title: str
    changed: dict[str, Any]
    ours: Outcome
    l2: Outcome | None
    before: World = _PLAIN


NOTHING = Outcome()
EVERYTHING = Outcome(versions=4, deployments=4)

EDITS = [
    Edit(
        title="tags of the app",
        changed={"app_tags": {"team": "shop"}},
        ours=NOTHING,
        l2=Outcome(deployments=4),
    ),
    Edit(
        title="description of the constructs",
        changed={"description": "second"},
        ours=NOTHING,
        l2=EVERYTHING,
    ),
    Edit(
        title="indentation of JSON",
        changed={"indent": 2},
        ours=NOTHING,
        l2=Outcome(versions=4, deployments=2, perhaps=2),
    ),
    Edit(
        title="order of flags and of keys",
        changed={"reverse_keys": True},
        ours=NOTHING,
        l2=Outcome(versions=4, deployments=2, perhaps=2),
    ),
    Edit(
        title="an unrelated parameter",
        changed={"parameter": True},
        ours=NOTHING,
        l2=NOTHING,
    ),
    Edit(
        title="an unrelated parameter, where a parameter is part of the environments' names",
        changed={"parameter": True},
        ours=NOTHING,
        l2=Outcome(deployments=4),
        before=World(token_names=True),
    ),
    Edit(
        title="an environment renamed",
        changed={"environment_names": {"prod": "production"}},
        ours=NOTHING,
        l2=Outcome(deployments=2),
    ),
    Edit(
        title="the application renamed",
        changed={"application_name": "store"},
        ours=NOTHING,
        l2=NOTHING,
    ),
    Edit(
        title="a profile added before all others",
        changed={"profile_first": True},
        ours=Outcome(new=2),
        l2=Outcome(new=2),
    ),
    Edit(
        title="profiles declared in another order",
        changed={"reverse_profiles": True},
        ours=NOTHING,
        l2=NOTHING,
    ),
    Edit(
        title="an environment added in the middle",
        changed={"environments": ("beta", "gamma", "prod")},
        ours=Outcome(new=2),
        l2=Outcome(new=2),
    ),
    Edit(
        title="environments declared in another order",
        changed={"environments": ("prod", "beta")},
        ours=NOTHING,
        l2=NOTHING,
    ),
    Edit(
        title="an alarm added to every environment",
        changed={"monitors": True},
        ours=NOTHING,
        l2=NOTHING,
    ),
    Edit(
        title="the custom strategy tuned",
        changed={"growth_factor": 50},
        ours=NOTHING,
        l2=NOTHING,
    ),
    Edit(
        title="one value in one environment",
        changed={"max_items": {"prod": 5}},
        ours=Outcome(versions=1, deployments=1),
        l2=Outcome(versions=1, deployments=1),
    ),
    Edit(
        title="the same value taken back",
        changed={"max_items": {}},
        ours=Outcome(versions=1, deployments=1),
        l2=Outcome(versions=1, deployments=1),
        before=_CHANGED,
    ),
    Edit(
        title="a flag added to the contract",
        changed={"extra_flag": True},
        ours=Outcome(versions=2, deployments=2),
        l2=Outcome(versions=2, deployments=2),
    ),
    Edit(
        title="a description inside the flags",
        changed={"flag_description": "second"},
        ours=Outcome(versions=2, deployments=2),
        l2=Outcome(versions=2, deployments=2),
    ),
    Edit(
        title="the strategy swapped for another",
        changed={"strategy": "AppConfig.AllAtOnce"},
        ours=Outcome(deployments=4),
        l2=Outcome(deployments=4),
    ),
    Edit(
        title="the custom strategy renamed",
        changed={"strategy_name": "slower"},
        ours=Outcome(deployments=4),
        l2=Outcome(deployments=4),
    ),
    Edit(
        title="a customer key added",
        changed={"key": "11111111"},
        ours=Outcome(deployments=4),
        l2=Outcome(deployments=4),
    ),
    Edit(
        title="the customer key changed",
        changed={"key": "22222222"},
        ours=Outcome(deployments=4),
        l2=Outcome(deployments=4),
        before=_KEYED,
    ),
    Edit(
        title="a revision",
        changed={"revision": "2"},
        ours=Outcome(deployments=4),
        l2=None,
    ),
    Edit(
        title="tags of the stack",
        changed={"stack_tags": {"team": "shop"}},
        ours=Outcome(perhaps=4),
        l2=Outcome(perhaps=4),
    ),
    Edit(
        title="an environment removed",
        changed={"environments": ("beta",)},
        ours=Outcome(removed=2),
        l2=Outcome(removed=2),
    ),
    Edit(
        title="everything moved below another construct",
        changed={"scope": "Team"},
        ours=Outcome(versions=4, deployments=4, fails=True),
        l2=Outcome(versions=4, deployments=4, fails=True),
    ),
]
"""What teams edit, from what costs nothing to what costs most."""


def measured(edit: Edit, hand: Hand) -> Outcome:
    """Return what an edit does to the app that one of the two hands has written."""
    assemblies = [
        synthesize(world, hand) for world in (edit.before, replace(edit.before, **edit.changed))
    ]
    found = changes(*assemblies)
    for assembly in assemblies:
        shutil.rmtree(assembly)
    versions, deployments = (
        [one for one in found.resources if one.type == f"AWS::AppConfig::{term}"]
        for term in ("HostedConfigurationVersion", "Deployment")
    )
    again = _again(deployments)
    return Outcome(
        versions=_having(versions, "replaced") + _again(versions),
        deployments=_having(deployments, "replaced") + again,
        perhaps=sum(not one.certain for one in deployments),
        new=_having(deployments, "added") - again,
        removed=_having(deployments, "removed") - again,
        fails=_fails(found),
    )


def _again(resources: list[ResourceChange]) -> int:
    """Return how many are removed and made again under another logical id."""
    return min(_having(resources, "added"), _having(resources, "removed"))


def _having(resources: list[ResourceChange], effect: str) -> int:
    return sum(one.effect == effect and one.certain for one in resources)


def _fails(found: Changes) -> bool:
    return any(finding.severity == "error" for finding in found.findings)


def _count(count: int, what: str) -> str:
    if not count:
        return ""
    return f"1 {what}" if count == 1 else f"{count} {what}s"
