from __future__ import annotations

import pickle

from cdk_appconfig import AppConfigError, TemplateError


def test_the_error_says_what_where_and_what_to_do() -> None:
    error = TemplateError.at("shop.json:2:1", "is no JSON: Extra data", "correct the text")

    assert isinstance(error, AppConfigError)
    assert str(error) == (
        "cannot read shop.json:2:1: 1 error\n"
        "  APPCONFIG359 shop.json:2:1: is no JSON: Extra data\n"
        "      why: a template is one JSON or YAML document, and a cloud assembly is a folder with "
        "a manifest.json that leads to its templates "
        "(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html)\n"
        "      fix: correct the text"
    )


def test_the_error_survives_pickling() -> None:
    error = TemplateError.at("a", "b", "c")

    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 made one line above
