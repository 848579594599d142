"""Mistakes as JSON values, for programs that read what a command says.

Comes in: a Problem. Goes out: a plain mapping, the same from every command.
"""

from __future__ import annotations

from typing import Any

from renderer.errors import Problem


def problem_json(problem: Problem) -> dict[str, Any]:
    """Where a mistake is, what it is, and what would put it right."""
    return {
        "file": str(problem.mark.path),
        "line": problem.mark.line,
        "column": problem.mark.column,
        "slide": problem.slide,
        "what": problem.what,
        "remedy": problem.remedy,
    }
