"""What cannot be read: one error type that says what and where."""

from __future__ import annotations

from cdk_appconfig.findings import AppConfigError, Check

__all__ = ["MAX_DEPTH", "UNREADABLE", "TemplateError"]

MAX_DEPTH = 100
"""Levels of nesting of a template."""

UNREADABLE = Check(
    id="APPCONFIG359",
    summary="A file or folder cannot be read as templates",
    rule="a template is one JSON or YAML document, and a cloud assembly is a folder with a "
    "manifest.json that leads to its templates",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
    evidence="documented",
)


class TemplateError(AppConfigError):
    """A file, a folder or a value that cannot be read as CloudFormation templates.

    It is no verdict on what is in it. The one finding says what is wrong and where.
    """

    @staticmethod
    def at(where: str, message: str, fix: str) -> TemplateError:
        """Return the error for one place.

        Args:
            where: File or folder, with a line if there is one.
            message: What is wrong.
            fix: What to do about it.
        """
        finding = UNREADABLE.at(where, message=message, found=where, fix=fix)
        return TemplateError(f"cannot read {where}", [finding])
