"""A segment's key depends on everything that can change its pixels, and on nothing else."""

import datetime
import pickle
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.clips.segment_keys import SegmentTask, tasks_of
from renderer.clips.slide_drawings import files_of
from renderer.clips.slide_parameters import Look
from renderer.clips.slide_setup import Dressing, looks_of
from renderer.encoding.codec import EncoderSettings
from renderer.frames.pixels import Size
from renderer.narration.sentence import Utterance
from renderer.store.cache import key_of
from renderer.storyboard.board import (
    Callout,
    Card,
    Footage,
    Motion,
    Rights,
    Slide,
    Storyboard,
    TeamClip,
    Transition,
)
from renderer.storyboard.map_data import (
    MapArrow,
    MapGround,
    MapPlace,
    MapView,
    OperationsMap,
)
from renderer.storyboard.moments import Moment
from renderer.timeline.moment_frames import Beats
from tests.clips.looks import look
from tests.timeline.boards import CARD, CUT, MOVING, RESTING, board, said, slide, timeline_of

CALLOUT = Callout(kind="circle", at=(0.5, 0.5), size=(0.1, 0.1), text="le fort", sentence=2)
MARKED = replace(RESTING, callouts=(CALLOUT,))
FOOTAGE = Footage(file=Path("/media/f.mp4"), name="f.mp4")
MAP = OperationsMap(view=MapView(west=-2, east=-1, south=49, north=50))
ENDING = replace(MAP, to=MapView(west=-1.8, east=-1.2, south=49.2, north=49.8))
TEAM = TeamClip(target="team.clips:flag")
DRIFTING = replace(CARD, motion="auto")
STILLS = [CARD, RESTING]
MOVERS = [DRIFTING, MOVING, MARKED, FOOTAGE, MAP, ENDING, TEAM]
ALL = [*STILLS, *MOVERS]
VISIBLE_EVERYWHERE = {
    "digests": ("1" * 64,),
    "caption": "Utah Beach",
    "credit": "© ECPAD",
    "size": Size(36, 64),
    "fps": 50,
    "style_digest": "1" * 64,
    "draft": True,
    "foot": 20,
}
INVISIBLE_EVERYWHERE = {"media": Path("/elsewhere"), "style": "renamed", "themes": (Path("/t"),)}


def kind(visual: Any) -> str:
    told = {id(MARKED): "MarkedImage", id(ENDING): "EndingMap"}
    return told.get(id(visual), type(visual).__name__)


@pytest.mark.parametrize("field", sorted(VISIBLE_EVERYWHERE))
@pytest.mark.parametrize("visual", ALL, ids=kind)
def test_what_every_slide_shows_is_in_its_key(visual: Any, field: str) -> None:
    changed = look(visual=visual, **{field: VISIBLE_EVERYWHERE[field]})
    assert changed.key() != look(visual=visual).key()


@pytest.mark.parametrize("field", sorted(INVISIBLE_EVERYWHERE))
@pytest.mark.parametrize("visual", ALL, ids=kind)
def test_where_things_are_kept_is_in_no_key(visual: Any, field: str) -> None:
    changed = look(visual=visual, **{field: INVISIBLE_EVERYWHERE[field]})
    assert changed.key() == look(visual=visual).key()


def test_every_field_of_a_look_is_judged_by_these_tests() -> None:
    judged_one_by_one = {"slide", "shot", "visual", "chapter", "length", "beats", "language"}
    judged_one_by_one |= {"composed"}
    judged_one_by_one |= {"flown"}  # tests/production/test_flights.py
    judged_one_by_one |= {"uncovered"}  # tests/production/test_edits.py, by `caption: {stay: …}`
    judged_one_by_one |= {"shots"}  # each is a look of its own: tests/production/test_pictures.py
    named = set(VISIBLE_EVERYWHERE) | set(INVISIBLE_EVERYWHERE) | judged_one_by_one
    assert {field.name for field in fields(Look)} == named


@pytest.mark.parametrize("visual", ALL, ids=kind)
def test_a_length_counts_only_where_the_motion_depends_on_it(visual: Any) -> None:
    assert look(visual=visual).is_still == (visual in STILLS)
    within, beyond = (
        look(visual=visual, length=length).key() == look(visual=visual, length=63).key()
        for length in (77, 78)
    )
    never = visual in STILLS or visual is FOOTAGE
    assert within == (never or visual not in (ENDING, TEAM)), "63 and 78 are steps"
    assert beyond == never


@pytest.mark.parametrize("visual", [*ALL, replace(MOVING, fit="blur")], ids=kind)
def test_the_frame_of_a_drafts_film_counts_only_where_a_picture_is_composed_for_it(
    visual: Any,
) -> None:
    same = look(visual=visual, composed=Size(640, 360)).key() == look(visual=visual).key()
    assert same == (visual not in (RESTING, MOVING, MARKED))


@pytest.mark.parametrize("visual", ALL, ids=kind)
def test_the_times_of_sentences_count_only_where_something_appears_at_one(visual: Any) -> None:
    one, other = (look(visual=visual, beats=Beats(sentences=(0, at))).key() for at in (20, 21))
    assert (one != other) == (visual in (MARKED, MAP, ENDING))


@pytest.mark.parametrize("visual", ALL, ids=kind)
def test_the_name_of_a_slide_counts_only_where_it_chooses_the_motion(visual: Any) -> None:
    one, other = (look(visual=visual, slide=name).key() for name in ("a", "b"))
    assert (one != other) == (visual is MOVING)


@pytest.mark.parametrize("visual", ALL, ids=kind)
@pytest.mark.parametrize("shown", [{}, {"caption": "1944"}, {"draft": True}, {"credit": "© IWM"}])
def test_a_language_counts_only_where_words_are_set_by_its_rules(
    visual: Any, shown: dict[str, Any]
) -> None:
    one, other = (look(visual=visual, language=name, **shown).key() for name in ("fr", "en"))
    worded = visual in (CARD, DRIFTING, MARKED, MAP, ENDING) or shown.keys() & {"caption", "draft"}
    assert (one == other) == (not worded)


@pytest.mark.parametrize("visual", ALL, ids=kind)
def test_a_chapter_counts_only_on_cards(visual: Any) -> None:
    same = look(visual=visual, chapter="Deux").key() == look(visual=visual).key()
    assert same == (visual not in (CARD, DRIFTING))


CHANGES = [
    *(replace(CARD, **{field: "autre"}) for field in ("title", "text", "date", "author")),
    replace(MOVING, focus=(0.2, 0.3)),
    replace(MOVING, fit="blur"),
    replace(MOVING, motion=Motion(kind="given", start=(0, 0, 1, 1))),
    replace(MOVING, motion=Motion(kind="given", start=(0, 0, 1, 1), end=(0, 0, 0.5, 0.5))),
    MARKED,
    *(
        replace(RESTING, callouts=(replace(CALLOUT, **change),))
        for change in (
            {"kind": "rectangle"},
            {"at": (0.4, 0.5)},
            {"size": (0.2, 0.2)},
            {"start": (0.1, 0.1)},
            {"text": "le port"},
            {"sentence": 1},
        )
    ),
    *(
        replace(FOOTAGE, **change)
        for change in (
            {"start_seconds": 1.0},
            {"end_seconds": 9.0},
            {"speed": 0.5},
            {"fit": "blur"},
        )
    ),
    replace(TEAM, target="team.clips:other"),
    replace(MAP, view=replace(MAP.view, west=-2.1)),
    replace(MAP, to=MAP.view),
    replace(MAP, places=(MapPlace(name="Cherbourg", at=(49.6, -1.6)),)),
    replace(MAP, places=(MapPlace(name="Valognes", at=(49.6, -1.6)),)),
    replace(MAP, arrows=(MapArrow(path=((49, -1), (50, -2))),)),
    replace(MAP, arrows=(MapArrow(path=((49, -1), (50, -2)), starts=Moment(sentence=2)),)),
    replace(
        MAP,
        arrows=(
            MapArrow(path=((49, -1), (50, -2)), starts=Moment(date=datetime.datetime(1944, 6, 19))),
        ),
    ),
    replace(MAP, ground=MapGround(borders="today")),
    replace(MAP, legend=False),
    replace(MAP, credit="IGN"),
]


def test_every_visible_field_of_a_visual_changes_its_key() -> None:
    keys = [look(visual=visual).key() for visual in [*ALL, *CHANGES]]
    doubles = {key for key in keys if keys.count(key) > 1}
    # MARKED stands in both lists; nothing else may share a key.
    assert doubles == {look(visual=MARKED).key()}


@pytest.mark.parametrize(
    ("visual", "change"),
    [
        (MOVING, {"alt": "Une carte"}),
        (MOVING, {"rights": Rights(author="A")}),
        (MOVING, {"file": Path("/other/a.jpg")}),
        (MOVING, {"name": "other.jpg"}),
        (FOOTAGE, {"alt": "Un film"}),
        (FOOTAGE, {"sound": "low"}),
        (FOOTAGE, {"rights": Rights(author="A")}),
        (TEAM, {"alt": "Un drapeau"}),
        (MAP, {"alt": "Une carte"}),
    ],
)
def test_what_is_read_or_heard_and_not_seen_is_in_no_key(
    visual: Any, change: dict[str, Any]
) -> None:
    assert look(visual=replace(visual, **change)).key() == look(visual=visual).key()


def test_kinds_with_the_same_words_have_different_keys() -> None:
    assert look(visual=Card()).key() != look(visual=TeamClip(target="")).key()


def test_a_look_travels_to_another_machine() -> None:
    for visual in ALL:
        there = pickle.loads(pickle.dumps(look(visual=visual)))
        assert there == look(visual=visual)
        assert there.key() == look(visual=visual).key()


# --- looks from a storyboard -------------------------------------------------------------------

DRESSING = Dressing(
    size=Size(64, 36),
    style_digest="0" * 64,
    digests={Path("/media/a.jpg"): "a" * 64, Path("/media/b.jpg"): "b" * 64},
)


def tasks_for(storyboard: Storyboard, spoken: Sequence[list[Utterance]]) -> list[SegmentTask]:
    timeline = timeline_of(storyboard, spoken)
    return list(tasks_of(timeline, looks_of(storyboard, timeline, DRESSING)))


def key(task: SegmentTask) -> str:
    return key_of(task.recipe())


def five(**changed: Any) -> list[Slide]:
    fade = Transition(kind="fade", length_seconds=1.0)
    visuals = {"a": CARD, "b": MOVING, "c": RESTING, "d": MOVING, "e": replace(CARD, title="Fin")}
    slides = [slide(n, visual=v, transition=fade, length_seconds=6.0) for n, v in visuals.items()]
    if changed:
        slides[2] = replace(slides[2], **changed)
    return slides


def keys_of(slides: list[Slide]) -> dict[str, str]:
    tasks = tasks_for(board(slides), [[] for _ in slides])
    return {task.label: key(task) for task in tasks}


def test_an_edit_changes_only_its_slide_and_its_two_transitions() -> None:
    before = keys_of(five(length_seconds=16.0))
    after = keys_of(five(length_seconds=16.0, caption="Utah Beach"))
    changed = {label for label in before if before[label] != after[label]}
    assert set(before) == set(after)
    assert changed == {"b → c", "c 1/3", "c 2/3", "c 3/3", "c → d"}


def test_alternatives_rights_and_narration_that_are_not_drawn_change_no_segment() -> None:
    seen = replace(RESTING, alt="Une plage", rights=None)
    assert keys_of(five(visual=seen, narration="Autre chose.")) == keys_of(five())


def test_rights_change_the_credit_that_is_drawn() -> None:
    credited = replace(RESTING, rights=Rights(author="A. Nonyme", license="CC-BY-4.0"))
    assert keys_of(five(visual=credited)) != keys_of(five())


def test_a_longer_slide_keeps_the_parts_that_do_not_change() -> None:
    before, after = keys_of(five(length_seconds=16.0)), keys_of(five(length_seconds=21.0))
    assert before["c 1/3"] == after["c 1/4"]  # nothing moves in c
    for label in ("black → a", "a", "b", "d", "e → black"):
        assert before[label] == after[label]
    assert before["b → c"] == after["b → c"]
    other = keys_of([replace(s, length_seconds=12.0) if s.id == "b" else s for s in five()])
    moved = {key for label, key in other.items() if "b" in label.replace("black", "")}
    assert not moved & {*before.values()}


@given(st.integers(0, 5), st.integers(1, 20))
def test_inserting_a_slide_moves_the_others_and_renders_none_of_them(
    place: int, tenths: int
) -> None:
    slides = [replace(s, transition=CUT) for s in five()]
    new = slide("nouveau", visual=replace(CARD, title="Neuf"), length_seconds=2 + tenths / 10)
    more = [*slides[:place], new, *slides[place:]]
    before, after = keys_of(slides), keys_of(more)
    assert before.items() <= after.items()
    assert all(label.startswith("nouveau") for label in set(after) - set(before))


def test_moving_a_slide_with_fades_renders_only_transitions() -> None:
    slides = five()
    moved = [slides[0], slides[3], slides[1], slides[2], slides[4]]
    before, after = keys_of(slides), keys_of(moved)
    made = {label for label in after if after[label] not in before.values()}
    assert made == {"a → d", "d → b", "c → e"}


def test_alike_parts_of_a_still_slide_have_one_key() -> None:
    tasks = tasks_for(board([slide("a", length_seconds=10.0)]), [[]])
    assert len(tasks) == 2
    assert len({key(task) for task in tasks}) == 1


def test_parts_of_a_moving_slide_have_their_own_keys() -> None:
    tasks = tasks_for(board([slide("a", visual=MOVING, length_seconds=40.0)]), [[]])
    assert len({key(task) for task in tasks}) == len(tasks) == 8


@pytest.mark.parametrize(
    "change", [{"kind": "wipe"}, {"kind": "black"}, {"length_seconds": 0.8}], ids=str
)
def test_a_transition_is_in_its_key(change: dict[str, Any]) -> None:
    fade = Transition(kind="fade", length_seconds=1.0)
    slides = [slide("a", length_seconds=4.0), slide("b", length_seconds=4.0, transition=fade)]
    other = [slides[0], replace(slides[1], transition=replace(fade, **change))]
    assert keys_of(slides)["a → b"] != keys_of(other)["a → b"]


def test_who_leaves_and_who_arrives_are_not_the_same() -> None:
    one = slide("a", length_seconds=4.0)
    fade = Transition(kind="fade", length_seconds=1.0)
    two = slide("b", visual=RESTING, length_seconds=4.0, transition=fade)
    there = keys_of([one, two])["a → b"]
    back = keys_of([replace(two, transition=CUT), replace(one, transition=fade)])["b → a"]
    assert there != back


@pytest.mark.parametrize(
    "change", [{"size": Size(64, 64)}, {"fps": 50}, {"preset": "fast"}, {"crf": 21}], ids=str
)
def test_the_encoders_settings_are_part_of_a_key(change: dict[str, Any]) -> None:
    plain = EncoderSettings(size=Size(64, 36), fps=25)
    assert key_of(plain.recipe()) != key_of(replace(plain, **change).recipe())


def test_words_are_set_as_they_are_drawn() -> None:
    cards = [slide("a", visual=Card(title="La 1re Armée !"), caption="Oui !", chapter="Un !")]
    storyboard = board(cards)
    timeline = timeline_of(storyboard, [[said()]])
    (seen,) = looks_of(storyboard, timeline, DRESSING)
    assert isinstance(seen.visual, Card)
    for drawn in (seen.visual.title, seen.caption, seen.chapter):
        assert "\u202f!" in drawn
    assert seen.beats.sentences == (0,)


def test_sentences_are_counted_from_where_their_slide_is_first_seen() -> None:
    fade = Transition(kind="fade", length_seconds=1.0)
    slides = [
        slide("a", length_seconds=4.0),
        slide("b", transition=fade, lead_seconds=1.0, hold_seconds=1.0),
    ]
    storyboard = board(slides)
    timeline = timeline_of(storyboard, [[], [said(48_000), said(48_000)]])
    seen = looks_of(storyboard, timeline, DRESSING)[1]
    # 12 frames of the fade lie before the join; then 25 of lead; then 1 s and a pause of 0.35 s.
    assert seen.beats.sentences == (12 + 25, 12 + 25 + 25 + 8)


def test_the_files_of_a_map_are_its_ground() -> None:
    drawn = replace(MAP, ground=MapGround(files=(("land", "terre.geojson"),)))
    assert Path("/media/terre.geojson") in files_of(drawn, Path("/media"))
    assert files_of(CARD, Path("/media")) == ()
    assert files_of(MOVING, Path("/media")) == (Path("/media/a.jpg"),)
