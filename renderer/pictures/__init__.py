"""What is drawn over a picture or in its place: captions, call-outs, credits, cards, end pages.

Comes in: text, a theme, a frame's size. Goes out: pixels. Knows nothing of time or codecs.
"""
