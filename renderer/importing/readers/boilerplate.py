"""What a page says around its text: prices, "Imprimer", cookies, sharing, articles to read next.

Comes in: the blocks of a page, and what of it is a menu by its own marks was left out already. Goes
out: those of its text, and the words that were left out, so that a person can call them back. Knows
no format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from renderer.importing.document import SPOKEN, Block

_FLAGS = re.IGNORECASE
_TAIL = re.compile(
    r"^(?:contenus?|articles?|produits?|pages?|dossiers?) (?:associés?|liés?|similaires?|connexes?)"
    r"|^(?:à lire|lire|voir|découvr\w+|consult\w+) (?:aussi|également|ensuite)"
    r"|^(?:dans la même (?:rubrique|collection)|vous aimerez aussi|sur le même (?:sujet|thème))"
    r"|^(?:related|further reading|see also|you may also like|read (?:more|next))\b"
    r"|^(?:\d+ )?(?:commentaires?|laisser un commentaire|comments?|leave a (?:comment|reply))\b"
    r"|^(?:\d+|une|un|one) (?:réflexions?|réponses?|avis|thoughts?|replies|responses?)"
    r" (?:sur|à|on|to)\b",
    _FLAGS,
)
"""Headings after which nothing more belongs to the text."""
_NOISE = re.compile(
    r"\bcookies?\b|politique de confidentialité|données personnelles|privacy policy"
    r"|mentions légales|conditions générales|tous droits réservés|all rights reserved|plan du site"
    r"|paiement sécurisé|ajouter au panier|add to (?:cart|basket)|livraison|en stock\b"
    r"|^(?:j'accepte|accepter|refuser|fermer|continuer)\b.{0,30}$"
    r"|^(?:envoyer|partager|imprimer|print|share|tweet\w*|télécharger|download|s'abonner|retour)\b"
    r".{0,40}$"
    r"|^(?:quantité|référence|réf\.|prix|price|date de mise à jour|mis à jour le|mise à jour"
    r"|publié le|modifié le|published|updated|temps de lecture|reading time|partagez)\b.{0,60}$"
    r"|^(?:accueil|home)(?: *[>›»/|].*)?$"
    r"|(?:newsletter|lettre d'information|suivez-nous|réseaux sociaux|follow us)"
    r"|^\W*(?:\d[\d .\u202f]*[,.]\d\d *€\W*)+$"
    r"|^(?:haut de page|aller au contenu|skip to|menu|rechercher|search|connexion|mon compte)\b"
    r".{0,40}$"
    r"|^(?:par|by) .{2,60}\b(?:publié|posté|published|posted|lecture)\b.{0,80}$"
    r"|^(?:posté|posted) .{0,60}$|^(?:publicité|advertisement)\b.{0,60}$"
    r"|\b(?:infolettre|abonnez-vous|subscribe to our)\b|\b(?:visiteur|visitor)\b.{0,60}$"
    r"|^\(?en savoir plus\)?\W*$|^read more\W*$",
    _FLAGS,
)
_ABOUT_A_FILM = re.compile(
    r"\ben vidéo *:?$|^cette vidéo\b|^regarde[rz] (?:la|cette|notre) vidéo", _FLAGS
)
"""What a page says of a film on it: the film itself can't say it."""
_SPECIFICATION = 60
"""Letters of a line of a data sheet, at most."""
_FEWEST = 3
"""Lines that make a data sheet."""
_LONGEST_NOISE = 260
"""Letters; a paragraph of history may speak of deliveries, or of reserved rights."""


def without_chrome(blocks: Iterable[Block]) -> tuple[list[Block], list[str]]:
    """The blocks of a page's text, and the words that were left out."""
    result, told = list(blocks), list[str]()
    kept: list[Block] = []
    for number, block in enumerate(result):
        is_short = len(block.text) <= _LONGEST_NOISE
        if _TAIL.match(block.text) and is_short and (kept or block.kind == "heading"):
            told += [each.text for each in result[number:] if each.text]
            break
        if (
            block.text
            and is_short
            and (_NOISE.search(block.text) or _ABOUT_A_FILM.search(block.text))
        ):
            told.append(block.text)
        else:
            kept.append(block)
    text, sheets = _without_data_sheets(kept)
    return _without_empty_headings(text), [*told, *sheets]


def _without_data_sheets(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """The blocks without runs of short lines such as "Poids : 31 g"."""
    kept: list[Block] = []
    told: list[str] = []
    run: list[Block] = []
    for block in (*blocks, Block(kind="picture")):
        if (
            block.kind in SPOKEN
            and len(block.text) <= _SPECIFICATION
            and block.text[-1] not in ".!?…"
        ):
            run.append(block)
            continue
        is_sheet = len(run) >= _FEWEST and sum(":" in each.text for each in run) * 2 >= len(run)
        if is_sheet:
            told += [each.text for each in run]
        else:
            kept += run
        run = []
        kept.append(block)
    return kept[:-1], told


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    """The blocks without headings that stand last: their text was left out."""
    while blocks and blocks[-1].kind == "heading":
        blocks.pop()
    return blocks
