"""What is read of a document of each format, and the storyboard that comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.importing.composition import split_credit, title_of
from renderer.importing.document import Block, Document
from renderer.importing.imports import import_text
from renderer.importing.merge import ImportOutcome
from renderer.importing.places import places_in, setting_of
from renderer.importing.readers.boilerplate import without_chrome
from renderer.importing.readers.markup import read_markdown, read_page, read_plain
from renderer.importing.readers.sandbox_worker import read
from renderer.importing.slide_assignment import file_slug
from renderer.production.check import Wishes, check_film
from renderer.storyboard.board import Slide, Storyboard
from renderer.storyboard.load import check, load_storyboard
from tests.importing import offices

SHARED = Path(__file__).resolve().parents[2].parent.parent / "shared" / "subjects" / "pages"


def project(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir(exist_ok=True, parents=True)
    (tmp_path / "storyboards").mkdir(exist_ok=True)
    return tmp_path / "storyboards" / "film.yaml"


def made(tmp_path: Path, name: str) -> Document:
    offices.OFFICES[name](tmp_path / name)
    return read(tmp_path / name, name)


def texts(document: Document, kind: str) -> list[str]:
    return [block.text for block in document.blocks if block.kind == kind]


def imported(tmp_path: Path, source: Path) -> tuple[Storyboard, ImportOutcome, str]:
    place = project(tmp_path)
    outcome = import_text(source, place)
    return load_storyboard(place), outcome, place.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", offices.OFFICES)
def test_a_document_of_any_office_becomes_a_storyboard_that_check_accepts(
    name: str, tmp_path: Path
) -> None:
    offices.OFFICES[name](tmp_path / name)
    place = project(tmp_path)
    import_text(tmp_path / name, place)
    found = check_film(check(place, about_rights=False), Wishes())
    assert found.mistakes == ()
    said = " ".join(slide.narration for slide in load_storyboard(place).slides)
    assert "juin" in said
    # Again: nothing changes, to the byte.
    before = place.read_bytes()
    outcome = import_text(tmp_path / name, place)
    assert outcome.report.says_nothing
    assert place.read_bytes() == before


def test_word_says_headings_captions_lists_tables_and_a_bibliography(tmp_path: Path) -> None:
    offices.styled(tmp_path / "a.docx")
    board, _, text = imported(tmp_path, tmp_path / "a.docx")
    assert board.title == "La bataille de Cherbourg"
    assert board.subtitle == "Juin 1944"
    assert [slide.chapter for slide in board.slides if slide.chapter] == [
        "Le débarquement",
        "La prise de la ville",
    ]
    [image] = [slide.visual for slide in board.slides if hasattr(slide.visual, "focus")]
    assert image.alt == "Des soldats descendent d'une péniche."
    assert image.rights.credit == "© ECPAD / DAT 1234"
    assert image.file.read_bytes() == offices.picture().getvalue()
    assert "caption: Utah Beach, 6 juin 1944\n" in text
    assert "27 juin : l'arsenal se rend" in text
    assert "arsenal se rend /" in " ".join(text.replace("#", "").split())
    assert board.slides[-1].sources[0].url == "https://history.army.mil/harrison"


def test_a_long_paragraph_is_parted_at_sentences_and_short_ones_are_joined(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(f"{offices.ASSAULT}\n\nUn.\n\nDeux fois.\n\nTrois.\n", encoding="utf-8")
    board, _, _ = imported(tmp_path, source)
    first, second = [slide.narration.strip() for slide in board.slides if slide.narration]
    assert first.startswith("Le 22 juin, l'assaut commence.")
    assert first.endswith(".")
    assert f"{first} {second}" == f"{offices.ASSAULT}\n\nUn.\n\nDeux fois.\n\nTrois."
    assert abs(len(first) - len(second)) < len(first) / 2


def test_bold_lines_are_headings_where_nobody_used_styles(tmp_path: Path) -> None:
    document = made(tmp_path, "typed.docx")
    assert texts(document, "heading") == ["Le débarquement", "La prise de la ville"]
    assert not {"\u00a0", "\u00ad"} & set("".join(texts(document, "paragraph")))
    assert "Le général von Schlieben commande" in texts(document, "paragraph")[-1]


def test_tracked_changes_are_accepted_and_comments_told(tmp_path: Path) -> None:
    document = made(tmp_path, "corrected.docx")
    said = " ".join(texts(document, "paragraph"))
    assert "pris le 27 juin 1944, page 7. Les quais" in said
    assert "Ne pas publier" not in said
    assert said.count("Un encadré") == 1
    assert any("Vérifier la date auprès du SHD" in each for each in document.remarks)
    assert any("tracked changes" in each for each in document.remarks)
    assert "0000BEEF" in {block.id for block in document.blocks}


def test_footnotes_are_sources(tmp_path: Path) -> None:
    offices.noted(tmp_path / "a.docx")
    board, _, _ = imported(tmp_path, tmp_path / "a.docx")
    assert [each.title for each in board.slides[-1].sources] == [
        "Journal de marche du VIIe corps, 18 juin 1944."
    ]
    document = made(tmp_path, "text.odt")
    assert [block.notes for block in document.blocks if block.notes] == [
        ("Archives de la Manche, fonds 1944.",)
    ]


def test_notes_of_a_presentation_are_said_and_its_bullets_told(tmp_path: Path) -> None:
    document = made(tmp_path, "notes.pptx")
    assert texts(document, "paragraph") == [offices.LANDING, offices.ASSAULT]
    assert texts(document, "aside") == ["Un point important"] * 2
    assert texts(made(tmp_path, "bare.pptx"), "item") == [offices.LANDING, offices.MARCH]
    board, _, text = imported(tmp_path, tmp_path / "notes.pptx")
    assert "Un point important" in text
    assert sum(hasattr(slide.visual, "focus") for slide in board.slides) == 2


def test_a_saved_page_gives_its_text_and_nothing_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "photo.jpg").write_bytes(offices.picture("red", "JPEG").getvalue())
    page = f"""<!doctype html><html lang="fr"><head><title>Cherbourg | Le site</title></head><body>
    <div id="cookie-banner">Nous utilisons des cookies pour vous servir.</div>
    <nav><a href="/">Accueil</a><a href="/b">Boutique</a></nav>
    <main><article><h1>La bataille de Cherbourg</h1>
    <p id="p1">{offices.LANDING}<sup><a href="#n1">[1]</a></sup></p>
    <figure><img src="page_files/photo.jpg" alt="Une péniche">
    <figcaption>Utah Beach © ECPAD</figcaption></figure>
    <h2>L'assaut</h2><p id="p2">{offices.ASSAULT}</p>
    <img src="https://example.org/loin.jpg" alt="Loin">
    <p>Imprimer</p><p>Prix : 12,00 €</p>
    <ol class="footnotes"><li id="n1">Harrison, 1951.</li></ol></article></main>
    <aside>Articles liés</aside><footer>Mentions légales</footer></body></html>"""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    board, outcome, text = imported(tmp_path, tmp_path / "page.html")
    said = " ".join(slide.narration for slide in board.slides)
    for word in ("cookies", "Accueil", "Boutique", "Imprimer", "12,00", "Mentions", "[1]"):
        assert word not in said
    assert "vingt mille hommes" in said
    assert "rue après rue" in said
    assert board.title == "La bataille de Cherbourg"
    assert "https://example.org/loin.jpg" in text  # told, not fetched
    assert any("Prix" in each for each in outcome.report.remarks)
    assert [each.title for slide in board.slides for each in slide.sources] == ["Harrison, 1951."]
    assert len(list((tmp_path / "media").rglob("*.jpg"))) == 1


_STORM = (
    "La tempête qui se lève le 19 juin détruit le port artificiel. Pendant quatre jours rien n'est "
    "débarqué, ou presque. Les obus sont comptés, l'essence aussi."
)
_MENU = (
    '<div class="x"><ul><li><a href="/">Accueil</a><ul><li><a href="/h">Histoire</a></li>'
    '<li><a href="/b">Boutique</a></li></ul></li></ul></div>'
)
_SITES = {
    "cookies without a name, a menu in a menu": f"""<div class="x1"><p>Nous et nos 843 partenaires
        utilisons des traceurs pour accéder à votre terminal. Vous pouvez refuser leur dépôt.</p>
        <a href="/c">Personnaliser</a></div>{_MENU}<div><h1>Cherbourg</h1><p>{_STORM}</p>
        <p>{offices.MARCH}</p><p>{offices.ASSAULT}</p></div><div>Musée, 12 rue du Port.</div>""",
    "no main, texts between breaks, other articles": f"""{_MENU}<div><div><h2>Cherbourg</h2>
        <div>{_STORM}<br><br>{offices.MARCH}</div><div>{offices.ASSAULT}</div></div></div>
        <div><h3>Nos derniers articles</h3><ul><li><a href="/1">Le mur en dix dates</a>
        <p>Retour sur la construction des défenses côtières.</p></li></ul></div>""",
    "a layout of tables": f"""<table><tr><td colspan="2">Amicale des anciens</td></tr><tr><td>
        <a href="a">Accueil</a><br><a href="b">Nos sorties</a><br><a href="c">Liens</a></td><td>
        <p>{_STORM}<p>{offices.MARCH}<p>{offices.ASSAULT}</td></tr><tr><td colspan="2">Vous êtes le
        12 345e visiteur. Page mise à jour en 2004.</td></tr></table>""",
    "a blog and what its readers say": f"""<div id="masthead"><a href="/">Le carnet</a></div>
        <div class="post"><h1>Cherbourg</h1><div class="entry-meta">Posté le 2 juin par Louise</div>
        <p>{_STORM}</p><p>{offices.MARCH}</p><p>{offices.ASSAULT}</p></div>
        <div id="replies2"><h2>2 réflexions sur « Cherbourg »</h2><ol><li><p>Merci, mon grand-père
        y était et il en parlait souvent à table le dimanche, avec les voisins.</p></li></ol></div>
        """,
    "an article that begins above its text": f"""<div class="hero"><p class="kicker">Dossier</p>
        <h1>Cherbourg</h1></div><div class="chapo">{_STORM}</div><div><p>Par la rédaction · Publié
        le 26 juin 2019 à 8h00</p></div><section><p>{offices.MARCH}</p><div class="ad"><p>Publicité.
        La suite après.</p></div><p>{offices.ASSAULT}</p><p>{offices.LANDING}</p></section>
        <div><p>Cet article vous a plu ? Abonnez-vous à notre infolettre.</p></div>
        <div><a>Normandie</a> <a>1944</a></div>""",
}


@pytest.mark.parametrize("site", _SITES)
def test_of_a_page_without_marks_the_text_is_read_and_only_the_text(site: str) -> None:
    document = read_page(f"<html><body>{_SITES[site]}</body></html>".encode(), "a.html")
    wanted = [_STORM, offices.MARCH, offices.ASSAULT, offices.LANDING]
    assert texts(document, "paragraph") == wanted[: 4 if "above" in site else 3]


def test_links_that_are_text_stay(tmp_path: Path) -> None:
    works = "".join(
        f'<li><a href="https://example.org/{n}">Journal de marche du régiment, tome {n}</a></li>'
        for n in range(3)
    )
    page = (
        f"<body><p>{offices.ASSAULT}<a href='#n1'>1</a></p><h2>Sources</h2><ul>{works}</ul></body>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    board, _, _ = imported(tmp_path, tmp_path / "a.html")
    assert len(board.slides[-1].sources) == 3


def test_markdown_and_plain_text_are_read(tmp_path: Path) -> None:
    text = f"# Cherbourg\n\n## L'assaut\n\n{offices.MARCH}[^1]\n\n- un\n- deux\n\n[^1]: Une note.\n"
    document = read_markdown(text.encode(), "a.md")
    assert texts(document, "title") == ["Cherbourg"]
    assert texts(document, "heading") == ["L'assaut"]
    assert texts(document, "paragraph") == [offices.MARCH]
    assert [block.notes for block in document.blocks if block.notes] == [("Une note.",)]
    wrapped = "\n".join(offices.ASSAULT[at : at + 70] for at in range(0, 210, 70)).encode("cp1252")
    [only] = read_plain(wrapped, "a.txt").blocks
    assert only.kind == "paragraph"


def test_words_of_a_shop_are_not_history_and_history_is_not_a_shop() -> None:
    blocks = [
        Block(kind="paragraph", text=text)
        for text in ("Imprimer :", "35,60 € 35,60 €", "Paiement sécurisé", offices.LANDING)
    ]
    kept, told = without_chrome(blocks)
    assert [block.text for block in kept] == [offices.LANDING]
    assert len(told) == 3
    long = "La livraison des armes aux maquis commence. " * 8
    assert without_chrome([Block(kind="paragraph", text=long)])[0]


def test_a_place_is_on_a_map_only_where_the_text_says_that_something_is_there(
    tmp_path: Path,
) -> None:
    source = tmp_path / "a.txt"
    sure = (
        "Le 6 juin 1944, on saute à Sainte-Mère-Église, puis on va vers Cherbourg et vers Valognes."
    )
    unsure = "La 2e DB passe la porte d'Orléans. Pierre Laval n'y est pas, ni le général Leclerc."
    source.write_text(f"{sure * 2}\n\n{unsure * 2}\n", encoding="utf-8")
    board, _, text = imported(tmp_path, source)
    maps = [slide.visual for slide in board.slides if hasattr(slide.visual, "places")]
    assert [place.name for place in maps[0].places] == [
        "Sainte-Mère-Église",
        "Cherbourg",
        "Valognes",
    ]
    assert len(maps) == 1
    assert "Orléans, at" not in text
    assert "Laval" not in text.replace(unsure, "").replace("Pierre Laval", "")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the two pages aren't here")
@pytest.mark.parametrize("name", ["bataille-de-cherbourg", "liberation-de-paris-et-de-la-france"])
def test_the_two_pages_become_films_that_say_only_history(name: str, tmp_path: Path) -> None:
    source = SHARED / f"{name}.txt"
    board, _, _ = imported(tmp_path, source)
    place = tmp_path / "storyboards" / "film.yaml"
    assert check_film(check(place, about_rights=False), Wishes()).mistakes == ()
    said = " ".join(slide.narration for slide in board.slides)
    for word in ("cookies", "€", "Imprimer", "Référence", "Contenus", "vidéo", "Poids", "2025"):
        assert word not in said
    assert all(slide.narration.count(" ") < 75 for slide in board.slides)


def test_a_page_of_no_text_is_told(tmp_path: Path) -> None:
    from renderer.errors import UsageError

    (tmp_path / "a.html").write_text("<nav>Accueil</nav>", encoding="utf-8")
    with pytest.raises(UsageError) as told:
        import_text(tmp_path / "a.html", project(tmp_path))
    assert told.value.code == "document-empty"
    assert read_page(b"", "a.html").blocks == ()


def test_a_quotation_on_a_card_asks_whose_it_is(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    quoted = f"« Nous partirons la guerre d'ici ! » lance le général Roosevelt. {offices.LANDING}"
    source.write_text(f"{quoted}\n\n## Plus tard\n\n{offices.LANDING}", encoding="utf-8")
    board, _, text = imported(tmp_path, source)
    cards = [slide.visual.text for slide in board.slides if getattr(slide.visual, "text", "")]
    assert cards == ["« Nous partirons la guerre d'ici ! »"]
    assert "whose words are these" in text
    # Said after something else it doesn't stand there before it is said.
    offices.framed(tmp_path / "a.docx")
    assert not [s for s in imported(tmp_path / "b", tmp_path / "a.docx")[0].slides if _quotes(s)]


def _quotes(slide: Slide) -> bool:
    return str(getattr(slide.visual, "text", "") or "").startswith("«")


@pytest.mark.parametrize(
    ("sentence", "setting", "title"),
    [
        ("Le lendemain, l'arsenal se rend.", "", "Le lendemain, l'arsenal se rend"),
        ("Le 22 juin, l'assaut commence.", "22 juin", "L'assaut commence"),
        ("16 juillet : un premier cargo entre.", "16 juillet", "Un premier cargo entre"),
        ("À Cherbourg, la garnison est isolée.", "Cherbourg", "La garnison est isolée"),
        (
            "C'est le 4 mai que le régiment reçoit l'ordre d'y aller.",
            "4 mai",
            "Le régiment reçoit l'ordre d'y aller",
        ),
        (
            "Malgré tout ce que les combats du début de l'été leur ont coûté, les maquisards, dont "
            "beaucoup (ceux du plateau) n'ont pas d'armes, tiennent la vallée pendant huit jours.",
            "",
            "Les maquisards tiennent la vallée pendant huit jours",
        ),
        (
            "However, the harbour is cleared in three weeks by divers and sappers, who work by day "
            "and by night in spite of the mines.",
            "",
            "The harbour is cleared in three weeks by divers and sappers",
        ),
        (
            "Le 14 juillet 1944 les prisonniers, affamés depuis des semaines, se soulèvent.",
            "14 juillet 1944",
            "Le 14 juillet 1944 les prisonniers, affamés depuis des semaines, se soulèvent",
        ),
        (
            "Le port de la ville, tenu par une garnison que rien ne peut plus atteindre depuis la "
            "mer, est pris par la terre après quatre jours de combats.",
            "",
            "Le port de la ville est pris par la terre après quatre jours de combats",
        ),
        (
            "Les Alliés avancent dans la campagne, prennent les villages du plateau l'un après "
            "l'autre, libèrent enfin la ville.",
            "",
            "Les Alliés avancent dans la campagne",
        ),
        (
            "Cependant, les Alliés parviennent à encercler la ville, isolant les troupes ennemies "
            "qui y sont, qui, malgré une résistance farouche, finissent par se rendre.",
            "",
            "Les Alliés parviennent à encercler la ville",
        ),
        ("Un.", "", "Un"),
        ("", "", ""),
    ],
)
def test_a_card_says_what_its_slide_says_first(sentence: str, setting: str, title: str) -> None:
    assert title_of(sentence, setting) == title


@given(st.text(max_size=400), st.sampled_from(["", "22 juin", "Cherbourg, 22 juin"]))
def test_no_sentence_is_too_odd_for_a_card(sentence: str, setting: str) -> None:
    assert len(title_of(sentence, setting)) <= len(sentence) + 2


def test_a_picture_goes_where_its_caption_is_spoken_of(tmp_path: Path) -> None:
    offices.styled(tmp_path / "a.docx")  # on the sixth of June, and placed after its paragraph
    board, _, _ = imported(tmp_path, tmp_path / "a.docx")
    [slide] = [slide for slide in board.slides if hasattr(slide.visual, "focus")]
    assert "Le 6 juin 1944" in slide.narration
    assert slide.caption is not None
    assert "Utah Beach, 6 juin 1944" in str(slide.caption)
    # Nothing tells: with what follows, as most pages have it.
    (tmp_path / "port.png").write_bytes(offices.picture().getvalue())
    text = f"{offices.LANDING}\n\n![Rien](port.png)\n\n{offices.ASSAULT}"
    (tmp_path / "b.md").write_text(text, encoding="utf-8")
    board, _, _ = imported(tmp_path / "b", tmp_path / "b.md")
    [slide] = [slide for slide in board.slides if hasattr(slide.visual, "focus")]
    assert "Le 22 juin" in slide.narration


def test_items_of_a_list_stay_together(tmp_path: Path) -> None:
    offices.styled(tmp_path / "a.docx")
    board, _, _ = imported(tmp_path, tmp_path / "a.docx")
    [slide] = [slide for slide in board.slides if "4e division." in slide.narration]
    assert "79e division." in slide.narration
    # A list that is longer than a slide is still parted.
    items = "".join(f"- La division numéro {n} avance de deux kilomètres.\n" for n in range(20))
    (tmp_path / "b.md").write_text(items, encoding="utf-8")
    assert len(imported(tmp_path / "b", tmp_path / "b.md")[0].slides) > 3


def test_a_gate_is_not_the_town_that_it_is_named_after() -> None:
    def named(text: str) -> list[str]:
        return [place.name for place in places_in(text)]

    assert named("La 2e DB entre par les portes d'Orléans et de Gentilly dans Paris.") == ["Paris"]
    assert named("Le train quitte la gare de Lyon, puis le traité de Versailles est lu.") == []
    assert named("On entre dans Orléans, puis dans Lyon.") == ["Orléans", "Lyon"]
    assert named("Un porte-parole de Paris parle.") == ["Paris"]


def test_a_title_made_of_the_name_of_a_file_is_marked(tmp_path: Path) -> None:
    source = tmp_path / "la_prise-du_port.txt"
    source.write_text(f"{offices.LANDING}\n\n{offices.ASSAULT}", encoding="utf-8")
    board, _, text = imported(tmp_path, source)
    assert board.title == "La prise du port"
    assert "this is the name of its file" in text


def test_a_long_title_is_parted_at_its_colon(tmp_path: Path) -> None:
    head = "La bataille de Cherbourg : une victoire sans laquelle rien ne serait arrivé à Paris"
    (tmp_path / "a.md").write_text(f"# {head}\n\n{offices.LANDING}", encoding="utf-8")
    board, _, _ = imported(tmp_path, tmp_path / "a.md")
    assert board.title == head
    card = board.slides[0].visual
    assert (card.title, card.date) == (
        "La bataille de Cherbourg",
        "Une victoire sans laquelle rien ne serait arrivé à Paris",
    )


@pytest.mark.slow
def test_an_imported_film_is_rendered(tmp_path: Path) -> None:
    from renderer.cli import main

    offices.styled(tmp_path / "a.docx")
    place = project(tmp_path)
    import_text(tmp_path / "a.docx", place)
    words = ["--draft", "--voice", "hum", "--offline", "--height", "180", "--fps", "10"]
    out = ["--out", str(tmp_path / "out"), "--cache", str(tmp_path / "cache")]
    assert main([str(place), *words, *out]) == 0
    assert list((tmp_path / "out").rglob("film.mp4"))


BAYEUX = (
    "# La libération de Bayeux\n\nLe 7 juin 1944, les Britanniques entrent dans Bayeux.\n\n"
    "La ville est intacte. Les habitants sortent dans les rues.\n"
)
FALAISE = (
    "# La poche de Falaise\n\nLe 19 août 1944, Polonais et Américains se rejoignent à Chambois.\n\n"
    "Les routes sont couvertes de chars détruits. Peu d'hommes passent encore la Dives.\n"
)


def place_of(root: Path, folder: str, name: str, text: str) -> Path:
    file = root / folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return import_text(file, project=root).path


def test_another_text_whose_file_has_the_same_name_is_another_film(tmp_path: Path) -> None:
    project(tmp_path)
    bayeux = place_of(tmp_path, "a", "texte.md", BAYEUX)
    before = bayeux.read_bytes()
    falaise = place_of(tmp_path, "b", "texte.md", FALAISE)
    assert (bayeux.name, falaise.name) == ("texte.yaml", "la-poche-de-falaise.yaml")
    assert bayeux.read_bytes() == before
    # Each is known again, with its changes.
    assert place_of(tmp_path, "b", "texte.md", FALAISE.replace("Peu", "Trop peu")) == falaise
    assert place_of(tmp_path, "a", "texte.md", BAYEUX.replace("sortent", "dansent")) == bayeux
    third = place_of(tmp_path, "c", "texte.md", "# Falaise\n\nGuillaume y naît vers 1027.\n")
    assert third.name == "falaise.yaml"


@pytest.mark.parametrize(
    "state",
    ["v2 définitive", "version 3", "V2.1", "(1)", "corrigé", "relue_final", "copie", "2026-05-08"],
)
def test_the_states_of_a_text_are_one_film(tmp_path: Path, state: str) -> None:
    project(tmp_path)
    first = place_of(tmp_path, "a", "La libération de Bayeux.md", BAYEUX)
    assert place_of(tmp_path, "a", f"La libération de Bayeux {state}.md", BAYEUX) == first


@pytest.mark.parametrize("name", ["Jour 1944", "Opération Overlord", "v2", "La 2e DB", "Le V2"])
def test_a_name_that_says_no_state_stays_whole(tmp_path: Path, name: str) -> None:
    project(tmp_path)
    assert place_of(tmp_path, "a", f"{name}.md", BAYEUX).stem == file_slug(name)


NOTICES = [
    "Tarif : 8 €.",
    "Plein tarif : 8 euros, tarif réduit : 5 euros",
    "Entrée libre",
    "8 €",
    "Imprimer cette page",
    "Partager sur Facebook",
    "Partager cet article",
    "Horaires : de 9 h à 18 h",
    "Le musée est ouvert du mardi au dimanche, de 9 h à 18 h.",
    "Fermé le lundi et le 1er mai.",
    "Open daily from 9 to 6.",
]
HISTORY = [
    "Le prix de la victoire est lourd : 23 000 hommes sont hors de combat.",
    "Les deux puissances veulent partager la Pologne.",
    "Partager la Pologne",
    "Le port est ouvert aux navires le 16 juillet 1944.",
    "Le chenal est ouvert mardi, et le premier navire entre au port.",
]


@pytest.mark.parametrize("words", NOTICES)
def test_what_a_page_says_to_visitors_is_no_history_in_any_format(
    tmp_path: Path, words: str
) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        f"# Le port\n\n{words}\n\n{offices.ASSAULT}\n\n## Sources\n\nHarrison\n\n{words}\n",
        encoding="utf-8",
    )
    board, outcome, text = imported(tmp_path, source)
    assert words not in " ".join(slide.narration for slide in board.slides)
    assert [each.title for slide in board.slides for each in slide.sources] == ["Harrison"]
    [told] = outcome.report.remarks
    assert words in told
    assert words.split()[-1] in text.partition("storyboard: 1")[0]  # so that it can be called back


@pytest.mark.parametrize("words", HISTORY)
def test_history_that_speaks_of_prices_or_openings_stays(tmp_path: Path, words: str) -> None:
    source = tmp_path / "a.md"
    # Not under the title: there, what is no sentence may be who wrote it.
    told = f"# Le port\n\n{offices.LANDING}\n\n{words}\n\n{offices.ASSAULT}\n"
    source.write_text(told, encoding="utf-8")
    board, outcome, _ = imported(tmp_path, source)
    assert words.rstrip(".") in " ".join(slide.narration for slide in board.slides)
    assert not outcome.report.remarks


def test_the_caption_of_a_picture_that_is_not_there_goes_to_no_other_words(tmp_path: Path) -> None:
    source = tmp_path / "a.html"
    figure = "<figure><img src='no.jpg' alt=''><figcaption>Bunker à Longues</figcaption></figure>"
    source.write_text(f"<p>{offices.ASSAULT}</p>{figure}<p>{offices.LANDING}</p>", encoding="utf-8")
    board, _, text = imported(tmp_path, source)
    assert not any("Bunker" in str(slide.caption or "") for slide in board.slides)
    assert "Bunker à Longues" in text


def test_what_an_import_asks_to_be_checked_is_counted(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(f"# Le port\n\n{offices.ASSAULT}\n\n8 €\n", encoding="utf-8")
    place = project(tmp_path)
    first = import_text(source, place)
    text = place.read_text(encoding="utf-8")
    assert first.report.to_check == text.count("# to check:") > 1
    assert import_text(source, place).report.to_check == 0


def test_a_table_of_figures_is_left_aside_and_one_of_sentences_is_said(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        f"# Le port\n\n{offices.ASSAULT}\n\n| Unité | Tués | Blessés |\n|--|--|--|\n"
        "| 4e DI | 844 | 3 000 |\n| 9e DI | 301 | 2 061 |\n\n"
        "| Date | Événement |\n|--|--|\n| 27 juin | L'arsenal se rend aux Américains. |\n",
        encoding="utf-8",
    )
    board, _, text = imported(tmp_path, source)
    said = " ".join(slide.narration for slide in board.slides)
    assert "844" not in said
    assert "Blessés / 4e DI : 844" in " ".join(text.replace("#", "").split())
    assert "27 juin : L'arsenal se rend aux Américains." in said


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Figure 1 – Le fort du Roule", "Le fort du Roule"),
        ("Fig. 12 : le fort du Roule", "le fort du Roule"),
        ("Photo n° 3. Le fort", "Le fort"),
        ("Carte 1944", "Carte 1944"),
        ("Figure 1", "Figure 1"),
    ],
)
def test_the_number_of_a_figure_is_no_part_of_its_caption(written: str, shown: str) -> None:
    assert split_credit(written)[0] == shown


@pytest.mark.parametrize(
    ("written", "shown", "rights"),
    [
        (
            "La place, août 1944. Archives municipales.",
            "La place, août 1944",
            {"holder": "Archives municipales"},
        ),
        (
            "La place (Archives départementales de la Manche, 13 Fi 245)",
            "La place",
            {"holder": "Archives départementales de la Manche", "reference": "13 Fi 245"},
        ),
        ("La rade – Coll. particulière", "La rade", {"holder": "Coll. particulière"}),
        (
            "Un char. Imperial War Museum, B 5114.",
            "Un char",
            {"holder": "Imperial War Museum", "reference": "B 5114"},
        ),
        ("Le port. © Musée de Caen", "Le port", {"credit": "© Musée de Caen"}),
        ("Caen. Musée détruit par les bombes.", "Caen. Musée détruit par les bombes.", {}),
        ("Archives municipales", "Archives municipales", {}),
        ("Le maire. Les archives brûlent.", "Le maire. Les archives brûlent.", {}),
    ],
)
def test_who_holds_a_picture_is_read_at_the_end_of_its_caption(
    written: str, shown: str, rights: dict[str, str]
) -> None:
    assert split_credit(written) == (shown, rights)


BYLINED = f"""\
# La prise du port

Commission municipale d'histoire

{{more}}## L'assaut

{offices.ASSAULT}
"""


@pytest.mark.parametrize("more", ["", "Mars 2024\n\n"])
def test_a_line_under_the_title_is_asked_about_and_not_read_aloud(
    tmp_path: Path, more: str
) -> None:
    source = tmp_path / "a.md"
    source.write_text(BYLINED.format(more=more), encoding="utf-8")
    board, _, text = imported(tmp_path, source)
    assert "Commission" not in " ".join(slide.narration for slide in board.slides)
    assert "Commission" in board.subtitle
    assert "Commission" not in board.description
    assert "the line under the title isn't read aloud" in " ".join(text.split())
    assert board.slides[0].chapter == "L'assaut"


@pytest.mark.parametrize(
    ("first", "chapter"),
    [("Le port est pris.", "La prise du port"), ("", "L'assaut")],
)
def test_the_first_slide_of_a_film_with_chapters_is_in_one(
    tmp_path: Path, first: str, chapter: str
) -> None:
    source = tmp_path / "a.md"
    told = BYLINED.format(more="").replace("Commission municipale d'histoire", first)
    source.write_text(told, encoding="utf-8")
    board, _, _ = imported(tmp_path, source)
    assert board.slides[0].chapter == chapter


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Le vingt-six juin, le fort du Roule tombe.", "26 juin"),
        ("Le premier juillet 1944, le port est nettoyé.", "1er juillet 1944"),
        ("Le trente et un août, tout est fini.", "31 août"),
        ("La ville compte vingt-six maisons.", ""),
    ],
)
def test_a_date_in_letters_is_a_date(sentence: str, date: str) -> None:
    assert setting_of(sentence, "fr")[1] == date


def test_bullets_are_sentences_to_the_voice(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        f"# Le port\n\n{offices.ASSAULT}\n\n- vingt mille hommes ;\n- deux cents canons,\n"
        "- un port\n",
        encoding="utf-8",
    )
    said = " ".join(slide.narration for slide in imported(tmp_path, source)[0].slides)
    assert "vingt mille hommes." in said
    assert "deux cents canons." in said
    assert "un port." in said


def test_words_strict_form_is_read_as_the_other_is(tmp_path: Path) -> None:
    offices.styled(tmp_path / "usual.docx")
    strict = tmp_path / "strict.docx"
    offices.rewritten(
        (tmp_path / "usual.docx").read_bytes(),
        strict,
        lambda _, data: data.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships/",
        ),
    )
    assert read(strict, "a").blocks == read(tmp_path / "usual.docx", "a").blocks


@pytest.mark.parametrize("letters", ["cp1252", "mac_roman", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_letters_of_old_systems_are_told_apart(tmp_path: Path, letters: str, ending: str) -> None:
    text = "La Libération\n\nÀ 10 heures, l’état-major français entre à l’Hôtel de Ville.\n"
    if ending == "html":
        text = f"<h1>{text.replace(chr(10) * 2, '</h1><p>')}</p>"
    (tmp_path / f"a.{ending}").write_bytes((" " * 5000 + text).encode(letters))
    said = " ".join(block.text for block in read(tmp_path / f"a.{ending}", "a").blocks)
    assert "l’état-major français entre à l’Hôtel de Ville." in said
