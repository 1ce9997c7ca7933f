from __future__ import annotations

import argparse
import sys

import pytest

from cdk_appconfig.local.cli.help import HelpFormatter


@pytest.mark.parametrize("without", [False, True], ids=["output", "no output"])
@pytest.mark.parametrize("columns", ["", "0", "50", "200", "wide"])
def test_help_is_as_wide_as_that_of_argparse(
    monkeypatch: pytest.MonkeyPatch, columns: str, *, without: bool
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    if without:
        monkeypatch.setattr(sys, "__stdout__", None)
    texts = []
    for formatter in (HelpFormatter, argparse.HelpFormatter):
        parser = argparse.ArgumentParser(
            "p", description="words " * 60, formatter_class=formatter, add_help=False
        )
        texts.append(parser.format_help())

    assert texts[0] == texts[1]
    assert columns != "50" or max(map(len, texts[0].splitlines())) < 50
