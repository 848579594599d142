"""The Wagtail kit in a real Wagtail, without a site around it.

    python wagtail_site.py KIT < [{"base": …, "films": [{"film": …}, …], "pasted": […]}, …]

Run by a Python that has Wagtail, which the tests' own has not. Goes out: JSON: for each site, each
film's block and what an editor is told, and the embed of each pasted address.
"""

import json
import sys
from typing import Any

from django.conf import settings

asked = json.load(sys.stdin)
sys.path.insert(0, sys.argv[1])
settings.configure(
    SECRET_KEY="tests",
    LANGUAGE_CODE="fr",
    USE_I18N=True,
    USE_TZ=True,
    STATIC_URL="/static/",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "recit_wagtail",
        "wagtail.embeds",
        "wagtail.users",
        "wagtail.images",
        "wagtail.documents",
        "wagtail.admin",
        "wagtail",
        "taggit",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.staticfiles",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    WAGTAILEMBEDS_FINDERS=[
        {"class": "recit_wagtail.finders"},
        {"class": "wagtail.embeds.finders.oembed"},
    ],
    WAGTAILEMBEDS_RESPONSIVE_HTML=True,
)

import django  # noqa: E402  it reads the settings

django.setup()

from django.contrib.staticfiles import finders  # noqa: E402  the apps are there only now
from django.core.exceptions import ValidationError  # noqa: E402
from django.db import connection  # noqa: E402
from recit_wagtail.blocks import FilmBlock  # noqa: E402
from wagtail.embeds.embeds import get_finder_for_embed  # noqa: E402
from wagtail.embeds.exceptions import EmbedException  # noqa: E402
from wagtail.embeds.format import embed_to_frontend_html  # noqa: E402
from wagtail.embeds.models import Embed  # noqa: E402

with connection.schema_editor() as schema:
    schema.create_model(Embed)


def shown(given: dict[str, str]) -> dict[str, object]:
    """A film's block, as an editor saves it and as visitors see it."""
    block = FilmBlock()
    value = block.to_python({"start": "", **given})
    told: list[str] = []
    try:
        block.clean(value)
    except ValidationError as wrong:
        told = [str(message) for error in wrong.block_errors.values() for message in error.messages]
    return {"html": block.render(value), "told": told}


def pasted(address: str) -> dict[str, object]:
    """An address in an embed block or a rich text."""
    try:
        found = get_finder_for_embed(address)
    except EmbedException as wrong:
        return {"refused": type(wrong).__name__}
    return {"html": embed_to_frontend_html(address), "title": found["title"], "type": found["type"]}


def answer(site: dict[str, Any]) -> dict[str, object]:
    """All that is asked of one site."""
    settings.RECIT_BASE_URL = site["base"]
    return {
        "done": [shown(film) for film in site.get("films", [])],
        "pasted": [pasted(address) for address in site.get("pasted", [])],
        "script": finders.find("recit_wagtail/frame.js") is not None,
        "label": str(FilmBlock().label),
    }


json.dump([answer(site) for site in asked], sys.stdout)
