"""The words of the page itself, in the storyboard's language.

Comes in: a language tag. Goes out: `Words`. A language without its own table gets the English one.
A translation is one more `Words` here, and its tag in `_TABLES`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the page says around the film. French ones carry their no-break spaces."""

    tag: str
    locale: str
    film: str
    relive: str
    introduction: str
    chapters: str
    transcript: str
    read_transcript: str
    sources: str
    related: str
    credits: str
    share: str
    share_link: str
    share_mail: str
    downloads: str
    download_film: str
    download_teaser: str
    download_captions: str
    download_transcript: str
    burned: str
    on_picture: str
    on_screen: str
    play_from: str
    synthetic_voice: str
    recorded_voice: str
    stand_in: str
    captions_label: str
    no_video: str
    music: str
    skip: str
    skip_to_transcript: str
    other_host: str
    """Beside the figure to paste: what the server that holds the film must send."""
    languages: str
    """What the list of the film's languages is called."""
    duration: str
    minutes: str
    seconds: str
    licence: str
    colon: str
    """What stands between a label and what it announces."""


FRENCH = Words(
    tag="fr",
    locale="fr_FR",
    film="Film",
    relive="Revivez l’histoire",
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
    captions_label="Français",
    no_video="Votre navigateur ne lit pas cette vidéo.",
    music="Musique",
    skip="Aller au contenu",
    skip_to_transcript="Aller à la transcription",
    other_host="Serveur du film : en-tête Access-Control-Allow-Origin",
    languages="Langues du film",
    duration="Durée",
    minutes="min",
    seconds="s",
    licence="Licence",
    colon="\u00a0: ",
)

ENGLISH = Words(
    tag="en",
    locale="en_GB",
    film="Film",
    relive="Relive the story",
    introduction="Introduction",
    chapters="Chapters",
    transcript="Transcript",
    read_transcript="Read the transcript",
    sources="Sources",
    related="Read also",
    credits="Credits",
    share="Share",
    share_link="Address of this page",
    share_mail="Send by e-mail",
    downloads="Download",
    download_film="The film",
    download_teaser="The teaser",
    download_captions="The captions",
    download_transcript="The transcript",
    burned="subtitles in the picture",
    on_picture="In the picture:",
    on_screen="On screen:",
    play_from="Play the film from",
    synthetic_voice="Synthetic voice",
    recorded_voice="Voice",
    stand_in="stand-in voice",
    captions_label="English",
    no_video="Your browser does not play this video.",
    music="Music",
    skip="Skip to content",
    skip_to_transcript="Skip to the transcript",
    other_host="Server of the film: header Access-Control-Allow-Origin",
    languages="Languages of the film",
    duration="Length",
    minutes="min",
    seconds="s",
    licence="Licence",
    colon=": ",
)

AUTONYMS = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "no": "Norsk",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "uk": "Українська",
    "zh": "中文",
}
"""What languages call themselves: a reader looks for their own."""
_TABLES = {"fr": FRENCH, "en": ENGLISH}


def words_for(language: str) -> Words:
    """The table of a language tag ("fr", "fr-CA"); English where there is none."""
    return _TABLES.get(language.lower().partition("-")[0], ENGLISH)


def autonym(language: str) -> str:
    """What the language of a tag calls itself; the tag where that isn't known."""
    return AUTONYMS.get(language.lower().partition("-")[0], language)
