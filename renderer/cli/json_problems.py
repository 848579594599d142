"""Mistakes as JSON values, for programs that read what a command says.

Comes in: a Problem. Goes out: a plain mapping, the same from every command.
"""

from __future__ import annotations

from typing import Any, Literal

from renderer.errors import Problem
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
