#!/usr/bin/env python3
"""Turn a storyboard into a narrated film: ``python make_video.py storyboards/my-film.yaml``."""

from renderer.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
