"""Random storyboards as people write them: each style of text, brackets, comments, blank lines."""

from __future__ import annotations

import random
from typing import Any

WORDS = (
    "Cherbourg", "l'été", "juin", "1944", "n° 5", "«là»", "Utah", "d'une", "mer", "a:b", "#1",
    "100 %", "-", "VIIe", "non", "~", "[sic]", "{x|y}", 'dit "oui"', "c\\d", "1:30", "*", "&", "!",
    "où ?", "fin.", "a, b", "@", "``", "%", "|", ">", "é́", "🎬", "null", "- x", "ici : là", "x #y",
)  # fmt: skip
KEYS = (
    "title",
    "subtitle",
    "description",
    "language",
    "style",
    "voice",
    "film",
    "pronounce",
    "music",
)
SLIDE_KEYS = (
    "chapter",
    "image",
    "card",
    "caption",
    "narration",
    "hold",
    "pronounce",
    "sources",
    "map",
)
INNER_KEYS = (
    "file",
    "alt",
    "focus",
    "title",
    "text",
    "rights",
    "places",
    "name",
    "at",
    "clé à moi",
)


class Hand:
    """Writes YAML as one of many people."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.comments = 0
        self.eol = self.dice.choice(["\n", "\n", "\r\n", "\r"])
        self.step = self.dice.choice([2, 2, 4, 3])
        self.indentless = self.dice.random() < 0.3
        self.talkative = self.dice.choice([0, 0.1, 0.4])
        self.airy = self.dice.choice([0, 0.2])

    def text(self, lines: bool = True) -> str:
        """Words, and some paragraphs."""
        dice = self.dice
        said = " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, 9)))
        if lines and dice.random() < 0.3:
            said += "\n" * dice.randint(1, 3) + self.text(lines)
        if dice.random() < 0.05:
            said = dice.choice([" ", "\n", "  "]) + said
        return said if dice.random() > 0.03 else ""

    def value(self, depth: int) -> Any:
        """Anything that a key may have."""
        dice, kind = self.dice, self.dice.random()
        if depth > 2 or kind < 0.55:
            return self.text() if dice.random() > 0.05 else None
        if kind < 0.65:
            return [dice.choice(["0.5", "12", "-1.175", "a"]) for _ in range(dice.randint(0, 4))]
        if kind < 0.8:
            return [self.value(depth + 1) for _ in range(dice.randint(1, 4))]
        keys = dice.sample(INNER_KEYS, dice.randint(1, 5))
        return {key: self.value(depth + 1) for key in keys}

    def storyboard(self) -> str:
        """A whole file."""
        dice = self.dice
        data: dict[str, Any] = {"storyboard": "1", "slug": "film"}
        data |= {key: self.value(1) for key in dice.sample(KEYS, dice.randint(0, 5))}
        data["slides"] = []
        for number in range(dice.randint(1, 5)):
            slide = {"id": f"s{number}"} if dice.random() > 0.15 else {}
            slide |= {key: self.value(2) for key in dice.sample(SLIDE_KEYS, dice.randint(1, 5))}
            data["slides"].append(slide)
        head = dice.choice(["", "# yaml-language-server: x\n", "---\n", "# a\n\n# b\n---  # c\n"])
        said = head + self.mapping(data, 0) + dice.choice(["", "", "# fin\n", "\n\n", "...\n"])
        said = said if dice.random() < 0.8 else said.rstrip("\n")
        return dice.choice(["", "", "\ufeff"]) + said.replace("\n", self.eol)

    # How it is written.

    def mapping(self, data: dict[str, Any], column: int, inside: bool = False) -> str:
        """Keys on lines of their own, the first one where the pen stands if *inside*."""
        said = ""
        for number, (key, value) in enumerate(data.items()):
            if number or not inside:
                said += self.between(column) + " " * column
            said += self.key(key) + ":" + self.after(value, column, in_list=False)
        return said

    def listing(self, data: list[Any], column: int) -> str:
        """Dashes on lines of their own."""
        said = ""
        for value in data:
            said += (
                self.between(column) + " " * column + "-" + self.after(value, column, in_list=True)
            )
        return said

    def key(self, key: str) -> str:
        style = self.dice.random()
        return f'"{key}"' if style < 0.05 else f"'{key}'" if style < 0.1 else key

    def after(self, value: Any, column: int, *, in_list: bool) -> str:
        """What follows a colon or a dash, to the end of the line."""
        dice = self.dice
        if isinstance(value, dict | list) and (not value or dice.random() < 0.35):
            return self.blank() + self.flow(value, column) + self.tail()
        inner = column + self.step
        if isinstance(value, dict):
            if in_list and dice.random() < 0.8:
                gap = " " * (self.step - 1)
                return gap + self.mapping(value, inner, inside=True)
            return self.tail() + self.mapping(value, inner)
        if isinstance(value, list):
            at = column if self.indentless and not in_list else inner
            return self.tail() + self.listing(value, at)
        if value is None:
            return dice.choice(["", " ~", " null"]) + self.tail()
        return self.blank() + self.scalar(value, column)

    def scalar(self, text: str, column: int) -> str:
        dice = self.dice
        ways = ["double", "block", "single", "plain", "plain"]
        for way in dice.sample(ways, len(ways)):
            if way == "block" and text.strip() and (written := self.block(text, column)):
                return written
            if way == "single" and "\n" not in text:
                return "'" + self.broken(text.replace("'", "''"), column) + "'" + self.tail()
            if way == "plain" and is_simple(text):
                return self.broken(text, column) + self.tail()
        return self.double(text) + self.tail()

    def double(self, text: str) -> str:
        said = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return '"' + (said.replace("é", "\\u00e9") if self.dice.random() < 0.3 else said) + '"'

    def block(self, text: str, column: int) -> str:
        dice = self.dice
        folds = dice.random() < 0.4 and not any(line[:1] == " " for line in text.split("\n"))
        inner = column + dice.choice([self.step, self.step, 1, 5])
        needs = next(line for line in text.split("\n") if line)[0] == " "
        sign = str(inner - column) if needs or dice.random() < 0.1 else ""
        chomp = dice.choice(["", "", "-", "+"])
        header = (">" if folds else "|") + dice.choice([sign + chomp, chomp + sign])
        lines = text.split("\n")
        if folds:
            lines = [piece for line in lines for piece in (*self.pieces(line), "")][:-1]
        said = "".join("\n" + (" " * inner + line if line else "") for line in lines)
        return header + dice.choice(["", "  # en-tête"]) + said + "\n" * dice.choice([1, 1, 1, 2])

    def pieces(self, line: str) -> list[str]:
        """A line broken where a blank is."""
        words, pieces = line.split(" "), [""]
        for word in words:
            if pieces[-1] and word and self.dice.random() < 0.3:
                pieces.append(word)
            else:
                pieces[-1] = f"{pieces[-1]} {word}" if pieces[-1] else word
        return pieces

    def broken(self, text: str, column: int) -> str:
        if self.dice.random() < 0.8 or "  " in text:
            return text
        pieces = self.pieces(text)
        if any(
            piece.startswith(("#", "-", "?", "|", ">")) or not piece.strip() for piece in pieces
        ):
            return text
        return ("\n" + " " * (column + self.step)).join(pieces)

    def flow(self, value: Any, column: int) -> str:
        dice = self.dice
        if isinstance(value, dict | list):
            mark = "{}" if isinstance(value, dict) else "[]"
            items = (
                [f"{self.key(key)}: {self.flow(each, column)}" for key, each in value.items()]
                if isinstance(value, dict)
                else [self.flow(each, column) for each in value]
            )
            if items and dice.random() < 0.2:
                below = "\n" + " " * (column + self.step)
                comma = "," + self.comment() + below
                last = dice.choice(["", ","]) + "\n" + " " * (column + 1)
                return mark[0] + below + comma.join(items) + last + mark[1]
            comma = dice.choice([", ", ", ", ","])
            return mark[0] + comma.join(items) + mark[1]
        if value is None:
            return "null"
        text = str(value)
        if is_simple(text) and not set(text) & set("[]{},:") and dice.random() < 0.7:
            return text
        if "\n" not in text and dice.random() < 0.4:
            return "'" + text.replace("'", "''") + "'"
        return self.double(text)

    # Between the words.

    def blank(self) -> str:
        return self.dice.choice([" ", " ", " ", "   "])

    def comment(self) -> str:
        if self.dice.random() >= self.talkative:
            return ""
        self.comments += 1
        return f"  # c{self.comments}: l'un, {{deux}} - [trois]"

    def tail(self) -> str:
        return self.comment() + "\n"

    def between(self, column: int) -> str:
        said = "\n" if self.dice.random() < self.airy else ""
        while comment := self.comment():
            said += " " * self.dice.choice([column, column, column, 0, column + 2])
            said += comment.lstrip() + "\n"
            said += "\n" if self.dice.random() < 0.2 else ""
        return said


def is_simple(text: str) -> bool:
    """Whether it needs no quotes, as far as this hand knows."""
    return (
        bool(text)
        and text[0].isalnum()
        and not any(sign in text for sign in (": ", " #", "\n", "  "))
        and text == text.strip()
        and not text.endswith(":")
        and text != "null"
    )
