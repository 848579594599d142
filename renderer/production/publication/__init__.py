"""A finished film becomes what is published: its place, its poster, its cues, its data, its set.

Comes in: segments, sound and a storyboard. Goes out: a folder in its public place or a draft's.
What files are made of them is the room `publish`'s.
"""

__all__ = ["destination", "page_theme", "poster", "publication_data", "release"]
