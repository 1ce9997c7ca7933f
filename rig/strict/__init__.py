"""A strict layer over MiniStack's AppConfig: refuses, waits and remembers what AWS does.

MiniStack deploys at once whatever it is given. `install` replaces parts of it inside its own
process, one behaviour a module; each names the rows of the captured verdicts that it follows
(``tests/data``) or says that it is our reading of the documentation.
"""

from __future__ import annotations

from rig.strict import (
    deletion,
    deployments,
    extensions,
    names,
    retrieval,
    routes,
    seams,
    validators,
    versions,
)

__all__ = ["install"]


def install(*, minute_seconds: float) -> None:
    """Replace the lax parts of the MiniStack in this process.

    Args:
        minute_seconds: How long a minute of a deployment strategy takes.

    Raises:
        RuntimeError: MiniStack has not all the parts that are replaced or used.
    """
    seams.check()
    seams.appconfig._DEPLOYMENT_MINUTE_SECONDS = minute_seconds
    for part in (names, deletion, versions, validators, deployments, retrieval, extensions, routes):
        part.install()
