"""A film's sound track: what sounds in it, mixed, encoded slide by slide, kept in the cache.

Comes in: a film laid out in time and its takes. Goes out: an entry of the cache with its packets.
How samples are summed and levelled is the room `sound`'s.
"""

__all__ = ["encoded_sound", "footage_sound", "mix", "sound_sources", "soundtrack"]
