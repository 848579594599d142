"""Films made with Récit in Wagtail: `finders.FilmFinder`, and `blocks.FilmBlock` for pages."""
