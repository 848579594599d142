"""English left in what a French reader sees, found by a list of words.

Comes in: a text that the tool said. Goes out: the English words in it. Quoted values, code, file
names, options and addresses are left out, and so are the words that somebody allows: names, keys.
The words are those that English messages can hardly do without and that French doesn't have: no
"page", "image" or "narration" is among them. A message of two words may have none of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import get_args

from pydantic import BaseModel

from renderer.storyboard.project_config_schema import ProjectModel
from renderer.storyboard.schema import StoryboardModel, TranslationModel
from renderer.themes.file import ThemeFile

_GRAMMAR = """
    the this that these those of is isn't are aren't was were be been being has have had hasn't
    haven't does doesn't did didn't can't cannot could couldn't must mustn't should shouldn't
    would will won't may might not nor and with without within into onto in by for because if
    then than when where while which who whose what how why there here it its it's he she they
    them their you your we our us any some every each both either neither none other another
    only also too very such same still already never always again once twice before after above
    below between against through under over out off up down beside nothing anything something
    nobody anybody everybody one two three four five seven eight nine ten more most less least
    fewer first last next to from at
"""
_OF_MESSAGES = """
    wants want needs needed need write written add added delete deleted remove put keep kept
    give given make made take taken leave left start starts started end ends ended stands stand
    holds hold looks look looked found find read reads say says said tell told show shows shown
    spelt called call named name names choose ask asked allowed allow run runs try close closed
    open opened save saved know known unknown missing empty wrong right bad good new old longer
    shorter short large small wide high low slide slides picture pictures caption captions voice
    voices sound sounds takes cue cues chapter frame frames file files folder folders key keys
    value values lines text texts letter letters words number numbers list lists items quote
    quotes space spaces blank tab bracket brackets example mistake mistakes warning error
    storage cores disk drive memory address language translation translated theme fonts colour
    rights license author music footage card map view year day month hour seconds years days
    hours already yet else instead character characters sentence sentences mean meant unfinished
    indent rename download separate correct split copy export counted denied byte device
    directory system invalid illegal follows control workbook presentation book break sign signs
    symbolic level levels exceeded reason fill half wrongly duration speed size degrees
    kilometres area arrow label escape separator order next-line vertical feed base contrast
    darker lighter clock pins date's many much few host own held hatched
"""
_ENGLISH = frozenset((_GRAMMAR + _OF_MESSAGES).split())
_SET_APART = re.compile(
    r"«[^»]*»|“[^”]*”|`[^`]*`|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)"  # quoted
    r"|\{[^{}]*\}|\[[^\[\]]*\]"  # YAML between brackets
    r"|(?:https?|ftp)://\S+|--[a-z][a-z-]*|\S*[/\\]\S*|\w[\w-]*\.[a-z]\w*|\w+:(?=\s)(?<!\s:)|\w+_\w+"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")


def english_in(text: str, allowed: Collection[str] = ()) -> list[str]:
    """The English words of *text*, in order, but for those that are *allowed*."""
    plain = text
    while (less := _SET_APART.sub(" ", plain)) != plain:
        plain = less
    words = [word.lower() for word in _WORD.findall(plain.replace("’", "'"))]
    return [word for word in words if word in _ENGLISH and word not in allowed]


@lru_cache(maxsize=1)
def keys() -> frozenset[str]:
    """Every key and every fixed value of storyboards, translations, themes and recit.toml."""
    found: set[str] = set()
    waiting: list[object] = [StoryboardModel, TranslationModel, ProjectModel, ThemeFile]
    seen: set[type[BaseModel]] = set()
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, str):
            found.add(kind.lower())
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind not in seen:
                seen.add(kind)
                for name, field in kind.model_fields.items():
                    found.add(field.alias or name)
                    waiting.append(field.annotation)
        else:
            waiting += get_args(kind)
    return frozenset(found)
