"""`make docs`: the documentation of both languages as one site, in build/docs.

Comes in: docs/ and docs/fr/, the fonts that films are set in. Goes out: English at the site's root,
French in its fr/, each built strictly by Zensical from a folder that holds its pages alone, so that
its search finds and its menus say one language. Links between the languages' files, which hold in
the repository, become links between their pages.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import font_source_sans_pro

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SITE = ROOT / "build" / "docs"
PAGES = {"en": DOCS, "fr": DOCS / "fr"}
PLACES = {"en": "", "fr": "fr"}
"""Where in the site a language is; English first, since it makes the root anew."""
FONTS = ("SourceSansPro-Regular.otf", "SourceSansPro-It.otf", "SourceSansPro-Bold.otf")
_TO_ENGLISH = re.compile(r"\]\(\.\./([\w-]+)\.md")
_TO_IMAGES = re.compile(r"\]\(\.\./images/")
_TO_FRENCH = re.compile(r"\]\(fr/([\w-]+)\.md")


def lay_out(tongue: str, folder: Path) -> None:
    """Make *folder* what Zensical builds the site of *tongue* from."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "docs"
    (pages / "assets").mkdir(parents=True)
    for path in PAGES[tongue].glob("*.md"):
        text = path.read_text(encoding="utf-8")
        # A page is a folder of the site, but for index.md, which is its language's own.
        up = "" if path.stem == "index" else "../"
        text = _TO_IMAGES.sub("](images/", text)
        text = _TO_ENGLISH.sub(rf"]({up}../\1/", text)
        text = _TO_FRENCH.sub(rf"]({up}fr/\1/", text)
        (pages / path.name).write_text(text.replace("/index/", "/"), encoding="utf-8")
    shutil.copytree(DOCS / "images", pages / "images")
    for name in ("site.css", "site.js"):
        shutil.copy(DOCS / "site" / name, pages / "assets")
    fonts = Path(font_source_sans_pro.__file__).parent / "files"
    for name in (*FONTS, "LICENSE.txt"):
        shutil.copyfile(fonts / name, pages / "assets" / name)
    parts = [(DOCS / "site" / f"{name}.toml").read_text("utf-8") for name in (tongue, "both")]
    (folder / "zensical.toml").write_text("\n".join(parts), encoding="utf-8")


def build(site: Path = SITE) -> None:
    """Build both languages into *site*.

    Raises:
        CalledProcessError: Zensical found a page, a link or a setting wrong; it has said which.
    """
    shutil.rmtree(site, ignore_errors=True)
    for tongue, place in PLACES.items():
        folder = site.with_name(f"{site.name}-{tongue}")
        lay_out(tongue, folder)
        words = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
        subprocess.run(words, cwd=folder, check=True)
        shutil.copytree(folder / "site", site / place, dirs_exist_ok=True)
        shutil.rmtree(folder)


if __name__ == "__main__":
    build()
    print(SITE / "index.html")
