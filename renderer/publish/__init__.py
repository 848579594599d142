"""The web set: captions, chapters, transcript, page, credits, manifest, swapped in atomically."""
