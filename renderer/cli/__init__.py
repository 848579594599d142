"""The command line: one file per command. The only room that prints or exits."""

from __future__ import annotations

from renderer.cli.entry import main

__all__ = ["main"]
