"""What argparse says of itself is told in the reader's language, whatever Python runs."""

from __future__ import annotations

import argparse
import ast
import inspect
from collections.abc import Iterator

import pytest

from renderer.cli.argparse_words import WORDS
from renderer.cli.arguments import COMMANDS
from tests.production.projects import run

PROGRAMMERS_ONLY = (
    ".__call__() not defined",
    "%r is not callable",
    "'required' is an invalid argument for positionals",
    "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r",
    "conflicting subparser: %s",
    "conflicting subparser alias: %s",
    "dest= is required for options like %r",
    "dest= is required via the add_argument() for options like %r",
    "dest must be provided",
    "invalid conflict_resolution value: %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "mutually exclusive arguments must be optional",
)
"""What only a mistake of ours could bring about."""
NOT_OURS = (
    "subcommands",
    " (default: %(default)s)",
    'argument "-" with mode %r',
    "can't open '%(filename)s': %(error)s",
    "command '%(parser_name)s' is deprecated",
    "option '%(option)s' is deprecated",
    "argument '%(argument_name)s' is deprecated",
    "%(prog)s: error: %(message)s\n",
    "%(prog)s: warning: %(message)s\n",
)
"""Our command line has none of it: files that argparse opens, what is deprecated, its own exit."""


def said_by_argparse() -> Iterator[str]:
    """Every text that it asks gettext for."""
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "_"
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def test_every_word_of_argparse_that_can_be_met_is_in_our_catalogue() -> None:
    said = set(said_by_argparse())
    assert "the following arguments are required: %s" in said
    assert sorted(said - {*WORDS, *PROGRAMMERS_ONLY, *NOT_OURS}) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check"], "il manque ces arguments\u00a0: STORYBOARD"),
        (["check", "a.yaml", "--fps", "24"], "arguments inconnus\u00a0: --fps 24"),
        (["render", "a.yaml", "--format", "4:3"], "choix incorrect\u00a0: '4:3'"),
        (["still", "a.yaml", "--out", "b.png"], "il faut l’un des arguments --slide --at"),
        (["still", "a", "--at", "1", "--slide", "b"], "ne va pas avec l’argument --at"),
        (["render", "a.yaml", "--voice"], "argument --voice\u00a0: un argument est attendu"),
        (["render", "a.yaml", "--offline=1"], "l’argument explicite '1' est de trop"),
        (["clean", "--d=3"], "l’argument explicite '3' est de trop"),
        (["plan", "a.yaml", "--allow", "x"], "option ambiguë\u00a0: --allow peut être"),
    ],
)
def test_a_slip_of_the_command_line_is_told_in_french(words: list[str], told: str) -> None:
    outcome = run(*words, "--lang", "fr")
    assert outcome.code == 2
    assert told in outcome.err
    assert "usage\u00a0: " in outcome.err


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_the_readers_language(command: str) -> None:
    words = [*filter(None, [command]), "--help"]
    french = run(*words, "--lang", "fr") if command else run("--lang", "fr", "--help")
    assert french.out.startswith("usage\u00a0: ")
    assert "montre cette aide et s’arrête" in french.out
    assert run(*words).out.startswith("usage: ")
