"""Findings of severity warning: attached to a construct, printed at synth, acknowledged by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsii
from aws_cdk import Annotations, IAspect, Stack

from cdk_appconfig.checks import deployment as checks
from cdk_appconfig.constructs.ledger import Ledger

if TYPE_CHECKING:
    from constructs import IConstruct

    from cdk_appconfig.findings import Finding

__all__ = ["StackTags", "warn"]


def warn(scope: IConstruct, finding: Finding) -> None:
    """Attach a warning to a construct: printed at synth, acknowledged by its id.

    The plugin does not say it again.
    """
    path = finding.where.partition(" $")[2]
    message = f"${path}: {finding.message}" if path else finding.message
    text = f"{message}: {finding.why} ({finding.source}); {finding.fix}"
    Annotations.of(scope).add_warning_v2(f"cdk-appconfig:{finding.id}", text)
    Ledger.of(scope).said.append(finding)


@jsii.implements(IAspect)
class StackTags:
    """Looks at the tags of a stack during synthesis; aspects may add some before."""

    def visit(self, node: IConstruct) -> None:
        """Warn if the stack of a construct has tags.

        The warning is on the construct: before aws-cdk-lib 2.271, what was acknowledged on the
        stack itself did not count for warnings that were added to that very stack later.
        """
        stack = Stack.of(node)
        tags = stack.tags.tag_values()
        if tags:
            warn(node, checks.stack_tags(stack.node.path, tags))
