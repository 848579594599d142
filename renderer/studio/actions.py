"""What the page may ask for, as functions of plain data: everything a studio knows how to do.

Comes in: a film's name and what was sent. Goes out: JSON values and files. Each is what a command
does too: nothing is known here that the rooms to the left don't know. Knows no HTTP but refusals.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from renderer.errors import RecitError, StoryboardError
from renderer.farm import usable_cores
from renderer.messages import tr
from renderer.preview.served_files import ServedFiles
from renderer.production.embedded_rights import keep_readings
from renderer.production.options import DRAFT_HEIGHT, Options
from renderer.production.plan import spoken_or_estimated
from renderer.production.prepare import Production, prepare_board
from renderer.production.spending import planned_takes
from renderer.production.whole_film import make_one
from renderer.rights.clearance import check_rights
from renderer.store import cache_folder, open_cache
from renderer.storyboard.board import Pronunciation, Storyboard
from renderer.storyboard.project_config import read_project
from renderer.studio.document import Sheet
from renderer.studio.draft_stream import DraftStream
from renderer.studio.event_stream import Broadcaster
from renderer.studio.film_names import names_told
from renderer.studio.films import (
    Films,
    keep_text,
    media_choices,
    public_folder,
    publication_state,
    published_texts,
    restore_previous,
    rights_json,
    rights_table,
    snippet_of,
    text_of,
    text_read,
    versions,
)
from renderer.studio.http import Refusal, cost_json, page_problem, refusal_of, unknown
from renderer.studio.inspection import all_wrong, picture_warnings
from renderer.studio.jobs import Job, Jobs
from renderer.studio.open_film import OpenFilm
from renderer.studio.planned_work import PlannedWork, planned_work
from renderer.studio.progress import Progress
from renderer.studio.project_lexicon import lexicon_name
from renderer.studio.recording_edits import recording_edits, words_read
from renderer.studio.review import compare
from renderer.studio.slide_preview import LINES, SHAPES, Kind, SlidePreview, StillRequest, fit
from renderer.studio.speech_preview import SpeechPreview
from renderer.studio.time_estimates import Pace
from renderer.studio.uploads import keep_film, keep_music, keep_picture, keep_recording
from renderer.timeline import lay_out


class Actions:
    """A studio: its films, and all that works for them."""

    def __init__(
        self, folder: Path, options: Options, kept: ExitStack, films_key: str = ""
    ) -> None:
        self.folder = folder.resolve()
        run = read_project(self.folder / "storyboards" / "film.yaml")[0].run
        self.options = replace(
            options,
            cache=options.cache or run.cache or cache_folder(),
            offline=options.offline or bool(run.offline),
            jobs=options.jobs or run.jobs or usable_cores(),
        )
        self.cache = open_cache(
            self.options.cache or cache_folder(), cache_folder(), offline=self.options.offline
        )
        self.films = Films(self.folder, allow_fetch=options.allow_fetch, key=films_key)
        self.showcase = ServedFiles()
        self.news = Broadcaster()
        self.pace = Pace(self.folder)
        self.rooms = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="recit-studio-")))
        self.speech = SpeechPreview(self.options, self.cache)
        kept.callback(self.speech.close)
        self.preview = SlidePreview(self.options, self.speech)
        kept.callback(self.preview.close)
        self.jobs = Jobs(lambda job: self.news.tell({"kind": "job", "job": asdict(job)}))
        kept.callback(self.jobs.close)

    # One film's words.

    def document(self, film: str) -> dict[str, Any]:
        """The whole film."""
        open_film = self.films.open(film)
        told = open_film.document()
        told |= media_choices(open_film)
        sheet = open_film.shown()
        self._mark_cached(film, sheet, told["slides"])
        if sheet.board is not None:
            self.speech.wake_voice(sheet.board)
        return told

    def edit(self, film: str, sent: Mapping[str, Any], who: str) -> dict[str, Any]:
        """Make edits."""
        edits = sent.get("edits")
        if not isinstance(edits, list) or not all(isinstance(each, dict) for each in edits):
            raise Refusal(422, "edit-unfit", tr("there is no such edit"))
        open_film = self.films.open(film)
        label = str(sent.get("label") or "")[:60]
        change = open_film.edit(str(sent.get("digest")), edits, label, who)
        what = [{k: e.get(k) for k in ("op", "slide", "id", "path") if e.get(k)} for e in edits]
        self._changed(film, open_film, change, who, "edit", {"edits": what[:20]})
        return change

    def write(self, film: str, sent: Mapping[str, Any], who: str) -> dict[str, Any]:
        """Write a whole text."""
        open_film = self.films.open(film)
        text = sent.get("text")
        if not isinstance(text, str):
            raise Refusal(422, "request-unfit", tr("there is no text in this"))
        change = open_film.write(str(sent.get("digest")), text, who)
        self._changed(film, open_film, change, who, "edit", {"edits": ["text"]})
        return change

    def step(self, film: str, kind: Any, sent: Mapping[str, Any], who: str) -> dict[str, Any]:
        """Undo or redo."""
        open_film = self.films.open(film)
        change = open_film.step(kind, str(sent.get("digest")), who)
        self._changed(film, open_film, change, who, "undo", {"step": kind})
        return change

    def _changed(
        self,
        film: str,
        open_film: OpenFilm,
        change: dict[str, Any],
        who: str,
        reason: str,
        what: Mapping[str, Any],
    ) -> None:
        if change.pop("everywhere", False):
            for other, beside in self.films.all():
                if beside.is_open and beside is not open_film and beside.root == open_film.root:
                    news = {"kind": "film", "film": other, "digest": beside.read_again()}
                    self.news.tell({**news, "by": "", "reason": "disk"})
        sheet = open_film.shown()
        self._mark_cached(film, sheet, change["slides"])
        if sheet.board is not None:
            for slide in list(change["slides"])[:3]:
                self.speech.speak_ahead(sheet.board, slide)
        open_film.log(who, what)
        self.news.tell(
            {"kind": "film", "film": film, "digest": change["digest"], "by": who, "reason": reason}
        )

    def _mark_cached(self, film: str, sheet: Sheet, slides: dict[str, dict[str, Any]]) -> None:
        """Say of each sentence whether it can be heard at once; recordings are soon."""
        board = sheet.board
        if board is None or not slides:
            return
        some = replace(board, slides=tuple(s for s in board.slides if s.id in slides))
        if not some.slides:
            return
        try:
            production = self._production(some)
            takes = planned_takes(production)
        except RecitError:
            return  # whoever wants to hear it is told why not
        for take in takes:
            sentences = slides[take.sentence.slide_id]["sentences"]
            if take.sentence.index < len(sentences):
                sentences[take.sentence.index] |= {"cached": take.cached}
        heard = partial(self.news.tell, {"kind": "heard", "film": film})
        for slide in {t.sentence.slide_id for t in takes if t.voice is None and not t.cached}:
            self.speech.cut_ahead(board, slide, heard)

    def _production(self, board: Storyboard, height: int | None = None) -> Production:
        options = replace(self.options, height=height or self.options.height)
        production = prepare_board(board, options, pictures=False, choice=self.speech.choice(board))
        keep_readings(production.cache, production.readings)
        return production

    def board(self, film: str) -> Storyboard:
        """All of it that is right.

        Raises:
            Refusal: nothing is.
        """
        sheet = self.films.open(film).shown()
        if sheet.board is None:
            problems = [page_problem(problem) for problem in sheet.problems]
            told = tr("no slide of the film is right yet")
            raise Refusal(422, "storyboard-unfit", told, problems=problems)
        return sheet.board

    def around(self, film: str, slide: str) -> Storyboard:
        """A slide and its neighbours."""
        return self.films.open(film).around(slide)

    # Seen and heard.

    def still(self, film: str, wanted: StillRequest, kind: Kind) -> tuple[bytes, int]:
        """A picture of a slide."""
        board = self.around(film, fit(wanted).slide)
        return self.preview.still(film, board, wanted, kind, patient=wanted.height == LINES[0])

    def map_of(self, film: str, wanted: StillRequest) -> dict[str, Any]:
        """How a map lies on its frame."""
        return self.preview.map_of(film, self.around(film, wanted.slide), fit(wanted))

    def source(self, film: str, slide: str, path: str, height: int) -> bytes:
        """A slide's picture as it is."""
        number = path.rpartition(".")[2]
        index = int(number) if number.isdecimal() else 0
        lines = min(max(height, LINES[0]), LINES[1])
        return self.preview.source(self.around(film, slide), slide, index, lines)

    def hear(self, film: str, sent: Mapping[str, Any]) -> tuple[bytes, bool]:
        """Sentences of a slide, or any words."""
        slide = str(sent.get("slide") or "")
        if "text" in sent:
            entries = sent.get("pronounce") or []
            given = [
                Pronunciation(
                    write=str(each.get("write") or ""),
                    say=str(each.get("say") or each.get("write") or ""),
                    ipa=str(each.get("ipa") or ""),
                )
                for each in (entries if isinstance(entries, list) else ())
                if isinstance(each, dict) and each.get("write")
            ]
            board = self.around(film, slide) if slide else self.board(film)
            return self.speech.text(board, str(sent["text"]), given, slide)
        first, end = sent.get("sentence"), None
        if isinstance(say := sent.get("say"), list) and len(say) == 2:
            first, end = say[0], say[1] + 1
        if not isinstance(first, int) or first < 0:
            raise unknown(tr("this slide has no such sentence"))
        board = self.around(film, slide)
        return self.speech.sentences(board, slide, first, first + 1 if end is None else int(end))

    def names(self, film: str) -> dict[str, Any]:
        """All names, those that nothing settles first."""
        open_film = self.films.open(film)
        return names_told(self.board(film), open_film.path.name, lexicon_name(open_film.root))

    def time(self, film: str, shape: str) -> dict[str, Any]:
        """When each slide and sentence is."""
        digest = self.films.open(film).shown().digest
        production = self._production(self.board(film))
        takes = planned_takes(production)
        timeline = lay_out(production.board, spoken_or_estimated(production, takes))
        cached = {(t.sentence.slide_id, t.sentence.index): t.cached for t in takes}
        a_frame = timeline.timebase.samples_per_frame
        slides: dict[str, Any] = {
            span.id: {"start": span.start, "end": span.end, "sentences": []}
            for span in timeline.slides
        }
        for placed in timeline.sentences:
            name = timeline.slides[placed.slide].id
            slides[name]["sentences"].append(
                {
                    "start": placed.start // a_frame,
                    "end": (placed.start + placed.length) // a_frame,
                    "cached": cached.get((name, placed.utterance.sentence.index), True),
                }
            )
        told = {"digest": digest, "shape": shape, "slides": slides}
        return {**told, "fps": timeline.timebase.fps, "length": timeline.length}

    def plan(self, film: str) -> dict[str, Any]:
        """What publishing would cost."""
        open_film = self.films.open(film)
        planned = self._planned(open_film, self.board(film))
        return {
            "digest": open_film.shown().digest,
            "state": publication_state(open_film, public_folder(open_film)),
            "sentences": planned.ahead.sentences,
            "segments": planned.ahead.segments,
            "seconds": planned.ahead.seconds,
            "why": planned.why[:20],
            "sent": cost_json([cost for plan in planned.plans for cost in plan.sent]),
        }

    def _planned(self, open_film: OpenFilm, own: Storyboard) -> PlannedWork:
        def prepare(board: Storyboard) -> Production:
            production = prepare_board(board, self.options, choice=self.speech.choice(board))
            keep_readings(production.cache, production.readings)
            return production

        fetch = self.options.allow_fetch
        return planned_work(open_film, own, prepare, self.pace, allow_fetch=fetch)

    def ready(self, film: str, who: str) -> dict[str, Any]:
        """What stands in the way of publishing, and what is public."""
        open_film = self.films.open(film)
        found = all_wrong(open_film, self.options)
        return {
            "missing": open_film.views.told(open_film.sheet(), found.mistakes),
            "warnings": open_film.views.told(open_film.sheet(), found.warnings),
            "snippet": snippet_of(public_folder(open_film)),
            "folder": self.films.folder_shown_to(public_folder(open_film), who),
        }

    def advice(self, film: str, slide: str) -> dict[str, Any]:
        """What should be known of a slide's pictures before they are shown."""
        open_film = self.films.open(film)
        warnings = picture_warnings(self.around(film, slide), slide, self.cache)
        return {"warnings": open_film.views.told(open_film.shown(), warnings)}

    def publish(self, film: str, sent: Mapping[str, Any], who: str) -> Job:
        """Begin to publish.

        Raises:
            Refusal: another text stands there than the page knows, it has mistakes, or rights are
                missing.
        """
        open_film = self.films.open(film)
        sheet = open_film.sheet()
        if sent.get("digest") != sheet.digest:
            raise Refusal(409, "file-changed", tr("the film was changed meanwhile: look at it"))
        if sheet.problems or sheet.board is None:
            raise refusal_of(StoryboardError(sheet.problems))
        owing = check_rights(self._production(sheet.board).board, datetime.date.today())
        if owing:
            raise refusal_of(StoryboardError(owing))

        def work(_: str, progress: Progress) -> Mapping[str, Any]:
            self.speech.rest()  # a film's voice and what draws it are never in memory together
            progress.expect(self._planned(open_film, self.board(film)).ahead)
            made = make_one(open_film.path, self.options, lambda: progress)
            own = made.made[0].release
            for one in made.made:
                self.pace.learn(one.making)
            if not made.place.why:
                # The text that was read when its turn came: somebody may have written on meanwhile.
                keep_text(open_film, text_read(made.made[0].production.board, sheet.text))
            open_film.log(who, {"published": own.changed})
            self.news.tell({"kind": "films"})
            known_as = self.showcase.put(own.folder)
            return {
                "snippet": own.snippet,
                "folder": self.films.folder_shown_to(own.folder, who),
                "changed": own.changed,
                "page": f"/show/{known_as}/page.html",
                "embed": f"/show/{known_as}/embed.html",
                "warnings": progress.warnings,
                "not_published": made.place.why,
            }

        return self.jobs.begin("publish", film, who, work, title=open_film.title)

    def draft(self, film: str, sent: Mapping[str, Any], who: str) -> dict[str, Any]:
        """Begin a draft, from a slide on."""
        board = self.board(film)
        first = str(sent.get("slide") or board.slides[0].id)
        if all(slide.id != first for slide in board.slides):
            raise unknown(tr("there is no slide '{slide}'", slide=first[:80]))
        shape = str(sent.get("shape") or board.film.formats[0])
        height = sent.get("height") or 360
        if shape not in SHAPES or not isinstance(height, int) or height % 2:
            raise Refusal(422, "request-unfit", tr("there is no such shape"))
        options = replace(
            self.options,
            draft=True,
            height=min(max(height, LINES[0]), DRAFT_HEIGHT),
            formats=(shape,),
        )

        def work(job: str, progress: Progress) -> Mapping[str, Any]:
            draft = DraftStream(
                options=options,
                choice=self.speech.choice(board),
                cache=self.cache,
                progress=progress,
            )
            draft.write(board, first, self.drawn(job))
            return {"video": f"/api/jobs/{job}/film.mp4"}

        job = self.jobs.begin("draft", film, who, work, title=self.films.open(film).title)
        return {"job": job.job, "video": f"/api/jobs/{job.job}/film.mp4"}

    def drawn(self, job: str) -> Path:
        """Where a draft is put; its name is the studio's own, never a request's."""
        known = next((each for each in self.jobs.all() if each.job == job), None)
        if known is None or known.kind != "draft":
            raise unknown(tr("there is no such work under way"))
        return self.rooms / f"{known.job}.mp4"

    def versions(self, film: str) -> dict[str, Any]:
        """What is public, what was before, and how many slides differ between them."""
        open_film = self.films.open(film)
        changes = _published_changes(open_film)
        shown = versions(open_film, self.showcase)
        return {"versions": shown, "differ": None if changes is None else len(changes)}

    def roll_back(self, film: str, who: str) -> dict[str, Any]:
        """Show the version before."""
        open_film = self.films.open(film)
        restore_previous(open_film)
        open_film.log(who, {"rolled_back": True})
        self.news.tell({"kind": "films"})
        folder = self.films.folder_shown_to(public_folder(open_film), who)
        return {**self.versions(film), "folder": folder}

    def review(self, film: str, what: str = "written") -> dict[str, Any]:
        """What has changed since it was published; *what* "published": between the last two."""
        open_film = self.films.open(film)
        shown = versions(open_film, self.showcase)
        since = shown[0]["at_ms"] if shown else None
        if what == "published":
            changes = _published_changes(open_film)
            times = [one["at_ms"] for one in shown]
            told = {"since_ms": min(times, default=None), "at_ms": max(times, default=None)}
            return {**told, "known": changes is not None, "changes": changes or []}
        text = text_of(open_film, public_folder(open_film))
        if text is None:
            return {"since_ms": since, "known": False, "changes": [], "published": False}
        changes = compare(open_film.read(text), open_film.shown())
        known = _published_changes(open_film) is not None
        return {"since_ms": since, "known": True, "changes": changes, "published": known}

    def rights(self, film: str) -> dict[str, Any]:
        """All that is shown and heard, with its rights."""
        return {"rights": rights_table(self.board(film), self.cache)}

    # What comes in.

    def take_picture(
        self, film: str, upload: Path, called: str, declared: str, slide: str, who: str
    ) -> dict[str, Any]:
        """Keep a picture, and show it on a slide if one is named."""
        open_film = self.films.open(film)
        language = open_film.shown().language
        picture = keep_picture(
            upload, called, declared, open_film.root, self.preview.decoder, language
        )
        told = {
            "file": picture.file,
            "width": picture.width,
            "height": picture.height,
            "alt": picture.says.alt,
            "rights": rights_json(picture.says.rights),
            "terms": picture.says.terms,
            "change": None,
        }
        if slide:
            value = {k: v for k, v in told.items() if k in ("file", "alt", "rights") and v}
            told["change"] = self._put(film, open_film, slide, "image", value, who)
        open_film.log(who, {"picture": picture.file})
        return told

    def take_media(
        self, film: str, kind: str, upload: Path, called: str, slide: str, who: str
    ) -> dict[str, Any]:
        """Keep an archive film for a slide, or music for a slide or the whole film."""
        open_film = self.films.open(film)
        keep = {"footage": keep_film, "music": keep_music}[kind]
        name, seconds = keep(upload, called, open_film.root)
        change = self._put(film, open_film, slide or None, kind, {"file": name}, who)
        return {"file": name, "seconds": seconds, "change": {**change, **media_choices(open_film)}}

    def take_recording(
        self, film: str, upload: Path, slide: str, who: str, called: str = "", sentence: str = ""
    ) -> dict[str, Any]:
        """Keep a recording of a slide's words, or of a *sentence* as the page shows it."""
        open_film = self.films.open(film)
        read = words_read(self.around(film, slide), slide, sentence)
        name, seconds = keep_recording(upload, slide, open_film.root, called)
        sheet = open_film.sheet()
        edits = recording_edits(read, sheet.written[sheet.ids.index(slide)], name)
        sent = {"digest": sheet.digest, "edits": edits, "label": "recording"}
        change = self.edit(film, sent, who)
        self.speech.cut(self.around(film, slide), slide)
        return {"file": name, "seconds": seconds, "change": change}

    def _put(
        self, film: str, open_film: OpenFilm, slide: str | None, key: str, value: Any, who: str
    ) -> dict[str, Any]:
        edits = [{"op": "set", "slide": slide, "path": [key], "value": value}]
        sent = {"digest": open_film.sheet().digest, "edits": edits, "label": key}
        return self.edit(film, sent, who)


def _published_changes(open_film: OpenFilm) -> list[dict[str, Any]] | None:
    """What the newer of the two sets that are kept changed in the older; None: it isn't known."""
    texts = published_texts(open_film)
    return compare(*map(open_film.read, texts)) if len(texts) == 2 else None
