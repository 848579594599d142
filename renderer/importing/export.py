"""A storyboard's text as a document that people correct: Word's, or a page.

Comes in: a storyboard. Goes out: bytes. Every text has its slide's id above it, so that `import`
takes it back wherever it stands; paragraphs of Word carry ids too.
"""

from __future__ import annotations

import io
from html import escape
from pathlib import Path
from zlib import crc32

from renderer.importing.corrections import NARRATION, Words, sent
from renderer.messages import tr

SLIDE_STYLE, FIELD_STYLE = "Récit slide", "Récit field"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_GREY = "595959"
"""On white 7 to 1: they are read, but second."""


def how_to() -> str:
    """What a corrector has to know."""
    return tr(
        "Correct the text freely. Leave the lines between brackets as they are: they say where "
        "each text goes back to."
    )


def as_html(storyboard: Path) -> bytes:
    """The text of *storyboard* as a page.

    Raises:
        StoryboardError: it can't be read.
    """
    told = sent(storyboard)
    lines = [
        f'<!doctype html>\n<html lang="{escape(told.language)}">\n<head><meta charset="utf-8">',
        f'<meta name="recit" content="{escape(told.edition)}">',
        f"<title>{escape(told.title)}</title>",
        "<style>body{max-width:40em;margin:2em auto;font:1.1em/1.6 Georgia,serif}"
        f"[data-recit]{{color:#{_GREY};font:.8em sans-serif;margin:2em 0 0}}"
        "[data-recit=field]{margin:.6em 0 0}</style></head>\n<body>",
        f"<h1>{escape(told.title)}</h1>",
    ]
    for id_, texts in told.slides.items():
        lines.append(f'<p data-recit="slide">[{escape(id_)}]</p>')
        for words in texts:
            if words.key != NARRATION:
                lines.append(f'<p data-recit="field">[{escape(words.anchor)}]</p>')
            tag = "h2" if words.key == ("chapter",) else "p"
            lines += [f"<{tag}>{escape(each)}</{tag}>" for each in _paragraphs(words)]
    return "\n".join([*lines, "</body>\n</html>\n"]).encode("utf-8")


def _paragraphs(words: Words) -> list[str]:
    if words.key != NARRATION:
        return [" ".join(words.text.split())]
    return [" ".join(each.split()) for each in words.text.split("\n\n") if each.strip()]


def as_docx(storyboard: Path) -> bytes:
    """The text of *storyboard* for Word.

    Raises:
        StoryboardError: it can't be read.
    """
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    told = sent(storyboard)
    document = Document()
    for name, before in ((SLIDE_STYLE, 18), (FIELD_STYLE, 4)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size, style.font.color.rgb = Pt(8), RGBColor.from_string(_GREY)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True
    document.core_properties.identifier = told.edition
    document.core_properties.title = told.title
    document.core_properties.language = told.language
    document.core_properties.author = ""
    document.add_paragraph(told.title, style="Title")
    used: set[str] = set()
    for id_, texts in told.slides.items():
        document.add_paragraph(f"[{id_}]", style=SLIDE_STYLE)
        for words in texts:
            if words.key != NARRATION:
                document.add_paragraph(f"[{words.anchor}]", style=FIELD_STYLE)
            style_name = "Heading 1" if words.key == ("chapter",) else "Normal"
            for number, text in enumerate(_paragraphs(words)):
                paragraph = document.add_paragraph(text, style=style_name)
                _name(paragraph, f"{words.anchor} {number}", used)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _name(paragraph: object, text: str, used: set[str]) -> None:
    """Give it the id by which Word and Google Docs know a paragraph for good."""
    number = crc32(text.encode()) & 0x7FFFFFFF or 1
    while f"{number:08X}" in used:
        number = number % 0x7FFFFFFE + 1
    used.add(f"{number:08X}")
    paragraph._p.set(f"{{{_W14}}}paraId", f"{number:08X}")  # type: ignore[attr-defined]
