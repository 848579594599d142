"""Documents as offices write them, made with the libraries that others write with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from odfdo import Document as OdfDocument
from odfdo import DrawPage, Frame, Header, Note, Paragraph, Table
from odfdo import List as OdfList
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"

LANDING = (
    "Le 6 juin 1944, la 4e division d'infanterie américaine débarque sur la plage d'Utah. En "
    "quelques "
    "heures, vingt mille hommes sont à terre. Devant eux, les prairies inondées du Cotentin."
)
MARCH = (
    "Le 18 juin, les Américains atteignent Barneville-Carteret. La presqu'île est coupée en deux. "
    "À Cherbourg, la garnison est isolée."
)
ASSAULT = (
    "Le 22 juin, l'assaut commence. Mille avions bombardent les positions. Trois divisions "
    "avancent "
    "ensemble vers le port. Les combats durent quatre jours, fort après fort, rue après rue. "
    "Le 26 juin, le général von Schlieben est pris. Le lendemain, l'arsenal se rend. Les derniers "
    "forts de la digue tiennent jusqu'au 29 juin. Le port est en ruines : les quais ont sauté, les "
    "bassins sont barrés, la rade est minée. Il faut trois semaines pour y décharger un "
    "premier navire."
)


def picture(colour: str = "grey", kind: str = "PNG") -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(stream, kind)
    stream.seek(0)
    return stream


def named(paragraph: object, name: str) -> None:
    """Give a paragraph of Word its id, as Word does."""
    paragraph._p.set(f"{{{W14}}}paraId", name)  # type: ignore[attr-defined]


def styled(path: Path) -> None:
    """A text with styles, a picture with its caption, a list, a table, a bibliography."""
    document = docx.Document()
    document.add_paragraph("La bataille de Cherbourg", style="Title")
    document.add_paragraph("Juin 1944", style="Subtitle")
    document.add_heading("Le débarquement", 1)
    named(document.add_paragraph(LANDING), "00000A01")
    document.add_picture(picture())
    drawing = next(document.element.iter(qn("wp:docPr")))
    drawing.set("descr", "Des soldats descendent d'une péniche.")
    document.add_paragraph("Utah Beach, 6 juin 1944 © ECPAD / DAT 1234", style="Caption")
    named(document.add_paragraph(MARCH), "00000A02")
    document.add_heading("La prise de la ville", 1)
    named(document.add_paragraph(ASSAULT), "00000A03")
    for each in ("4e division", "9e division", "79e division"):
        document.add_paragraph(each, style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(
        table.rows, (("27 juin", "l'arsenal se rend"), ("16 juillet", "premier cargo")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_heading("Bibliographie", 1)
    document.add_paragraph(
        "Gordon Harrison, Cross-Channel Attack, 1951. https://history.army.mil/harrison"
    )
    document.save(str(path))


def typed(path: Path) -> None:
    """A text of somebody who knows no styles: bold for headings, spaces of all kinds."""
    document = docx.Document()
    for heading, text in (("Le débarquement", LANDING), ("La prise de la ville", ASSAULT)):
        document.add_paragraph().add_run(heading).bold = True
        document.add_paragraph(
            text.replace(" la ", "\u00a0la ").replace("garnison", "gar\u00adnison")
        )
    capitals = document.add_paragraph()
    capitals.add_run("Le général ").font.small_caps = False
    capitals.add_run("von Schlieben").font.small_caps = True
    capitals.add_run(" commande vingt et un mille hommes. Il refuse de se rendre, puis il cède.")
    document.save(str(path))


def corrected(path: Path) -> None:
    """Tracked changes, a comment, a text box that stands twice, a field, hidden words."""
    document = docx.Document()
    document.add_heading("Cherbourg", 1)
    paragraph = document.add_paragraph()
    body = (
        f"<w:p {nsdecls('w')} xmlns:w14='{W14}' w14:paraId='0000BEEF'>"
        "<w:r><w:t xml:space='preserve'>Le port est pris le </w:t></w:r>"
        "<w:del w:id='1' w:author='A'><w:r><w:delText>25</w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='A'><w:r><w:t>27</w:t></w:r></w:ins>"
        "<w:r><w:t xml:space='preserve'> juin 1944, page </w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>7</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Ne pas publier.</w:t></w:r>"
        "<w:r><w:t>. Les quais ont sauté, les bassins sont barrés.</w:t></w:r></w:p>"
    )
    paragraph._p.addnext(parse_xml(body))
    told = "Un encadré : le port artificiel est détruit par la tempête du 19 juin."
    box = f"<w:p><w:r><w:t>{told}</w:t></w:r></w:p>"
    content = f"<w:txbxContent>{box}</w:txbxContent>"
    office = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    drawn = f"<w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing>"
    older = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    twice = (
        f"<w:p {nsdecls('w')} xmlns:wps='{office}' xmlns:v='urn:schemas-microsoft-com:vml'"
        " xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:r>"
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{drawn}</mc:Choice>"
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    document.element.body.insert(-1, parse_xml(twice))
    last = document.add_paragraph(MARCH)
    document.add_comment(
        last.runs, text="Vérifier la date auprès du SHD.", author="M. le relecteur"
    )
    document.save(str(path))


def noted(path: Path) -> None:
    """A text with footnotes, as Word keeps them."""
    document = docx.Document()
    document.add_heading("La tempête", 1)
    document.add_paragraph(MARCH)
    stream = io.BytesIO()
    document.save(stream)
    call = b"<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:id='0' w:type='separator'><w:p/></w:footnote>"
        "<w:footnote w:id='2'><w:p><w:r><w:t>Journal de marche du VIIe corps, 18 juin "
        "1944.</w:t></w:r></w:p>"
        "</w:footnote></w:footnotes>"
    )

    def changed(name: str, data: bytes) -> bytes:
        if name == "word/document.xml":
            head, _, tail = data.rpartition(b"</w:p>")
            return head + call + tail
        if name == "word/_rels/document.xml.rels":
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
            link = f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'
            return data.replace(b"</Relationships>", link.encode())
        return data

    rewritten(stream.getvalue(), path, changed, {"word/footnotes.xml": notes.encode()})


def rewritten(
    data: bytes,
    path: Path,
    change: Callable[[str, bytes], bytes] = lambda _, data: data,
    more: dict[str, bytes] | None = None,
) -> None:
    """A package with some of its parts changed."""
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            new.writestr(each, change(each, old.read(each)))
        for name, content in (more or {}).items():
            new.writestr(name, content)


def framed(path: Path) -> None:
    """A leaflet: all of it in a table of one column, a quotation, capital headings."""
    document = docx.Document()
    table = document.add_table(rows=1, cols=1)
    cell = table.rows[0].cells[0]
    cell.paragraphs[0].text = LANDING
    cell.add_paragraph(
        "« Nous partirons la guerre d'ici ! » lance le général Roosevelt.", style="Quote"
    )
    cell.add_paragraph(ASSAULT)
    document.save(str(path))


def odt(path: Path) -> None:
    """A text of LibreOffice: headings, a note, a list, a table."""
    document = OdfDocument("text")
    document.body.clear()
    document.body.append(Header(1, "Le débarquement"))
    paragraph = Paragraph(LANDING)
    paragraph.append(Note(note_id="n1", citation="1", body="Archives de la Manche, fonds 1944."))
    document.body.append(paragraph)
    document.body.append(Header(1, "La prise de la ville"))
    document.body.append(Paragraph(ASSAULT))
    document.body.append(OdfList(["Le fort du Roule.", "L'arsenal."]))
    table = Table("t", width=2, height=1)
    table.set_values([["16 juillet", "le premier navire est déchargé"]])
    document.body.append(table)
    document.save(str(path))


def odt_picture(path: Path) -> None:
    """The same with a picture."""
    document = OdfDocument("text")
    document.body.clear()
    image = path.with_name("photo.png")
    image.write_bytes(picture().getvalue())
    document.body.append(Header(1, "Utah Beach"))
    name = document.add_file(str(image))
    paragraph = Paragraph("")
    frame = Frame.image_frame(name, size=("6cm", "4cm"))
    frame.svg_description = "La plage à marée basse."
    paragraph.append(frame)
    document.body.append(paragraph)
    document.body.append(Paragraph(LANDING))
    document.save(str(path))


def odp(path: Path) -> None:
    """Slides of LibreOffice."""
    document = OdfDocument("presentation")
    document.body.clear()
    for number, text in enumerate((LANDING, MARCH)):
        page = DrawPage(f"page{number}", name=f"Diapositive {number + 1}")
        page.append(Frame.text_frame(text, size=("20cm", "8cm"), position=("2cm", "2cm")))
        document.body.append(page)
    document.save(str(path))


def pptx(path: Path) -> None:
    """Slides with notes, bullets and a picture."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "La bataille de Cherbourg"
    slide.placeholders[1].text = "Juin 1944"
    for title, text in (("Le débarquement", LANDING), ("L'assaut", ASSAULT)):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "Un point important"
        slide.notes_slide.notes_text_frame.text = text
        shown = slide.shapes.add_picture(picture(), Inches(1), Inches(1))
        shown._element.nvPicPr.cNvPr.set("descr", "Une plage.")
    deck.save(str(path))


def pptx_bare(path: Path) -> None:
    """Slides without notes: what is written is what is said."""
    deck = Presentation()
    for text in (LANDING, MARCH):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = text.partition(",")[0]
        box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(5), Inches(2))
        box.text_frame.text = text
    deck.save(str(path))


OFFICES: dict[str, Callable[[Path], None]] = {
    "styled.docx": styled,
    "typed.docx": typed,
    "corrected.docx": corrected,
    "noted.docx": noted,
    "framed.docx": framed,
    "text.odt": odt,
    "picture.odt": odt_picture,
    "slides.odp": odp,
    "notes.pptx": pptx,
    "bare.pptx": pptx_bare,
}


def paragraphs(path: Path, texts: Iterable[tuple[str, str]], title: str = "Cherbourg") -> None:
    """A text of Word whose paragraphs have ids: (id, text); "#" before a heading."""
    document = docx.Document()
    document.add_paragraph(title, style="Title")
    for name, text in texts:
        heading = text.startswith("#")
        made = document.add_heading(text[1:], 1) if heading else document.add_paragraph(text)
        if name:
            named(made, name)
    document.save(str(path))
