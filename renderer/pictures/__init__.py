"""Photographs, cards, maps and captions become pixels here. Knows nothing of time or codecs."""
