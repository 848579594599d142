"""Where a sentence may be cut, and where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.language.eye.break_scale import NEVER
from renderer.subtitles.cue_breaks import LINE_WIDTH, break_cost, break_cues, break_lines


def shown(written: str) -> list[tuple[str, ...]]:
    return [
        tuple(line.replace("\u00a0", "~").replace("\u202f", "·") for line in piece.lines)
        for piece in break_cues(written)
    ]


@pytest.mark.parametrize(
    ("written", "cues"),
    [
        ("Cherbourg est libre.", [("Cherbourg est libre.",)]),
        (
            "À la pointe du Cotentin, une ville regarde la mer.",
            [("À la pointe du Cotentin,", "une ville regarde la mer.")],
        ),
        (
            "Le sort d'une armée entière va se jouer dans son port.",
            [("Le sort d’une armée entière va se jouer", "dans son port.")],
        ),
        (
            "Le 18 juin, ils débouchent sur l'autre rivage, à Barneville-Carteret.",
            [("Le 18~juin, ils débouchent", "sur l’autre rivage,"), ("à Barneville-Carteret.",)],
        ),
        (
            "À l'hôtel Meurice, le général von Choltitz est fait prisonnier.",
            [("À l’hôtel Meurice,",), ("le général~von~Choltitz", "est fait prisonnier.")],
        ),
        (
            "Il faut enlever la caserne de La Tour-Maubourg, puis le Palais-Bourbon, le quai"
            " d'Orsay, l'École militaire.",
            [
                ("Il faut enlever la caserne", "de La Tour-Maubourg,"),
                ("puis le Palais-Bourbon,", "le quai d’Orsay, l’École militaire."),
            ],
        ),
        (
            "« Paris outragé ! Paris brisé ! Paris martyrisé ! mais Paris libéré ! »",
            [("«~Paris outragé·! Paris brisé·!", "Paris martyrisé·! mais Paris libéré·!~»")],
        ),
    ],
    ids=lambda value: value[:25] if isinstance(value, str) else "",
)
def test_lines_break_where_the_sense_does(written: str, cues: list[tuple[str, ...]]) -> None:
    assert shown(written) == cues


def test_an_article_keeps_its_noun_even_at_the_price_of_balance() -> None:
    (lines,) = shown("Ils ont gardé la forteresse imprenable du Roule.")
    assert not any(line.endswith((" la", " du")) for line in lines)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("mer.", "Puis"), ("mer,", "puis")),
        (("mer,", "puis"), ("mer", "puis")),
        (("mer", "et"), ("mer", "dans")),
        (("mer", "dans"), ("mer", "calme")),
        (("mer", "calme"), ("Jean", "Moulin")),
        (("Jean", "Moulin"), ("la", "mer")),
        (("ville", "dans"), ("dans", "ville")),
        (("tant", "il"), ("tant", "qu’il")),
        (("navires", "alliés"), ("derniers", "forts")),
        (("hommes", "tombent"), ("250", "hommes")),
    ],
)
def test_some_breaks_are_better_than_others(
    better: tuple[str, str], worse: tuple[str, str]
) -> None:
    assert break_cost(*better) < break_cost(*worse)


def test_nothing_is_worse_than_an_article_torn_from_its_noun() -> None:
    assert break_cost("la", "mer") == NEVER
    assert break_cost("the", "sea", language="en") > break_cost("sea", "and", language="en")


def test_a_lower_limit_gives_shorter_pieces() -> None:
    written = "Ils traversent le bocage, d'est en ouest, haie après haie, et personne ne les voit."
    assert all(sum(map(len, p.lines)) <= 30 for p in break_cues(written, limit=30))


def test_a_word_of_ten_thousand_letters_is_cut() -> None:
    pieces = break_cues("a" * 10_000)
    assert "".join(line for piece in pieces for line in piece.lines) == "a" * 10_000
    assert {len(line) for piece in pieces for line in piece.lines} == {40}


def test_a_compound_is_cut_at_its_hyphens_and_an_accent_stays_on_its_letter() -> None:
    compound = "Saint-Germain-des-Prés-sur-le-Lac-de-Constance"
    assert break_cues(compound)[0].lines[0].endswith("-")
    for piece in break_cues("e" + "e\u0301" * 100):
        assert all(line[0] == "e" for line in piece.lines)


def test_lines_fit_or_there_are_none() -> None:
    assert break_lines("Oui. Non.") == ("Oui. Non.",)
    assert break_lines("mot " * 40) is None
    assert break_lines("  ") is None


WRITTEN = st.lists(
    st.sampled_from(
        [
            "le",
            "de",
            "Jean",
            "Moulin",
            "mot,",
            "fin.",
            "«",
            "»",
            "!",
            '"oui"',
            "...",
            "1944",
            "21 000",
            "6 juin",
            "—",
            "-",
            "x" * 45,
            "é-" * 25,
            "\u00a0",
            "M.",
            "qu'il",
            "\x00",
        ]
    ),
    max_size=30,
).map(" ".join) | st.text(max_size=120)


@given(WRITTEN, st.integers(1, 90))
def test_pieces_show_every_letter_within_the_limits(written: str, limit: int) -> None:
    pieces = break_cues(written, limit=limit)

    def letters(text: str) -> str:
        return "".join(filter(str.isalnum, text))

    assert letters("".join(line for p in pieces for line in p.lines)) == letters(written)
    for piece in pieces:
        assert 1 <= len(piece.lines) <= 2
        assert all(0 < len(line) <= LINE_WIDTH and line == line.strip() for line in piece.lines)


@given(WRITTEN, st.integers(10, 90))
def test_spans_touch_and_cover_the_sentence(written: str, limit: int) -> None:
    pieces = break_cues(written, limit=limit)
    if not pieces:
        assert not written.strip()
        return
    assert [p.start for p in pieces] == [0, *(p.end for p in pieces[:-1])]
    assert pieces[-1].end == len(written)
    for piece in pieces:
        shown_letters = "".join(filter(str.isalnum, "".join(piece.lines)))
        assert "".join(filter(str.isalnum, written[piece.start : piece.end])) == shown_letters
