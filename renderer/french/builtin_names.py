"""Names of 1939–1945 and how a French newsreader says them."""

from renderer.french.lexicon import Entry

ENTRIES = (Entry("Rouen", "Rouan"),)
