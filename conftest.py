"""For every test: the pinned Node.js; and every block of Python in README and docs is a test."""

from __future__ import annotations

import os

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

from rig import prepare

# jsii starts the first `node` of PATH while it is imported: let that be the pinned one.
os.environ["PATH"] = prepare.environment()["PATH"]

pytest_collect_file = Sybil(
    parsers=[DocTestParser(), PythonCodeBlockParser()],
    patterns=["README.md", "docs/*.md"],
).pytest()
