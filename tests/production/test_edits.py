"""Any edits in any order: the incremental film is the one that a render from nothing gives.

A machine edits a storyboard and its pictures at random. After each edit it renders with the warm
cache and with an empty one, and compares every decoded frame, every sample and every text of the
set. Frames are 64 pixels high.
"""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from renderer.language.sentences import split_sentences
from tests.production.projects import (
    RIGHTS,
    Board,
    board_of,
    card_slide,
    draw_photo,
    new_project,
    photo_slide,
    seen_and_heard,
)
from tests.production.test_flights import chart, draw_coast

VISUALS = ("image", "pictures", "map", "card")
PICTURES = ("un.jpg", "deux.jpg", "trois.jpg")
TEXTS = (
    "captions.fr.vtt",
    "captions.fr.srt",
    "chapters.fr.vtt",
    "transcript.fr.txt",
    "credits.json",
)
SENTENCES = (
    "La mer est calme.",
    "Le 6 juin 1944, à 6 h 30, tout commence.",
    "Utah.",
    "La 4e division avance de 10 km !",
    "Personne ne dort, ce soir-là ; chacun attend.",
)

positions = st.integers(0, 7)
seconds = st.sampled_from([0, 0.1, 0.35, 0.5, 1])
narrations = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=2).map(" ".join)
captions = st.sampled_from(["", "Utah Beach", "Vue prise d'avion « au large » : 1944"])
motions = st.sampled_from(
    [
        "auto",
        "none",
        {"from": [0, 0, 1, 1], "to": [0.1, 0.1, 0.5, 0.5]},
        {"from": [0.2, 0.2, 0.6, 0.6], "to": [0, 0, 1, 1]},
    ]
)
transitions = st.one_of(
    st.sampled_from(["fade", "black", "wipe", "cut"]),
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["fade", "black", "wipe"]), "length": st.sampled_from([0.2, 0.8])}
    ),
)
callouts = st.sampled_from(
    [
        [{"kind": "circle", "at": [0.5, 0.5], "size": 0.1, "sentence": 2}],
        [{"kind": "label", "at": [0.3, 0.4], "text": "Fort du Roule"}],
        [{"kind": "arrow", "at": [0.3, 0.4], "from": [0.8, 0.8]}],
    ]
)

ways = st.sampled_from(["fly", {"kind": "fly", "length": 0.4}])
# When something happens: in the narration as long as anything is said, see `fitted`.
MOMENTS = ("sentence 1", "sentence 2", "LAST WORDS")
moments = st.sampled_from(MOMENTS)
NAMES = ("Utah", "La mer", "Port")
"""Of places: the sentences say two of them."""


def fitted(board: Board) -> Board:
    """*board* without what its narrations or its neighbours no longer bear."""
    board = copy.deepcopy(board)
    before: Board = {}
    for slide in board["slides"]:
        said = [each.written for each in split_sentences(slide.get("narration", ""), "fr")]
        for visual in VISUALS:
            _fit(slide.get(visual), said)
        arrival = slide.get("transition", "fade")
        kind = arrival if isinstance(arrival, str) else arrival["kind"]
        if kind == "fly" and not ("map" in slide and "map" in before):
            slide["transition"] = "fade"
        before = slide
    return board


def _fit(thing: Any, said: list[str]) -> None:
    """Moments in *thing* that the sentences *said* haven't become the last of them, or go."""
    if isinstance(thing, list):
        for inner in thing:
            _fit(inner, said)
    if not isinstance(thing, dict):
        return
    for inner in thing.values():
        _fit(inner, said)
    if not said:
        thing.pop("sentence", None)
        for tied in ("views", "clock", "fronts"):
            thing.pop(tied, None)
    elif "sentence" in thing:
        thing["sentence"] = min(thing["sentence"], len(said))
    for key in ("at", "from", "until"):
        if (when := thing.get(key)) not in MOMENTS:
            continue
        if not said:
            del thing[key]
        elif when == "LAST WORDS":
            thing[key] = f"« {said[-1].split(' ', 1)[-1]} »"
        else:
            thing[key] = f"sentence {min(int(when[-1]), len(said))}"


class Edits(RuleBasedStateMachine):
    """A storyboard under edit, and the film that follows it."""

    counted: ClassVar[Counter[str]] = Counter()
    """What all machines of this process did."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="recit-edits-"))
        self.board: Board = board_of(
            card_slide("carton"), photo_slide("quai"), film={"fps": 12, "lead": 0.1, "hold": 0.1}
        )
        self.project = new_project(self.root, self.board)
        draw_coast(self.project.media)
        self.options: list[str] = []
        self.named = 0
        self.stale = True

    @initialize(moving=st.booleans())
    def begin(self, moving: bool) -> None:
        """Some begin with maps, between which the view flies."""
        if moving:
            self.show(0, "map", chart((49.4, -1.6), 40, "Utah"))
            self.show(1, "map", chart((49.4, -1.4), 40, "La mer"))
            self.board["slides"][1]["transition"] = "fly"

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def slide(self, position: int) -> Board:
        slides: list[Board] = self.board["slides"]
        return slides[position % len(slides)]

    def image(self, position: int) -> Board:
        """The picture of the first slide from *position* on that has one, or one given to it."""
        slides: list[Board] = self.board["slides"]
        for step in range(len(slides)):
            if "image" in (slide := slides[(position + step) % len(slides)]):
                picture: Board = slide["image"]
                return picture
        new: Board = {"file": PICTURES[0], "rights": dict(RIGHTS)}
        self.show(position, "image", new)
        return new

    def show(self, position: int, visual: str, what: Any) -> None:
        slide = self.slide(position)
        for other in VISUALS:
            slide.pop(other, None)
        slide[visual] = what

    def shown(self, position: int, visual: str) -> Board:
        """What one of the slides that show a *visual* shows; a new mapping where none does."""
        found = [slide[visual] for slide in self.board["slides"] if visual in slide]
        return found[position % len(found)] if found else {}

    @rule(position=positions, picture=st.sampled_from((*PICTURES, "")), said=narrations)
    def insert(self, position: int, picture: str, said: str) -> None:
        if len(self.board["slides"]) == 4:
            return
        self.named += 1
        name = f"vue-{self.named}"
        new = photo_slide(name, picture) if picture else card_slide(name)
        new["narration"] = said
        self.board["slides"].insert(position % (len(self.board["slides"]) + 1), new)
        self.stale = True

    @rule(position=positions)
    def remove(self, position: int) -> None:
        if len(self.board["slides"]) > 1:
            self.board["slides"].remove(self.slide(position))
            self.stale = True

    @rule(position=positions, to=positions)
    def move(self, position: int, to: int) -> None:
        slide = self.slide(position)
        self.board["slides"].remove(slide)
        self.board["slides"].insert(to, slide)
        self.stale = True

    @rule(position=positions, said=narrations)
    def say(self, position: int, said: str) -> None:
        slide = self.slide(position)
        slide["narration"] = said
        slide.pop("length", None)
        self.stale = True

    @rule(position=positions, length=st.sampled_from([0.1, 0.6, 2.5, 5]))
    def fall_silent(self, position: int, length: float) -> None:
        slide = self.slide(position)
        slide.pop("narration", None)
        slide["length"] = length
        self.stale = True

    @rule(position=positions, caption=captions)
    def write_caption(self, position: int, caption: str) -> None:
        self.slide(position)["caption"] = caption
        self.stale = True

    @rule(position=positions, chapter=st.sampled_from(["", "Le port", "La rade"]))
    def name_chapter(self, position: int, chapter: str) -> None:
        self.slide(position)["chapter"] = chapter
        self.stale = True

    @rule(position=positions, key=st.sampled_from(["lead", "hold"]), length=seconds)
    def change_pace(self, position: int, key: str, length: float) -> None:
        self.slide(position)[key] = length
        self.stale = True

    @rule(position=positions, kind=transitions)
    def change_transition(self, position: int, kind: Any) -> None:
        self.slide(position)["transition"] = kind
        self.stale = True

    @rule(position=positions, file=st.sampled_from(PICTURES))
    def choose_picture(self, position: int, file: str) -> None:
        self.image(position)["file"] = file
        self.stale = True

    @rule(file=st.sampled_from(PICTURES), seed=st.integers(10, 13), tall=st.booleans())
    def retouch_picture(self, file: str, seed: int, tall: bool) -> None:
        draw_photo(self.project.media / file, seed, (160, 220) if tall else (240, 160))
        self.stale = True

    @rule(position=positions, motion=motions)
    def change_motion(self, position: int, motion: Any) -> None:
        self.image(position)["motion"] = motion
        self.stale = True

    @rule(position=positions, fit=st.sampled_from(["cover", "contain", "blur"]))
    def change_fit(self, position: int, fit: str) -> None:
        self.image(position)["fit"] = fit
        self.stale = True

    @rule(position=positions, x=st.sampled_from([0, 0.5, 1]), y=st.sampled_from([0, 0.4, 1]))
    def change_focus(self, position: int, x: float, y: float) -> None:
        self.image(position)["focus"] = [x, y]
        self.stale = True

    @rule(position=positions, marks=callouts)
    def call_out(self, position: int, marks: list[Board]) -> None:
        self.image(position)["callouts"] = marks
        self.stale = True

    @rule(position=positions, author=st.sampled_from(["", "Robert Capa"]))
    def change_credit(self, position: int, author: str) -> None:
        self.image(position)["rights"] = {**RIGHTS, "author": author, "holder": "Archives"}
        self.stale = True

    @rule(position=positions, title=st.sampled_from(["Cherbourg", "Paris\nlibéré"]))
    def become_card(self, position: int, title: str) -> None:
        card = {"title": title, "text": "Un port détruit.", "author": "Un témoin"}
        self.show(position, "card", card)
        self.stale = True

    @rule(position=positions, ats=st.tuples(moments, moments))
    def reveal_lines(self, position: int, ats: tuple[str, str]) -> None:
        ordered = sorted(ats, key=MOMENTS.index)
        lines = [{"text": f"Ligne {number}", "at": at} for number, at in enumerate(ordered)]
        self.show(position, "card", {"author": "Un témoin", "lines": ["Le port.", *lines]})
        self.stale = True

    @rule(position=positions, at=moments, file=st.sampled_from(PICTURES))
    def show_pictures(self, position: int, at: str, file: str) -> None:
        shown: list[Board] = [
            {"file": name, "rights": dict(RIGHTS)} for name in (PICTURES[0], file)
        ]
        shown[1]["at"] = at
        shown[1]["callouts"] = [{"kind": "circle", "at": [0.5, 0.5], "size": 0.1}]
        self.show(position, "pictures", shown)
        self.stale = True

    @rule(
        position=positions,
        name=st.sampled_from(NAMES),
        centre=st.sampled_from([(49.4, -1.6), (49.4, -1.4), (49.3, 2.3)]),
        at=moments,
    )
    def show_map(self, position: int, name: str, centre: tuple[float, float], at: str) -> None:
        path = [[49.2, centre[1] - 0.2], [49.35, centre[1]]]
        arrows = [{"path": path, "label": "4e DI", "side": "allies", "from": at}]
        self.show(position, "map", chart(centre, 40, name, arrows=arrows))
        self.stale = True

    @rule(position=positions, ats=st.lists(moments, min_size=1, max_size=2, unique=True))
    def change_views(self, position: int, ats: list[str]) -> None:
        """Two of them where two are said; the same moment holds one."""
        views = [
            {"centre": [49.4, -1.5], "km": km, "at": at}
            for km, at in zip((15, 90), sorted(ats, key=MOMENTS.index), strict=False)
        ]
        self.shown(position, "map")["views"] = views
        self.stale = True

    @rule(position=positions, at=moments, until=moments, trace=st.booleans())
    def dress_map(self, position: int, at: str, until: str, trace: bool) -> None:
        """A front that moves, an area, a line, an arrow that goes, and the date, tied to words."""
        board = self.shown(position, "map")
        line = [[49.3, -1.7], [49.4, -1.5], [49.3, -1.3]]
        ring = [[49.3, -1.6], [49.5, -1.5], [49.3, -1.4]]
        front = {"line": line, "at": "sentence 1", "label": "Landfront", "trace": trace}
        pins = [{"date": "1944-06-08", "at": at}]
        board |= {
            "fronts": [front, {"line": [[p[0] + 0.05, p[1]] for p in line], "at": at}],
            "areas": [{"name": "Poche", "ring": ring, "side": "axis", "at": at}],
            "lines": [{"kind": "breakwater", "path": line, "at": at}],
            "arrows": [{"path": line, "side": "allies", "from": "sentence 1", "until": until}],
            "clock": {"from": "1944-06-06", "to": "1944-06-09", "pins": pins},
        }
        self.stale = True

    @rule(position=positions, inset=st.sampled_from(["yes", "no"]))
    def change_inset(self, position: int, inset: str) -> None:
        self.shown(position, "map")["inset"] = inset
        self.stale = True

    @rule(position=positions, way=ways)
    def fly(self, position: int, way: Any) -> None:
        self.slide(position)["transition"] = way
        self.stale = True

    @rule(position=positions, visual=st.sampled_from(["map", "card"]), rests=st.booleans())
    def drift_or_rest(self, position: int, visual: str, rests: bool) -> None:
        self.shown(position, visual)["motion"] = "none" if rests else "auto"
        self.stale = True

    @rule(position=positions, stay=st.sampled_from(["always", 1, 2]))
    def keep_caption(self, position: int, stay: Any) -> None:
        self.slide(position)["caption"] = {"text": "Utah Beach", "stay": stay}
        self.stale = True

    @rule(fps=st.sampled_from([8, 12, 16, 25]))
    def change_rate(self, fps: int) -> None:
        self.board["film"]["fps"] = fps
        self.stale = True

    @rule(kind=st.one_of(transitions, ways))
    def change_film_transition(self, kind: Any) -> None:
        self.board["film"]["transition"] = kind
        self.stale = True

    @rule(style=st.sampled_from(["sobre", "archives", "officiel"]))
    def change_style(self, style: str) -> None:
        self.board["style"] = style
        self.stale = True

    @rule(
        burn=st.sampled_from(["yes", "no", "1:1"]),
        highlight=st.sampled_from(["none", "phrase", "word"]),
    )
    def burn_subtitles(self, burn: str, highlight: str) -> None:
        self.board["film"]["subtitles"] = {"burn": burn, "highlight": highlight}
        self.stale = True

    @rule(rate=st.sampled_from([0.8, 1, 1.5]), pause=st.sampled_from([0, 0.35, 1]))
    def change_voice(self, rate: float, pause: float) -> None:
        self.board["voice"] = {"rate": rate, "pause": {"sentence": pause}}
        self.stale = True

    @rule(said=st.sampled_from(["ioutâ", "you-ta"]))
    def change_lexicon(self, said: str) -> None:
        self.board["pronounce"] = [{"write": "Utah", "say": said}]
        self.stale = True

    @rule(
        options=st.sampled_from(
            [[], ["--draft"], ["--format", "1:1", "--height", "128"], ["--height", "72"]]
        )
    )
    def change_options(self, options: list[str]) -> None:
        self.options = options
        self.stale = True

    @rule()
    def nothing_is_lost_with_the_cache(self) -> None:
        shutil.rmtree(self.project.cache, ignore_errors=True)
        self.stale = True

    @invariant()
    def incremental_is_full(self) -> None:
        if not self.stale:
            return
        self.stale = False
        self.counted["edits"] += 1
        self.project.write(fitted(self.board))
        plan = self.project.plan(*self.options)
        told = self.project.rendered(*self.options)
        made = [one["made"] for one in (film["segments"] for film in told["films"])]
        planned = sum(not one["reused"] for one in plan["shapes"][0]["segments"])
        spoken = any(not one["reused"] for one in plan["sentences"])
        assert made[0] <= planned if spoken else made[0] == planned
        fresh = self.root / "fresh"
        words = (*self.options, "--jobs", "1")
        full = self.project.render("--json", *words, out=fresh / "out", cache=fresh / "cache")
        assert full.code == 0, full.err
        self._compare(Path(told["folder"]), Path(full.json["folder"]))
        shutil.rmtree(fresh)
        again = self.project.rendered(*self.options)
        assert again["changed"] is False
        assert again["films"][0]["segments"]["made"] == again["sentences"]["made"] == 0

    def _compare(self, made: Path, full: Path) -> None:
        names = {path.name for path in made.glob("*.mp4")}
        assert names == {path.name for path in full.glob("*.mp4")}
        for name in names:
            seen = seen_and_heard(made / name)
            assert seen == seen_and_heard(full / name)
            self.counted["films compared"] += 1
            self.counted["frames compared"] += len(seen[0])
        for name in TEXTS:
            assert (made / name).read_bytes() == (full / name).read_bytes()


def run_edits(examples: int, steps: int, record: Callable[[str, object], None]) -> None:
    Edits.counted.clear()
    run_state_machine_as_test(
        Edits,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            # A shrunk example would be shorter, and cost more than all the others together.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    record("storyboards", examples)
    for what, count in Edits.counted.items():
        record(what, count)
    assert Edits.counted["films compared"] >= examples


def test_after_some_edits_the_incremental_film_is_the_full_one(
    record_property: Callable[[str, object], None],
) -> None:
    run_edits(examples=4, steps=8, record=record_property)


@pytest.mark.slow
def test_after_many_edits_the_incremental_film_is_the_full_one(
    record_property: Callable[[str, object], None],
) -> None:
    run_edits(examples=40, steps=15, record=record_property)
