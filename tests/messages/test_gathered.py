"""Babel finds every message that the source says: none hides inside another string."""

import ast
from pathlib import Path

import renderer
from tests.messages.gather import gathered, set_around_code
from tests.messages.test_catalogue import spoken

ROOT = Path(renderer.__file__).parent


def first_forms(tree: ast.AST) -> set[str]:
    """The English of each message that is written in *tree*: of two forms, the first."""
    found = set()
    for call in spoken(tree):
        number = 1 if getattr(call.func, "id", "") == "trc" else 0
        text = call.args[number] if len(call.args) > number else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            found.add(text.value)
    return found


def test_no_message_hides_where_it_is_not_gathered() -> None:
    said = {text if isinstance(text, str) else text[0] for _, text in gathered()}
    for path in sorted(ROOT.rglob("*.py")):
        hidden = first_forms(ast.parse(path.read_text(encoding="utf-8"))) - said
        assert not hidden, f"{path}: say it outside of the f-string: {hidden}"


def test_a_message_inside_an_f_string_is_looked_for() -> None:
    assert first_forms(ast.parse("""f"{tr('there is none')}" """)) == {"there is none"}


def test_what_a_message_quotes_of_a_file_can_be_pasted() -> None:
    def told(french: str, english: str) -> str:
        return set_around_code(french, english, "fr")

    address = "voice: {{engine: http, address: https://…}}"
    assert address in told(f"écrivez {address} ici", f"write {address} here")
    assert "«\u00a0fit: contain\u00a0»" in told("« fit : contain »", "'fit: contain'")
    assert told("le fichier : vide", "file: empty") == "le fichier\u00a0: vide"
