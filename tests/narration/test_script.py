"""From a storyboard to what is said."""

from dataclasses import replace
from pathlib import Path

from renderer.errors import Mark
from renderer.narration.script import Touch, touches, write_script
from renderer.narration.sentence_counts import sentence_mistakes
from renderer.storyboard.board import Card, Pronunciation, Slide, Storyboard
from renderer.storyboard.map_data import MapPlace, MapView, Moment, OperationsMap


def slide(narration: str, slide_id: str = "un", *pronounce: Pronunciation) -> Slide:
    return Slide(
        id=slide_id,
        visual=Card(title="Un"),
        narration=narration,
        pronounce=pronounce,
        marks={"": Mark(path=Path("film.yaml"), line=1, column=1)},
    )


def board(
    *slides: Slide, language: str = "fr", pronounce: tuple[Pronunciation, ...] = ()
) -> Storyboard:
    return Storyboard(
        path=Path("film.yaml"),
        root=Path(),
        slug="film",
        title="Film",
        slides=slides,
        language=language,
        pronounce=pronounce,
    )


def spoken(film: Storyboard) -> list[str]:
    return [s.text for sentences in write_script(film).values() for s in sentences]


def test_every_slide_has_its_script_in_film_order() -> None:
    film = board(slide("Un port. Une ville.\n\nLa mer.", "a"), slide("", "b"), slide("Fin.", "c"))
    script = write_script(film)
    assert list(script) == ["a", "b", "c"]
    assert [(s.slide_id, s.index, s.written, s.paragraph) for s in script["a"]] == [
        ("a", 0, "Un port.", 0),
        ("a", 1, "Une ville.", 0),
        ("a", 2, "La mer.", 1),
    ]
    assert script["b"] == ()


def test_french_is_read_by_the_rules_of_french() -> None:
    (said,) = spoken(board(slide("Le 6 juin 1944, M. Leclerc arrive.")))
    assert "six juin mille neuf cent quarante-quatre" in said
    assert "monsieur" in said


def test_the_nearest_lexicon_entry_wins() -> None:
    project = Pronunciation(write="Zorbec", say="Zorbèque", origin="lexique.yaml:1")
    nearer = Pronunciation(write="Zorbec", say="Zorbeau")
    film = board(slide("À Zorbec."), slide("À Zorbec.", "deux", nearer), pronounce=(project,))
    first, second = spoken(film)
    assert "Zorbèque" in first
    assert "Zorbeau" in second


def test_another_language_keeps_its_words() -> None:
    (said,) = spoken(board(slide("Juni 1944: {Caen|Kahn} brennt."), language="de"))
    assert "1944" in said
    assert "Kahn" in said


def test_english_dates_are_said_as_english_says_them() -> None:
    (said,) = spoken(board(slide("On June 6, 1944, {Caen|Cahn} burns."), language="en"))
    assert said == "On June the sixth, nineteen forty-four, Cahn burns."


def counted(narration: str, language: str = "fr", *, at: int = 2) -> Storyboard:
    """A film of one map, on which something appears at sentence *at*."""
    place = MapPlace(name="Caen", at=(49.2, -0.4), appears=Moment(sentence=at))
    view = MapView(west=-1, east=0, south=49, north=50)
    shown = replace(slide(narration), visual=OperationsMap(view=view, places=(place,)))
    return board(shown, language=language)


def test_what_appears_at_a_sentence_needs_as_many_sentences_in_every_language() -> None:
    own = counted("Un port. Une ville.")
    (problem,) = sentence_mistakes(own, counted("A port and a city.", "en"))
    assert problem.what.startswith("1 sentence, where the narration in fr has 2")
    assert problem.remedy == "say it in 2 sentences; see `say --language fr`"
    assert problem.code == "translation-uneven"
    assert problem.slide == "un"
    assert sentence_mistakes(own, counted("A port. A city.", "en")) == ()


def test_where_nothing_counts_them_a_language_has_its_own_number_of_sentences() -> None:
    own, other = board(slide("Un port. Une ville.")), board(slide("A port and a city."))
    assert sentence_mistakes(own, other) == ()


def test_a_sentence_tells_which_rule_touched_each_of_its_words() -> None:
    first, second = write_script(board(slide("Voilà {Caen|Can} ! Le 6 juin, rien.")))["un"]
    (inline,) = touches(first)
    assert (inline.written, inline.rule) == ("Caen\u202f!", "inline")
    assert inline.spoken.startswith("Can")
    (date,) = touches(second)
    assert isinstance(date, Touch)
    assert date.written.strip(" ,") == "6\u00a0juin"


def test_odd_input_is_read_as_well_as_can_be() -> None:
    film = board(slide("🎖️ \x00 \ud800 سلام --> " + "a" * 10_000))
    assert len(write_script(film)["un"]) == 1
