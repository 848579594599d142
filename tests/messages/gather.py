"""`make messages`: what the tool says, gathered from the source into each language's catalogue.

Comes in: the package's source, what the storyboard's schema tells of each key, the catalogues as
translated so far. Goes out: catalogues with every message, in the order of the files, French set as
our typography sets it (so that whoever translates types plain spaces and quotes), and compiled; the
pages of explanations, copied into docs/; what the studio's page says, as JSON beside it, since a
browser reads no .mo. Translations of what nobody says any more go.
"""

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import renderer
from renderer.language.eye.typography import typeset
from renderer.messages.catalogue import DOMAIN, LANGUAGES, LOCALES, SOURCE
from renderer.messages.explanations import PAGES, page
from renderer.storyboard.json_schema import told_texts
from renderer.storyboard.reference import headings

ROOT = Path(renderer.__file__).parent
STUDIO = "studio/page"
SCRIPTS = f"{STUDIO}/**.js"
READERS = [("**.py", "python"), (SCRIPTS, "javascript")]
WITHIN_TEMPLATES = {SCRIPTS: {"parse_template_string": "true"}}
KEYWORDS = {"tr": None, "trn": (1, 2), "trc": ((1, "c"), 2), "deferred": None}
HEADER = """\
# What Récit says, in {tongue}: `make messages` gathers it from the source and compiles it.
msgid ""
msgstr ""
"Language: {tongue}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

PLURALS = {"fr": "nplurals=2; plural=(n > 1);"}
"""CLDR has a third form for French, "un million de films": no message counts so far."""

WHENEVER = dict.fromkeys(("creation_date", "revision_date"), datetime(1970, 1, 1, tzinfo=UTC))
"""The same messages give the same bytes: nobody reads these dates."""

Said = dict[tuple[str | None, str | tuple[str, ...]], list[str]]


CODE = re.compile(
    r"(?:(?<=[“'\"{`])|(?<=[,-] )|\b(?=\w+: \{\{))([a-z_]+)"
    r": (\{\{|\[|\"|https?:|[a-z0-9][a-z0-9_-]*)"
)
"""A key and the beginning of its value, in YAML or in TOML, as a message quotes them."""


def gathered() -> Said:
    """(context, message or forms) → the files that say it, in their order."""
    said: Said = {}
    for file, _, message, _, context in extract_from_dir(ROOT, READERS, WITHIN_TEMPLATES, KEYWORDS):
        places = said.setdefault((context, message), [])
        if file not in places:
            places.append(file)
    for told in (*told_texts(), *headings()):
        said.setdefault((None, told), ["storyboard/json_schema.py"])
    return dict(sorted(said.items(), key=lambda one: one[1][0]))


def place(tongue: str, suffix: str) -> Path:
    """Where a language's catalogue lies, as text (``po``) or compiled (``mo``)."""
    return LOCALES / tongue / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def page_words(catalogue: Catalog) -> str:
    """What the studio's page says: message → translation, or its forms, as JSON."""
    said = {
        one.id if isinstance(one.id, str) else one.id[0]: one.string
        for one in catalogue
        if any(place.startswith(f"renderer/{STUDIO}/") for place, _ in one.locations)
    }
    return json.dumps(said, ensure_ascii=False, indent=0) + "\n"


def catalogue(tongue: str) -> Catalog:
    """What is translated so far."""
    path = place(tongue, "po")
    return read_po(io.BytesIO(path.read_bytes() if path.exists() else b""), locale=tongue)


def set_around_code(text: str, message: str, tongue: str) -> str:
    """*text* as it is printed; what it quotes of a file, as *message* does, can still be pasted."""
    text = typeset(text, tongue)
    for key, value in CODE.findall(message):
        spaced = (
            rf"\b{re.escape(key)}[ \u00a0\u202f]*:[ \u00a0\u202f]+{re.escape(value)}(?!(?<=\w)\w)"
        )
        text = re.sub(spaced, lambda _, code=f"{key}: {value}": code, text)
    return text


def translated(tongue: str) -> Catalog:
    """Every message that is said, with its translation where there is one."""
    old, new = catalogue(tongue), Catalog(locale=tongue, **WHENEVER)
    new.mime_headers = [("Plural-Forms", PLURALS[tongue])]
    for (context, message), files in gathered().items():
        known = old.get(message, context)
        text = known.string if known is not None else ""
        told = message if isinstance(message, str) else message[0]
        set_text = (
            set_around_code(text, told, tongue)
            if isinstance(text, str)
            else tuple(set_around_code(form, told, tongue) for form in text)
        )
        new.add(message, set_text, [(f"renderer/{file}", 0) for file in files], context=context)
    return new


def main() -> None:
    """Write every language's catalogue, and say what it lacks."""
    for tongue in LANGUAGES:
        if tongue == SOURCE:
            continue
        new = translated(tongue)
        text, compiled = io.BytesIO(), io.BytesIO()
        write_po(text, new, omit_header=True, include_lineno=False, width=100)
        write_mo(compiled, new)
        header = HEADER.format(tongue=tongue, plural=PLURALS[tongue])
        place(tongue, "po").write_bytes(header.encode() + text.getvalue())
        place(tongue, "mo").write_bytes(compiled.getvalue())
        words = ROOT / STUDIO / f"messages.{tongue}.json"
        words.write_text(page_words(new), encoding="utf-8")
        lacking = sum(1 for one in new if one.id and not all(one.string or [""]))
        print(f"{tongue}: {len(new)} messages, {lacking} without a translation")

    for tongue, name in PAGES.items():
        (ROOT.parent / name).parent.mkdir(exist_ok=True)
        (ROOT.parent / name).write_text(page(tongue), encoding="utf-8")


if __name__ == "__main__":
    main()
