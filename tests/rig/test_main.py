from __future__ import annotations

import pytest

from rig.__main__ import BESIDE, CHECKS, run_checks


def test_every_tool_is_run() -> None:
    assert [" ".join(check) for check in [*CHECKS, *BESIDE]] == [
        "pytest",
        "ruff check .",
        "ruff format --check .",
        "lint-imports",
        "mypy",
        "node node_modules/pyright/index.js",
        "floor-python -m pytest -m not once tests/constructs tests/examples "
        "tests/rig/test_updates.py tests/conventions/test_floor.py",
    ]


def test_a_failure_does_not_hide_the_next_one(capfd: pytest.CaptureFixture[str]) -> None:
    code = run_checks(
        [
            ["python", "-c", "raise SystemExit(3)"],
            ["python", "-c", "print('second')"],
            ["python", "-c", "raise SystemExit(1)"],
        ]
    )

    assert code == 1
    assert capfd.readouterr().out.splitlines() == [
        "== python -c raise SystemExit(3)",
        "== python -c print('second')",
        "second",
        "== python -c raise SystemExit(1)",
        "failed: python -c raise SystemExit(3)",
        "failed: python -c raise SystemExit(1)",
    ]


def test_what_runs_beside_is_told_when_it_has_ended(capfd: pytest.CaptureFixture[str]) -> None:
    code = run_checks(
        [["python", "-c", "pass"]],
        beside=[
            ["python", "-c", "print('first'); raise SystemExit(3)"],
            ["python", "-c", "print('second')"],
        ],
    )

    assert code == 1
    lines = capfd.readouterr().out.splitlines()
    lines.remove("== python -c pass")  # at any time
    assert lines == [
        "== python -c print('first'); raise SystemExit(3)",
        "first",
        "== python -c print('second')",
        "second",
        "failed: python -c print('first'); raise SystemExit(3)",
    ]


def test_all_passing_is_zero() -> None:
    assert run_checks([["python", "-c", ""]]) == 0
