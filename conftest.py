"""For every test: the pinned Node.js; and every block of Python in README and docs is a test."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

from rig import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

# jsii starts the first `node` of PATH while it is imported: let that be the pinned one.
os.environ["PATH"] = prepare.environment()["PATH"]

_blocks = partial(Sybil, parsers=[DocTestParser(), PythonCodeBlockParser()])
_readme = _blocks(patterns=["README.md"], fixtures=["beside_the_function"])
pytest_collect_file = (_readme + _blocks(patterns=["docs/*.md"])).pytest()


@pytest.fixture
def beside_the_function() -> Iterator[None]:
    """Be where the first block of README is a file: the code of its function is there."""
    from rig import examples  # noqa: PLC0415  # it loads the CDK, which most tests can do without

    with examples.inside("lambda_reader"):
        yield
