"""A StreamField block: a film by its name or address, and the moment at which it opens."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException

from .finders import TIME, base_url, film_of


class FilmBlock(blocks.StructBlock):
    """`("film", FilmBlock())`; Wagtail keeps the frame as it keeps any embed."""

    film = blocks.CharBlock(
        label=_("Film"), help_text=_("Its name, or an address of its page"), max_length=500
    )
    start = blocks.RegexBlock(
        regex=rf"^(?:{TIME.pattern})$",
        required=False,
        label=_("Opens at"),
        help_text=_("1:07, or nothing for the beginning"),
    )

    def clean(self, value):
        """A film that the site can't show is told beside its field."""
        cleaned = super().clean(value)
        if film_of(cleaned["film"]) is None:
            wrong = ValidationError(
                _("Type the name of a film, or paste an address below %(base)s."),
                params={"base": base_url()},
            )
            raise blocks.StructBlockValidationError(block_errors={"film": wrong})
        return cleaned

    def get_context(self, value, parent_context=None):
        """`embed`: as Wagtail found it; None: visitors see nothing of a film that isn't there."""
        context = super().get_context(value, parent_context=parent_context)
        context["embed"] = None
        film = film_of(value["film"])
        if film is not None:
            moment = f"t={value['start']}" if value.get("start") else film.moment
            with suppress(EmbedException):
                context["embed"] = get_embed(f"{base_url()}{film.slug}/page.html#{moment}")
        return context

    class Meta:
        """How editors find it."""

        icon = "media"
        label = _("Récit film")
        template = "recit_wagtail/film.html"
