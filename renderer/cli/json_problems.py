"""Mistakes as JSON values, for programs that read what a command says.

Comes in: a Problem, or the error that ended a command. Goes out: a plain mapping, the same from
every command.
"""

from __future__ import annotations

from typing import Any, Literal

from renderer.errors import Problem, RecitError, StoryboardError
from renderer.messages.explanations import address

Severity = Literal["mistake", "warning"]


def problem_json(problem: Problem, severity: Severity = "mistake") -> dict[str, Any]:
    """Where a problem is, what kind it is, what it is in words, and what would put it right."""
    return {
        "code": problem.code,
        "severity": severity,
        "file": str(problem.mark.path),
        "line": problem.mark.line,
        "column": problem.mark.column,
        "slide": problem.slide,
        "message": problem.what,
        "remedy": problem.remedy,
        "explanation": address(problem.code),
    }


def error_json(error: RecitError, told: str) -> dict[str, Any]:
    """What ended a command, *told* in full, and each mistake or the kind of what went wrong."""
    if isinstance(error, StoryboardError):
        return {"error": told, "mistakes": [problem_json(problem) for problem in error.problems]}
    return {
        "error": told,
        "code": error.code,
        "message": getattr(error, "what", "") or told,
        "remedy": getattr(error, "remedy", ""),
        "explanation": address(error.code),
    }
