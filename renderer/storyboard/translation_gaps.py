"""What a translation leaves out, and what it has that nothing asks for.

Comes in: the tree of a storyboard and one translation of it; either may still hold other mistakes.
Goes out: Problems: a missing text is marked where the storyboard has it, a superfluous one where
the translation has it. Nothing falls back to the storyboard's own language in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from renderer.errors import Problem
from renderer.messages import tr
from renderer.storyboard.mistakes import MAX_MISTAKES, nearest_word
from renderer.storyboard.schema import SlideTranslationModel, TranslationModel
from renderer.storyboard.translation_overlay import (
    FILM_TEXTS,
    comparable_words,
    film_labels,
    slide_labels,
    slide_texts,
)
from renderer.storyboard.visuals_schema import CardModel
from renderer.storyboard.yaml_tree import slide_items

if TYPE_CHECKING:
    from renderer.storyboard.labels import Label, Text
    from renderer.storyboard.translation import Translation
    from renderer.storyboard.yaml_tree import Path, Tree

_KEYS = ("chapter", "caption", "narration", "alt")
_KNOWN = frozenset(
    (*TranslationModel.model_fields, *SlideTranslationModel.model_fields, *CardModel.model_fields)
)


def check_translation(base: Tree, translation: Translation) -> list[Problem]:
    """Every word that *translation* owes, and every one that it has for nothing."""
    found: list[Problem] = []
    for problem in _Comparison(base, translation).problems():
        if len(found) == MAX_MISTAKES:
            what = tr(
                "and more that is not translated into {language}", language=translation.language
            )
            found.append(
                Problem(
                    code="mistakes-too-many",
                    mark=problem.mark,
                    what=what,
                    remedy=tr("translate these first"),
                )
            )
            break
        found.append(problem)
    return found


class _Comparison:
    def __init__(self, base: Tree, translation: Translation) -> None:
        self._base = base
        self._words = translation
        self._film_words = _keys(translation.tree.at(("words",)))
        self._said: set[str] = set()
        """Words of labels that were complained of already: one entry puts all of them right."""

    def problems(self) -> Iterator[Problem]:
        if not isinstance(self._base.data, dict):
            return
        film = self._base.data
        present = [text for text in FILM_TEXTS if self._base.at(text.path)]
        yield from self._missing(present, (), "")
        yield from self._superfluous(present, ("subtitle", "description"), (), "")
        yield from self._unlabelled(film_labels(film), (), "")
        labels = list(film_labels(film))
        ids = []
        for number, slide, name in slide_items(self._base):
            own = list(slide_labels(slide))
            labels += own
            ids.append(name)
            yield from self._slide(number, slide, name, own)
        yield from self._unknown_slides(ids)
        yield from self._unused(("words",), labels, "")

    def _slide(
        self, number: int, slide: dict[str, Any], name: str, labels: list[Label]
    ) -> Iterator[Problem]:
        texts = list(slide_texts(slide))
        yield from self._missing(texts, ("slides", number), name)
        yield from self._unlabelled(labels, ("slides", number), name)
        if not isinstance(self._words.tree.at(("slides", name)), dict):
            return
        yield from self._superfluous(texts, _KEYS, ("slides", name), name)
        if self._words.tree.at(("slides", name, "card")) is not None:
            card = self._words.tree.at(("slides", name, "card"))
            keys = tuple(card) if isinstance(card, dict) else ("text",)
            yield from self._superfluous(texts, keys, ("slides", name, "card"), name)
        yield from self._unused(("slides", name, "words"), labels, name)

    def _missing(self, texts: Iterable[Text], at: Path, slide: str) -> Iterator[Problem]:
        """Texts of the storyboard below *at* that the translation doesn't give."""
        for text in texts:
            given: Path = (*(("slides", slide) if at else ()), *text.key)
            short = given[:-1] if text.key == ("card", "text") else given
            there = self._words.given(given) or self._words.given(short)
            if not there and not self._is_misspelt(given):
                yield Problem(
                    code="translation-missing",
                    mark=self._base.mark((*at, *text.path)),
                    what=_untranslated(text.key, self._words.language),
                    remedy=tr("write {key_and_place}", key_and_place=self._words.spot(given)),
                    slide=slide,
                )

    def _is_misspelt(self, path: Path) -> bool:
        """Whether an unknown key, complained of elsewhere, was to be the one at *path*."""
        holder = self._words.tree.at(path[:-1])
        keys = holder if isinstance(holder, dict) else ()
        return any(nearest_word(key, [str(path[-1])]) for key in keys if key not in _KNOWN)

    def _unlabelled(self, labels: Iterable[Label], at: Path, slide: str) -> Iterator[Problem]:
        own = _keys(self._words.tree.at(("slides", slide, "words"))) if slide else set()
        for label in labels:
            text = comparable_words(label.text)
            if label.name or text in own | self._film_words | self._said:
                continue
            self._said.add(text)
            yield Problem(
                code="translation-missing",
                mark=self._base.mark((*at, *label.path)),
                what=tr(
                    "'{key}' is not translated into {language}",
                    key=label.text,
                    language=self._words.language,
                ),
                remedy=tr(
                    "add '{line}' to {key_and_place}; the same words if it stays",
                    line=f"{label.text}: …",
                    key_and_place=self._words.spot(("words",)),
                ),
                slide=slide,
            )

    def _superfluous(
        self, texts: Iterable[Text], keys: Iterable[str], at: Path, slide: str
    ) -> Iterator[Problem]:
        """Texts that the translation gives below *at* and the storyboard doesn't have."""
        known = {text.key[-1] for text in texts if (len(text.key) > 1) == (at[-1:] == ("card",))}
        for key in keys:
            if key not in known and self._words.given((*at, key)):
                yield Problem(
                    code="translation-superfluous",
                    mark=self._words.tree.key_mark((*at, key)),
                    what=tr("the slide has no '{key}' to translate", key=key)
                    if slide
                    else tr("the film has no '{key}' to translate", key=key),
                    remedy=tr("write it in the storyboard first, or delete it here"),
                    slide=slide,
                )

    def _unknown_slides(self, ids: list[str]) -> Iterator[Problem]:
        slides = self._words.tree.at(("slides",))
        for name in slides if isinstance(slides, dict) else ():
            if name not in ids:
                near = nearest_word(name, ids)
                yield Problem(
                    code="slide-unknown",
                    mark=self._words.tree.key_mark(("slides", name)),
                    what=tr("there is no slide '{name}'", name=name),
                    remedy=tr("did you mean '{near}'?", near=near)
                    if near
                    else tr("the slides are {ids}", ids=", ".join(ids)),
                )

    def _unused(self, path: Path, labels: list[Label], slide: str) -> Iterator[Problem]:
        words = self._words.tree.at(path)
        if not isinstance(words, dict):
            return
        known = {comparable_words(label.text): label.text for label in labels}
        for word in words:
            if comparable_words(word) not in known:
                near = nearest_word(word, known.values())
                yield Problem(
                    code="translation-superfluous",
                    mark=self._words.tree.key_mark((*path, word)),
                    what=tr("nothing on this slide's picture says '{words}'", words=word)
                    if slide
                    else tr("nothing on a picture of this film says '{words}'", words=word),
                    remedy=tr("did you mean '{near}'?", near=near) if near else tr("delete it"),
                    slide=slide,
                )


def _keys(words: Any) -> set[str]:
    """The folded words that have a translation."""
    if not isinstance(words, dict):
        return set()
    return {
        comparable_words(key)
        for key, text in words.items()
        if isinstance(text, str) and text.strip()
    }


def _untranslated(key: Path, language: str) -> str:
    if len(key) > 1:
        return tr(
            "'{key}' of the card is not translated into {language}", key=key[-1], language=language
        )
    return tr("'{key}' is not translated into {language}", key=key[-1], language=language)
