"""The scale on which languages say what a line break costs: all weigh alike, whatever the tongue.

The scale hangs on what `subtitles.cue_breaks` pays for the other way out. One cue more costs at
least 50 and, nearly empty, at most 150; two lines of very different length cost up to 60 in one
cue; a break between cues counts one and a half times that between lines. The figures were settled
by reading the cues of the two films that come with the project; what matters is which side of those
sums they stand.
"""

from __future__ import annotations

NEVER = 1000.0
"""An article torn from its noun: dearer than any cut, but for a word that fits no line."""
HOLDS = 600.0
"""After a little word that means nothing without the next: dearer than three poor cues more
(450), so it is torn only where no other cut fits."""
NUMBER = 400.0
"""A number and what it counts: dearer than two cues more, cheaper than after a little word."""
ADJECTIVE = 300.0
"""Between an adjective and its noun: two of the poorest cues more."""
NAME = 150.0
"""Inside a name: one of the poorest cues more."""
VERB = 90.0
"""Inside a compound verb: a well filled cue more is the better way out, a poor one isn't."""
PLAIN = 45.0
"""Between two words of which nothing is known: just under one good cue more (50), so that a line
is cut anywhere rather than a cue added, but the costs below are sought for first."""
COMPLEMENT = 32.0
"""Before "of", "to": a reader takes the next group, not a new thought."""
VERB_BEGINS = 26.0
"""Before a verb's first word: the subject can be read alone."""
GROUP = 20.0
"""Before a preposition: a group of its own."""
ENGLISH_GROUP = 15.0
"""Before any English word that opens a group or a clause, which are not told apart."""
CLAUSE = 10.0
"""Before a conjunction: nearly as good as a comma (6)."""
