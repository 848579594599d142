"""Where a film is made in a browser: the page, and what answers it.

Comes in: a project's folder, options. Goes out: an address at which its films are written, heard,
seen, published. The storyboards stay the truth: every change is a change of their text.

    page ─▶ api ─▶ actions ─▶ open_film: its text, read, changed, undone
                        ├────▶ slide_preview: stills
                        ├────▶ speech_preview: sentences heard
                        └────▶ jobs: drafts, publications
"""

__all__ = ["session"]
