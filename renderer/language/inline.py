"""The inline form ``{shown|said}`` of a narration.

    raw ──read_inline──▶ (shown, overrides)

Comes in: a narration, or a part of one, as typed. Goes out: what is shown, and how its stretches
are said. Knows nothing of sentences or rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from renderer.language.sentence import Override


def read_inline(raw: str) -> tuple[str, tuple[Override, ...]]:
    """Take the inline forms out of *raw*; the overrides' offsets are in the text that is shown.

    ``\\{``, ``\\|`` and ``\\}`` are the plain characters. Braces without a bar, or without their
    other brace, are plain text. Inside a form another form is shown where it is shown and said
    where it is said. Never raises.
    """
    if "{" not in raw and "\\" not in raw:
        return raw, ()
    forms = _forms(raw)
    shown: list[str] = []
    overrides: list[Override] = []
    inside: list[_Form] = []
    at = length = 0
    while at < len(raw):
        step = 1
        if at in forms:
            inside.append(forms[at])
        elif inside and at == inside[-1].bar:
            inside[-1].at_said = True
        elif inside and at == inside[-1].close:
            form = inside.pop()
            piece = "".join(form.shown)
            if inside:
                inside[-1].add("".join(form.said) if inside[-1].at_said else piece)
            else:
                said = "".join(form.said)
                overrides.append(Override(start=length, end=length + len(piece), said=said))
                shown.append(piece)
                length += len(piece)
        else:
            piece, step = _character(raw, at)
            if inside:
                inside[-1].add(piece)
            else:
                shown.append(piece)
                length += 1
        at += step
    return "".join(shown), tuple(overrides)


@dataclass(slots=True, kw_only=True)
class _Form:
    """A form being read: where its bar and its closing brace are, and its two sides so far."""

    bar: int
    close: int
    shown: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    at_said: bool = False

    def add(self, piece: str) -> None:
        (self.said if self.at_said else self.shown).append(piece)


def _character(raw: str, at: int) -> tuple[str, int]:
    """The character shown at *at*, and how many were typed for it."""
    if raw[at] == "\\" and raw[at + 1 : at + 2] in {"{", "|", "}"}:
        return raw[at + 1], 2
    return raw[at], 1


def _forms(raw: str) -> dict[int, _Form]:
    """The forms of *raw*, by their opening brace: those with a bar and a closing brace."""
    open_braces: list[list[int]] = []
    forms: dict[int, _Form] = {}
    at = 0
    while at < len(raw):
        char = raw[at]
        if char == "\\" and raw[at + 1 : at + 2] in {"{", "|", "}"}:
            at += 1  # what follows is a plain character
        elif char == "{":
            open_braces.append([at])
        elif char == "|" and open_braces:
            open_braces[-1].append(at)
        elif char == "}" and open_braces:
            brace, *bars = open_braces.pop()
            if bars:
                forms[brace] = _Form(bar=bars[0], close=at)
        at += 1
    return forms
