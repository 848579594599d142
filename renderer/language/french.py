"""French: all that a film told in it says, shows and sets its own way.

Goes out: `LANGUAGE`, found by the registry's row.
"""

from __future__ import annotations

from renderer.language.bilingual import BREATH, LITTLE_WORDS, SENTENCES
from renderer.language.eye.french import FRENCH_RAISED, typeset_french
from renderer.language.eye.french_bonds import french_bonds
from renderer.language.eye.french_breaks import french_break_cost
from renderer.language.language import CueColours, Eye, Language
from renderer.language.words import (
    Counted,
    CreditsWords,
    CueWords,
    DateWords,
    LegendWords,
    LicenceTitles,
    LineWords,
    MapHeadings,
    MapWords,
    PageWords,
    PlaceWords,
    PluralCategory,
    SideWords,
    SignWords,
    TrackWords,
    listed,
)


def _plural(number: int) -> PluralCategory:
    """Below two all is singular: "0 minute", "1 minute", "2 minutes"."""
    return "one" if number < 2 else "other"


LANGUAGE = Language(
    tag="fr",
    name="Français",
    locale="fr_FR",
    iso_639_2="fra",
    page=PageWords(
        film="Film",
        relive="Voir le film",
        introduction="Introduction",
        chapters="Chapitres",
        transcript="Transcription",
        read_transcript="Lire la transcription",
        sources="Sources",
        related="À lire aussi",
        credits="Crédits",
        share="Partager",
        share_link="Adresse de cette page",
        share_mail="Envoyer par courriel",
        downloads="Télécharger",
        download_film="Le film",
        download_teaser="L’extrait",
        download_captions="Les sous-titres",
        download_transcript="La transcription",
        burned="sous-titres à l’image",
        on_picture="À l’image\u00a0:",
        on_screen="Texte à l’écran\u00a0:",
        play_from="Lire le film à partir de",
        synthetic_voice="Voix de synthèse",
        recorded_voice="Voix",
        stand_in="voix de remplacement",
        no_video="Votre navigateur ne lit pas cette vidéo.",
        music="Musique",
        skip="Aller au contenu",
        skip_to_transcript="Aller à la transcription",
        other_host="Serveur du film : en-tête Access-Control-Allow-Origin",
        frame_height="Facultatif, une fois par page : le cadre prend la hauteur de son contenu",
        languages="Langues du film",
        duration="Durée",
        minutes=Counted(other="min"),
        seconds=Counted(other="s"),
        licence="Licence",
        colon="\u00a0: ",
    ),
    maps=MapWords(
        sides=SideWords(
            allies="Alliés",
            axis="Forces allemandes",
            neutral="Neutres",
        ),
        legend=LegendWords(
            landing="Débarquement",
            fort="Fort",
            strongpoint="Point d’appui",
            gate="Porte",
            battle="Combat",
            wreck="Destruction, épave",
            mine="Mines",
            border="Frontières actuelles",
            ground="Fond",
            data="données libres\u00a0: côtes, cours d’eau et frontières du monde",
            schematic="plan schématique",
        ),
        headings=MapHeadings(
            dates="Dates",
            places="Lieux",
            arrows="Mouvements",
            fronts="Lignes de front",
            areas="Zones",
            lines="Tracés",
            legend="Légende",
            inset="Carton",
            sources="Sources de la carte",
        ),
        signs=SignWords(
            arrow="flèche",
            front="ligne de front",
            area="zone hachurée",
            border="trait",
            symbol="symbole",
        ),
        places=PlaceWords(
            objective="objectif",
            capital="capitale",
            landing="débarquement",
            port="port",
            fort="fort",
            strongpoint="point d’appui",
            gate="porte",
            bridge="pont",
            battle="combat",
            wreck="destruction, épave",
            mine="mines",
        ),
        lines=LineWords(
            road="route",
            railway="voie ferrée",
            breakwater="digue",
            wall="mur",
            pipeline="oléoduc",
            boundary="limite",
            river="cours d’eau",
        ),
        in_france="petite carte de France où l’endroit de la vue est marqué",
        in_region="petite carte de la région où l’endroit de la vue est marqué",
        next="\u00a0; ",
    ),
    credits=CreditsWords(
        team="Équipe",
        pictures="Images",
        maps="Cartes",
        sound="Son",
        sources="Sources",
        base_maps="Fonds de carte",
        public_domain="domaine public",
        changed="modifié\u00a0: ",
        quotes=("« ", " »"),
        licences=LicenceTitles(
            public_domain_mark="Domaine public",
            us_government="Domaine public (États-Unis)",
            etalab="Licence Ouverte 2.0",
        ),
    ),
    tracks=TrackWords(pictures="Image", sound="Son", chapters="Chapitres"),
    cues=CueWords(music="[musique]"),
    draft="BROUILLON",
    dates=DateWords(
        months=listed(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
        ),
        hour="{date}, {hour}\u00a0h",
        first="1ᵉʳ",
        first_spelled="1er",
    ),
    plural=_plural,
    eye=Eye(
        typeset=typeset_french,
        raised=FRENCH_RAISED,
        break_cost=french_break_cost,
        little_words=LITTLE_WORDS,
        # The charter of 2011 for the quality of subtitles (CSA, now Arcom): 12 characters in the
        # first second, 60 in four.
        easy_reading=12.0,
        fastest_reading=15.0,
        bonds=french_bonds,
        # The same charter: cyan for a commentary whose speaker isn't seen, magenta for music.
        cue_colours=CueColours(voice="cyan", music="magenta"),
    ),
    sentences=SENTENCES,
    breath=BREATH,
    ear="renderer.language.ear.french.ear",
)
