"""A text that changed, and a storyboard that a person worked on: nothing lost, none done twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from renderer.editing.edits import Insert, Move, Put, Remove, Rename, apply
from renderer.editing.syntax_tree import Manuscript
from renderer.importing.align import merged
from renderer.importing.composition import compose_slides, slide_fields
from renderer.importing.document import Block, Document
from renderer.importing.imports import import_text, kept_beside, merged_with
from renderer.importing.merge import Report
from renderer.importing.merge_base import Kept, load_base, save
from renderer.importing.remarks import remarked
from renderer.importing.slide_assignment import homes_of
from renderer.importing.storyboard_writer import with_slides, written
from tests.importing import offices
from tests.importing.test_documents import project

PATH = Path("film.yaml")
FIRST = "Le port de Cherbourg est vital pour les Alliés, qui manquent de tout depuis la tempête."
SECOND = "Le fort domine la ville. Ses canons battent la rade jusqu'à la digue du large."
THIRD = "La garnison se rend. Les derniers forts tiennent encore trois jours, puis c'est fini."


class Desk:
    """A text and a storyboard, without files: what `import_text` does between them."""

    def __init__(self, *paragraphs: str) -> None:
        document = self.document(paragraphs)
        homes = homes_of(document.blocks, "fr")
        slides = [slide_fields(each, {}, "fr") for each in compose_slides(document, homes, "fr")]
        self.kept = Kept(document=document, homes=homes)
        self.text = written({"slug": "film", "title": "Film"}, slides, "Un film.")

    @staticmethod
    def document(paragraphs: tuple[str, ...] | list[str]) -> Document:
        return Document(blocks=tuple(Block(kind="paragraph", text=each) for each in paragraphs))

    @property
    def slides(self) -> dict[str, dict[str, str]]:
        return with_slides(Manuscript.read(self.text).tree.data)

    @property
    def ids(self) -> list[str]:
        return list(self.slides)

    def edit(self, *edits: object) -> None:
        self.text = apply(self.text, edits)  # type: ignore[arg-type]

    def bring_in(self, *paragraphs: str) -> Report:
        document = self.document(paragraphs)
        plan, kept = merged_with(self.kept, document, {}, self.slides, "fr")
        self.text = remarked(apply(self.text, plan.edits), plan.remarks, PATH)
        self.kept = kept_beside(self.text, kept, "fr")
        return plan.report

    def narration(self, number: int) -> str:
        return str(list(self.slides.values())[number].get("narration", "")).strip()


def test_a_sentence_changed_in_the_text_changes_in_the_storyboard_and_nothing_else_does() -> None:
    desk = Desk(FIRST, SECOND * 3, THIRD * 3)
    before = desk.text
    report = desk.bring_in(FIRST.replace("la tempête", "l'orage"), SECOND * 3, THIRD * 3)
    assert desk.text == before.replace("la tempête", "l'orage")
    # Its sentence, before and now, and the card that was made of it.
    assert {line.slide for line in report.changed} == {desk.ids[0], f"{desk.ids[0]}, card.title"}
    assert not report.conflicts


def test_what_a_person_set_stays() -> None:
    desk = Desk(FIRST * 2, SECOND * 3, THIRD * 3)
    one, two, three = desk.ids
    desk.edit(
        Put(path=("slides", one, "hold"), value="2"),
        Put(path=("slides", one, "caption"), value="À la main"),
        Put(path=("slides", two, "card", "title"), value="Le fort"),
        Rename(path=("slides", one), name="port"),
        Move(path=("slides", 2), to=0),
    )
    desk.text = desk.text.replace("  - id: port", "  # mon commentaire\n  - id: port")
    desk.bring_in(FIRST * 2, SECOND.replace("ville", "ville basse") + SECOND * 2, THIRD * 3)
    assert desk.ids == [three, "port", two]
    assert desk.slides["port"]["caption"] == "À la main"
    assert desk.slides["port"]["hold"] == "2"
    assert desk.slides[two]["card"]["title"] == "Le fort"  # type: ignore[index]
    assert "ville basse" in desk.slides[two]["narration"]
    assert "# mon commentaire" in desk.text


def test_both_changed_is_a_conflict_and_both_are_shown() -> None:
    desk = Desk(f"{FIRST} {SECOND}")
    mine, theirs = "Le port de Cherbourg, à moi.", FIRST.replace("vital", "capital")
    desk.edit(Put(path=("slides", 0, "narration"), value=f"{mine} {SECOND}"))
    report = desk.bring_in(f"{theirs} {SECOND}")
    assert [(line.was, line.now) for line in report.conflicts] == [(mine, theirs)]
    assert mine in desk.narration(0)
    comments = " ".join(re.findall(r"# +(.*)", desk.text))
    assert theirs in comments
    before = desk.text
    assert desk.bring_in(f"{theirs} {SECOND}").says_nothing
    assert desk.text == before


def test_how_a_name_is_said_stays_in_a_sentence_that_changed() -> None:
    desk = Desk(f"{FIRST} {SECOND}")
    said = f"{FIRST} {SECOND}".replace("Cherbourg", "{Cherbourg|Cherbour}")
    desk.edit(Put(path=("slides", 0, "narration"), value=said))
    report = desk.bring_in(f"{FIRST.replace('vital', 'capital')} {SECOND}")
    assert not report.conflicts
    assert "{Cherbourg|Cherbour} est capital" in desk.narration(0)


def test_a_paragraph_that_is_gone_is_told_and_left() -> None:
    desk = Desk(FIRST * 2, SECOND * 3, THIRD * 3)
    report = desk.bring_in(FIRST * 2, THIRD * 3)
    assert [line.was for line in report.gone] == [SECOND * 3]
    assert SECOND.split(".")[0] in desk.narration(1)
    assert "gone from the text" in desk.text
    before = desk.text
    assert desk.bring_in(FIRST * 2, THIRD * 3).says_nothing
    assert desk.text == before


def test_a_new_paragraph_is_a_new_slide_where_it_stands_in_the_text() -> None:
    desk = Desk(FIRST * 2, THIRD * 3)
    first, last = desk.ids
    report = desk.bring_in(FIRST * 2, SECOND * 3, THIRD * 3)
    assert (desk.ids[0], desk.ids[2]) == (first, last)
    assert SECOND.split(".")[0] in desk.narration(1)
    assert [line.slide for line in report.new] == [desk.ids[1]]


def test_paragraphs_that_change_places_are_told_and_the_order_stays() -> None:
    desk = Desk(FIRST * 2, SECOND * 3, THIRD * 3)
    before = desk.text
    report = desk.bring_in(SECOND * 3, THIRD * 3, FIRST * 2)
    assert [line.was for line in report.moved] == [FIRST * 2]
    assert desk.text == before
    assert desk.bring_in(SECOND * 3, THIRD * 3, FIRST * 2).says_nothing


def test_a_sentence_that_a_person_brought_to_another_slide_is_followed_there() -> None:
    desk = Desk(SECOND * 3, THIRD * 3)
    one, two = desk.ids
    moved = "La garnison se rend."
    left = desk.narration(1).replace(moved, "", 1).strip()
    desk.edit(
        Put(path=("slides", two, "narration"), value="Rien d'autre ici."),
        Put(path=("slides", one, "narration"), value=f"{desk.narration(0)}\n\n{left} Un mot."),
    )
    changed = (THIRD * 3).replace("trois jours", "quatre jours")
    desk.bring_in(SECOND * 3, changed)
    assert "quatre jours" in desk.narration(0)
    assert desk.narration(1) == "Rien d'autre ici."


def test_a_slide_that_a_person_took_out_stays_out_and_its_change_is_told() -> None:
    desk = Desk(FIRST * 2, SECOND * 3)
    desk.edit(Remove(path=("slides", 1)))
    report = desk.bring_in(FIRST * 2, (SECOND * 3).replace("rade", "baie"))
    assert len(desk.ids) == 1
    assert any("baie" in line.now for line in report.conflicts)


@pytest.mark.parametrize(
    ("base", "new", "mine", "found", "conflicts"),
    [
        ("a b", "a x b", "a b y", "a x b y", 0),
        ("a b", "b", "a b", "b", 0),
        ("a b", "b", "a! b", "a! b", 1),
        ("a b", "a2 b", "b", "b", 1),
        ("a b", "a b", "", "", 0),
        ("", "a", "m", "m a", 0),
        ("a", "a2", "a2", "a2", 0),
        ("a b m", "m a b", "a b m", "m a b", 0),
        ("a b m", "m a! b", "a b m", "m a! b", 0),
        ("a b m", "m a b", "a b m n", "m a b n", 0),
    ],
)
def test_three_versions_make_one(
    base: str, new: str, mine: str, found: str, conflicts: int
) -> None:
    said = {
        "a": "Le fort tient encore bon.",
        "a!": "Le fort tient encore très bon.",
        "a2": "Le fort tient toujours bon.",
        "b": "La ville brûle.",
    }

    def of(told: str) -> list[str]:
        return [said.get(each, f"{each} est là.") for each in told.split()]

    result = merged(of(base), of(new), of(mine))
    assert result.sentences == of(found)
    assert len(result.conflicts) == conflicts


def test_what_is_kept_is_read_as_it_was(tmp_path: Path) -> None:
    desk = Desk(FIRST, SECOND * 3)
    save(desk.kept, tmp_path / ".import" / "film.json")
    assert load_base(tmp_path / ".import" / "film.json") == desk.kept


def test_a_base_that_is_damaged_is_told(tmp_path: Path) -> None:
    from renderer.errors import UsageError

    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError) as told:
        load_base(tmp_path / "a.json")
    assert told.value.code == "import-base-unreadable"


def test_paragraphs_of_word_are_known_by_their_ids_however_much_changed(tmp_path: Path) -> None:
    place = project(tmp_path)
    texts = [
        ("0000A001", "#Le port"),
        ("0000A002", FIRST),
        ("0000A003", "#Le fort"),
        ("0000A004", SECOND),
    ]
    offices.paragraphs(tmp_path / "a.docx", texts)
    import_text(tmp_path / "a.docx", place)
    ids = list(with_slides(Manuscript.read(place.read_text("utf-8")).tree.data))
    texts = [texts[2], ("0000A004", "Tout autre chose ici, et rien de plus."), *texts[:2]]
    offices.paragraphs(tmp_path / "a.docx", texts)
    outcome = import_text(tmp_path / "a.docx", place, dry_run=True)
    assert not outcome.report.new
    before = place.read_bytes()
    outcome = import_text(tmp_path / "a.docx", place)
    slides = with_slides(Manuscript.read(place.read_text("utf-8")).tree.data)
    assert list(slides) == ids
    assert place.read_bytes() != before
    assert "Tout autre chose" in slides[ids[2]]["narration"]
    assert not outcome.report.gone


def test_a_new_picture_takes_the_place_of_a_card_that_nobody_touched(tmp_path: Path) -> None:
    place = project(tmp_path)
    page = tmp_path / "a.html"
    page.write_text(f"<h1>Port</h1><p>{SECOND * 3}</p>", encoding="utf-8")
    import_text(page, place)
    (tmp_path / "port.png").write_bytes(offices.picture().getvalue())
    page.write_text(
        f'<h1>Port</h1><img src="port.png" alt="Le port"><p>{SECOND * 3}</p>', encoding="utf-8"
    )
    import_text(page, place)
    [_, slide] = with_slides(Manuscript.read(place.read_text("utf-8")).tree.data).values()
    assert slide["image"]["alt"] == "Le port"
    assert "card" not in slide
    before = place.read_bytes()
    assert import_text(page, place).report.says_nothing
    assert place.read_bytes() == before


def test_a_text_with_another_title_is_not_given_both(tmp_path: Path) -> None:
    place = project(tmp_path)
    page = tmp_path / "a.html"
    for title in ("La tempête", "Un port en ruines"):
        page.write_text(f"<h1>{title}</h1><p>{SECOND * 3}</p>", encoding="utf-8")
        import_text(page, place)
    slides = with_slides(Manuscript.read(place.read_text("utf-8")).tree.data)
    assert slides["ouverture"]["card"] == {"title": "Un port en ruines"}


def test_what_the_text_adds_to_a_slide_that_was_taken_out_is_shown_beside_it() -> None:
    desk = Desk(SECOND * 3, THIRD * 3)
    first, second = desk.ids
    desk.edit(Remove(path=("slides", 1)))
    report = desk.bring_in(SECOND * 3, f"{THIRD * 2} Un mot de plus est dit ici. {THIRD}")
    assert desk.ids == [first]
    assert "# to check: taken out here; the text says now: “Un mot de plus" in desk.text
    assert [line.slide for line in report.conflicts] == [second]


def test_two_remarks_that_end_in_the_same_line_both_stand() -> None:
    said = [f"{word} le le fort navire navire navire 100 fois." for word in ("Fort", "Pont")]
    desk = Desk("Il pleut ici.")
    desk.edit(Insert(path=("slides", 0), value={"id": "moi", "narration": "À moi."}))
    desk.edit(Remove(path=("slides", 1)))
    desk.bring_in(f"{said[0]} Il pleut ici.")
    desk.bring_in(f"{said[1]} {said[0]} Il pleut ici.")
    told = " ".join(re.sub(r"^ *# *", "", desk.text, flags=re.MULTILINE).split())
    assert all(each in told for each in said)


WORDS = st.sampled_from(
    (
        "le",
        "fort",
        "port",
        "quai",
        "navire",
        "soldat",
        "nuit",
        "jour",
        "pluie",
        "route",
        "pont",
        "tient",
    )
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=3, max_size=9))
    return f"{' '.join(words).capitalize()} {draw(st.integers(2, 10_000))} fois."


class TwoHands(RuleBasedStateMachine):
    """One hand corrects the text, another the storyboard; imports come in between."""

    @initialize(
        texts=st.lists(st.lists(sentences(), min_size=1, max_size=5), min_size=1, max_size=5)
    )
    def start(self, texts: list[list[str]]) -> None:
        self.paragraphs = texts
        self.desk = Desk(*map(" ".join, texts))
        self.mine: set[str] = set()
        self.taken_out: set[str] = set()
        self.gone_slides: set[str] = set()
        self.count = 0

    def narrations(self) -> list[tuple[str, list[str]]]:
        return [
            (id_, re.findall(r"[^.\s][^.]*\.", str(slide.get("narration", ""))))
            for id_, slide in self.desk.slides.items()
        ]

    def told(self) -> str:
        """All that the storyboard says, in its comments too."""
        return " ".join(re.sub(r"^ *# *", "", self.desk.text, flags=re.MULTILINE).split())

    @rule(data=st.data(), said=sentences())
    def the_text_changes_a_sentence(self, data: st.DataObject, said: str) -> None:
        paragraph = data.draw(st.sampled_from(self.paragraphs))
        paragraph[data.draw(st.integers(0, len(paragraph) - 1))] = said

    @rule(data=st.data(), said=sentences())
    def the_text_adds_a_sentence(self, data: st.DataObject, said: str) -> None:
        paragraph = data.draw(st.sampled_from(self.paragraphs))
        paragraph.insert(data.draw(st.integers(0, len(paragraph))), said)

    @rule(data=st.data(), said=st.lists(sentences(), min_size=1, max_size=4))
    def the_text_adds_a_paragraph(self, data: st.DataObject, said: list[str]) -> None:
        self.paragraphs.insert(data.draw(st.integers(0, len(self.paragraphs))), said)

    @precondition(lambda self: len(self.paragraphs) > 1)
    @rule(data=st.data())
    def the_text_loses_a_paragraph(self, data: st.DataObject) -> None:
        self.paragraphs.pop(data.draw(st.integers(0, len(self.paragraphs) - 1)))

    @rule(data=st.data())
    def the_text_loses_a_sentence(self, data: st.DataObject) -> None:
        paragraph = data.draw(st.sampled_from(self.paragraphs))
        if len(paragraph) > 1:
            paragraph.pop(data.draw(st.integers(0, len(paragraph) - 1)))

    @precondition(lambda self: len(self.desk.ids) > 1)
    @rule(data=st.data())
    def a_person_takes_out_a_slide(self, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(self.desk.ids) - 1))
        said, before = self.narrations()[at][1], self.told()
        slide = self.desk.slides[self.desk.ids[at]]
        self.taken_out |= set(said)
        self.mine -= {*said, str(slide.get("caption"))}
        self.gone_slides.add(self.desk.ids[at])
        self.desk.edit(Remove(path=("slides", at)))
        after = self.told()  # what the text said in comments there goes with it
        lost = (each for paragraph in self.paragraphs for each in paragraph)
        self.taken_out |= {each for each in lost if each in before and each not in after}

    @rule(data=st.data())
    def a_person_writes_a_sentence(self, data: st.DataObject) -> None:
        id_, said = data.draw(st.sampled_from(self.narrations()))
        self.count += 1
        own = f"Moi personne numéro {self.count} mille."
        at = data.draw(st.integers(0, len(said)))
        replaces = data.draw(st.booleans()) and at < len(said) and said[at] not in self.mine
        if replaces and data.draw(st.booleans()):  # a word more, or all of it
            own = f"{said[at][:-1]} ou moi {self.count}."
        self.taken_out |= set(said[at : at + replaces])
        said[at : at + replaces] = [own]
        self.mine.add(own)
        self.desk.edit(Put(path=("slides", id_, "narration"), value=" ".join(said)))

    @rule(data=st.data())
    def a_person_writes_a_caption(self, data: st.DataObject) -> None:
        self.count += 1
        id_ = data.draw(st.sampled_from(self.desk.ids))
        before = self.desk.slides[id_].get("caption")
        self.mine.discard(str(before))
        self.mine.add(f"Légende {self.count}")
        self.desk.edit(Put(path=("slides", id_, "caption"), value=f"Légende {self.count}"))

    @rule(data=st.data())
    def a_person_renames_a_slide(self, data: st.DataObject) -> None:
        self.count += 1
        id_ = data.draw(st.sampled_from(self.desk.ids))
        self.desk.edit(Rename(path=("slides", id_), name=f"mien-{self.count}"))

    @rule(data=st.data())
    def a_person_moves_a_slide(self, data: st.DataObject) -> None:
        last = len(self.desk.ids) - 1
        at, to = data.draw(st.integers(0, last)), data.draw(st.integers(0, last))
        self.desk.edit(Move(path=("slides", at), to=to))

    @rule(data=st.data())
    def a_person_adds_a_slide(self, data: st.DataObject) -> None:
        self.count += 1
        own = f"Diapositive à moi numéro {self.count}."
        self.mine.add(own)
        at = data.draw(st.integers(0, len(self.desk.ids)))
        value = {"id": f"a-moi-{self.count}", "card": {"title": "Moi"}, "narration": own}
        self.desk.edit(Insert(path=("slides", at), value=value))

    @rule()
    def the_text_is_imported(self) -> None:
        order = self.desk.ids
        paragraphs = [" ".join(each) for each in self.paragraphs]
        self.desk.bring_in(*paragraphs)
        told = self.told()
        for said in (each for paragraph in self.paragraphs for each in paragraph):
            assert said in told or said in self.taken_out
        assert not self.gone_slides & set(self.desk.ids)  # taken out, it stays out
        # What a person had is there in the same order, new slides between.
        assert [each for each in self.desk.ids if each in order] == order
        before, kept = self.desk.text, self.desk.kept
        report = self.desk.bring_in(*paragraphs)
        assert report.says_nothing
        assert self.desk.text == before
        assert self.desk.kept == kept

    @invariant()
    def nothing_that_a_person_wrote_is_lost(self) -> None:
        text = " ".join(self.desk.text.split())
        for own in self.mine:
            assert own in text


QUICK = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class TestTwoHands(TwoHands.TestCase):
    settings = QUICK


@pytest.mark.slow
class TestTwoHandsForLong(TwoHands.TestCase):
    settings = settings(QUICK, max_examples=150, stateful_step_count=30)
