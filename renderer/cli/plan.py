"""``plan``: what a render would make and reuse, and why.

Comes in: parsed arguments. Goes out: the plan on stdout, warnings on stderr.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

from renderer.cli.values import options_of
from renderer.messages import tr, trn
from renderer.messages.catalogue import number
from renderer.messages.figures import decimal
from renderer.narration.cost import Cost
from renderer.production.plan import Plan, ShapePlan, plan_film
from renderer.production.prepare import prepare
from renderer.production.static_stretches import LONG_SECONDS


def run(arguments: argparse.Namespace) -> int:
    """Print the plan of one film."""
    production = prepare(arguments.storyboard, options_of(arguments))
    for problem in production.noticed:
        print(tr("warning: {message}", message=problem), end="\n\n", file=sys.stderr)
    plan = plan_film(production)
    if arguments.json:
        print(json.dumps(asdict(plan), ensure_ascii=False))
        return 0
    print(_in_words(plan))
    if arguments.pace:
        print("\n".join(_pace_lines(plan)))
    return 0


def _in_words(plan: Plan) -> str:
    spoken = [sentence for sentence in plan.sentences if not sentence.reused]
    lines = [
        tr("voice: {voice}", voice=plan.voice),
        tr(
            "sentences: {spoken} to speak, {reused} reused",
            spoken=number(len(spoken)),
            reused=number(len(plan.sentences) - len(spoken)),
        ),
    ]
    lines += [
        tr("voice of '{slide}': {voice}", slide=slide, voice=voice)
        for slide, voice in plan.other_voices.items()
    ]
    lines += [line for cost in plan.sent for line in _sent(cost)]
    lines += [
        "  "
        + tr(
            "speak {slide} {number}: {text} — {why}",
            slide=sentence.slide,
            number=sentence.number,
            text=_short(sentence.written),
            why=sentence.why,
        )
        for sentence in spoken
    ]
    for shape in plan.shapes:
        lines += _shape_lines(shape)
    return "\n".join(lines)


def _sent(cost: Cost) -> Iterator[str]:
    """What leaves the machine, and whether its price is sure."""
    yield _sent_for(cost)
    if cost.unsure and cost.characters:
        yield "  " + tr(
            "neither the name of {voice} nor its price was tried: check them at {address}",
            voice=cost.voice,
            address=cost.unsure,
        )


def _sent_for(cost: Cost) -> str:
    """A price under a cent is told as one."""
    characters = number(cost.characters)
    if not cost.characters:
        return tr("sent: nothing to {place}", place=cost.to)
    if cost.euros is None:
        return tr(
            "sent: {characters} characters, price not known, to {place}",
            characters=characters,
            place=cost.to,
        )
    if not cost.euros:
        return tr(
            "sent: {characters} characters, free, to {place}", characters=characters, place=cost.to
        )
    euros = decimal(max(0.01, cost.euros), 2)
    return tr(
        "sent: {characters} characters, about {euros} €, to {place}",
        characters=characters,
        euros=euros,
        place=cost.to,
    )


def _shape_lines(shape: ShapePlan) -> list[str]:
    made = [segment for segment in shape.segments if not segment.reused]
    frames = sum(segment.length for segment in made)
    whole = sum(segment.length for segment in shape.segments)
    return [
        tr(
            "segments {shape}: {made} to make ({frames} of {whole} frames), {reused} reused",
            shape=shape.shape,
            made=number(len(made)),
            frames=number(frames),
            whole=number(whole),
            reused=number(len(shape.segments) - len(made)),
        ),
        *_last_options(shape),
        *(
            "  "
            + trn(
                "make {label} at {start} s, {count} frame — {why}",
                "make {label} at {start} s, {count} frames — {why}",
                segment.length,
                label=segment.label,
                start=decimal(segment.start / shape.fps),
                why=segment.why,
            )
            for segment in made
        ),
    ]


def _last_options(shape: ShapePlan) -> Iterator[str]:
    if shape.last_options:
        yield "  " + tr(
            "the last render was made as with {options}: give the plan the same, to see what that"
            " film reuses",
            options=" ".join(shape.last_options),
        )


def _pace_lines(plan: Plan) -> list[str]:
    fps = plan.shapes[0].fps
    told = [
        tr(
            "nothing changes for {seconds} s from {start} s on (slide '{slide}')",
            seconds=decimal((each.end - each.start) / fps, 1),
            start=decimal(each.start / fps, 1),
            slide=each.slide,
        )
        for each in plan.unchanged
    ]
    limit = f"{LONG_SECONDS:.0f}"
    return told or [tr("something changes at least every {seconds} s", seconds=limit)]


def _short(text: str, width: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"
