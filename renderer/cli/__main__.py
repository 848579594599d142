"""``python -m renderer.cli``: the same as ``make_video.py``."""

from renderer.cli import main

raise SystemExit(main())
