"""An author's YAML, changed as a careful colleague would: only the characters that an edit says.

    text + Edit ──apply──▶ text

Comes in: the text of a storyboard, a lexicon or a translation, and edits as plain data. Goes out:
the text with them, whose every other character is as it was. Files are looked after by `saving`.
"""

__all__ = ["edited_file", "edits", "journal", "splices", "syntax_tree"]
