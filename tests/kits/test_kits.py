"""The kits: checked as each system's people would, run on stand-ins or in the real system, and what
they write looked at in a browser, on a page of another origin than the film's."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.browser import until
from tests.kits.conftest import KITS, Films, in_wagtail
from tests.publish.loopback import served
from tests.publish.test_browser import AXE, RULES, captions_shown

ROOT = KITS.parent
Php = Callable[[str, Any], Any]
BASE = "https://films.example/"
TITLE = 'La "bataille" & <b>l’été</b>'
SAID = 'La "bataille" & l’été'
"""The title as pages say it: the server's words, never its markup."""
ANSWER = {f"{BASE}bataille/oembed.json": json.dumps({"title": TITLE, "html": "<script>x</script>"})}
ADDRESSES = {
    "bataille": "bataille/embed.html",
    " bataille ": "bataille/embed.html",
    "bataille.en": "bataille.en/embed.html",
    f"{BASE}bataille/": "bataille/embed.html",
    f"{BASE}bataille/page.html": "bataille/embed.html",
    f"{BASE}bataille/page.html?t=67": "bataille/embed.html#t=67",
    f"{BASE}bataille/page.html?from=mail&t=4.5": "bataille/embed.html#t=4.5",
    f"{BASE}bataille/embed.html#t=1:07": "bataille/embed.html#t=1:07",
    f"{BASE}bataille/page.html?t=5#t=7": "bataille/embed.html#t=7",
    f"{BASE}bataille/embed.html#fort-du-roule": "bataille/embed.html#fort-du-roule",
    f"{BASE}bataille/embed.html#d%C3%A9b": "bataille/embed.html#d%C3%A9b",
    f'{BASE}bataille/embed.html#"><script>': "bataille/embed.html#%22%3E%3Cscript%3E",
    "../x": None,
    "bataille/../../x": None,
    "bataille\n": "bataille/embed.html",
    'bataille" onload="x': None,
    "https://elsewhere.example/bataille/": None,
    "//elsewhere.example/bataille/": None,
    "javascript:alert(1)": None,
    "": None,
}
"""What editors type or paste, and the frame's address below the films' own."""


def frame_in(html: str) -> dict[str, str] | None:
    """The attributes of the one frame in *html*, which must be valid; None: nothing is shown."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parseFragment(html)
    frames = list(tree.iter("iframe"))
    assert not [e for e in tree.iter() if str(e.tag) == "script" and not e.attrib.get("src")]
    assert not [key for e in tree.iter() for key in e.attrib if key.startswith("on")]
    assert len(frames) < 2
    return dict(frames[0].attrib) if frames else None


def address_in(html: str) -> str | None:
    found = frame_in(html)
    return found["src"] if found else None


WANTED = [BASE + path if path else None for path in ADDRESSES.values()]


def test_wordpress_makes_frames_of_names_and_addresses(php: Php) -> None:
    asked = {"option": BASE, "answers": ANSWER, "do": [["block", {"film": f}] for f in ADDRESSES]}
    made = php("wordpress", asked)
    assert [address_in(html) for html in made["done"]] == WANTED
    frame = frame_in(made["done"][0])
    assert frame
    assert frame["title"] == f"Film: {SAID}"
    assert set(made["seen"]["enqueued"]) == {"recit-frame"}
    assert made["seen"]["fetched"].count(f"{BASE}bataille/oembed.json") == 1, "asked once, kept"


def test_drupal_makes_frames_of_names_and_addresses(php: Php) -> None:
    asked = {"base": BASE, "answers": ANSWER, "films": list(ADDRESSES), "name": TITLE}
    made = php("drupal", asked)
    assert [address_in(film["html"]) for film in made["done"]] == WANTED
    assert [bool(film["told"]) for film in made["done"]] == [url is None for url in WANTED]
    frame = frame_in(made["done"][0]["html"])
    assert frame
    assert frame["title"] == f"Film: {TITLE}", "a name that an editor gave: escaped, once"
    assert made["done"][0]["name"] == SAID
    assert made["done"][2]["name"] == "parent's default_name", "its server doesn't answer"
    assert made["ids"] == ["recit_film", "recit_film"]
    assert made["fields"] == ["source_field", "base_url"]


@pytest.fixture(scope="module")
def wagtail(films: Films) -> Any:
    """Three sites: every address, a films' server that is down, and a page for the browser."""
    given = [{"film": film.replace(BASE, films.base)} for film in ADDRESSES]
    pasted = [f"{films.base}bataille/page.html?t=4", f"{films.base}autre/", "https://x.example/"]
    return in_wagtail(
        [
            {"base": films.base, "films": given, "pasted": pasted},
            {"base": "http://127.0.0.1:9/", "films": [{"film": "bataille"}]},
            {"base": films.base, "films": [{"film": "bataille", "start": "0:05"}]},
        ]
    )


def test_wagtail_makes_frames_of_names_and_addresses(wagtail: Any, films: Films) -> None:
    made = wagtail[0]
    wanted = [url.replace(BASE, films.base) if url else None for url in WANTED]
    missing = ["bataille.en" in film for film in ADDRESSES]  # no such film there: nothing is shown
    assert [address_in(film["html"]) for film in made["done"]] == [
        None if gone else url for url, gone in zip(wanted, missing, strict=True)
    ]
    assert [bool(film["told"]) for film in made["done"]] == [url is None for url in wanted]
    assert made["script"]
    assert made["label"] == "Film Récit"
    first, other, foreign = made["pasted"]
    assert address_in(first["html"]) == f"{films.base}bataille/embed.html#t=4"
    assert "responsive-object" not in first["html"], "Wagtail's box of one ratio would cut it"
    assert other == {"refused": "EmbedNotFoundException"}
    assert foreign == {"refused": "EmbedUnsupportedProviderException"}


def test_wagtail_shows_the_frame_also_while_the_films_server_is_down(wagtail: Any) -> None:
    frame = frame_in(wagtail[1]["done"][0]["html"])
    assert frame
    assert frame["title"] == "Film"


@pytest.mark.parametrize(
    ("start", "moment"),
    [("1:07", "#t=1:07"), ("67", "#t=67"), ("1:02:03.5", "#t=1:02:03.5"), ('1"x', ""), ("", "")],
)
def test_a_film_opens_where_the_editor_says(php: Php, start: str, moment: str) -> None:
    asked = {"option": BASE, "do": [["block", {"film": "bataille", "start": start}]]}
    assert address_in(php("wordpress", asked)["done"][0]) == f"{BASE}bataille/embed.html{moment}"
    asked = {"base": BASE, "models": [{"slug": "bataille", "debut": start}]}
    assert address_in(php("spip", asked)["done"][0]) == f"{BASE}bataille/embed.html{moment}"


def test_spip_shows_films_of_its_site_alone(php: Php) -> None:
    names = ["bataille", "bataille.en", "../x", 'x" onload="y', "", f"{BASE}bataille/"]
    hostile = {"slug": "bataille", "titre": '"><script>alert(1)</script>'}
    models = [*({"slug": name} for name in names), hostile]
    made = php("spip", {"base": BASE, "answers": ANSWER, "models": models})
    *shown, titled = [frame_in(html) for html in made["done"]]
    assert [bool(frame) for frame in shown] == [True, True, False, False, False, False]
    assert shown[0]
    assert shown[0]["title"] == f"Film\u00a0: {SAID}"
    assert titled
    assert titled["title"] == f"Film\u00a0: {hostile['titre']}", "escaped, not lost"
    assert 'src="plugins/recit/javascript/recit_frame.js?1" defer' in made["head"]
    assert made["form"] == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://films.example", BASE),
        (" https://films.example/ ", BASE),
        ("http://intranet/films", "http://intranet/films/"),
        ("", ""),
        ("films", None),
        ("javascript:alert(1)", None),
        ("https://user:secret@films.example/", None),
        ("https://films.example/?x", None),
        ("https://films.example/#x", None),
    ],
)
def test_the_films_address_is_a_whole_one_or_stays_what_it_was(
    php: Php, typed: str, kept: str | None
) -> None:
    asked = {"option": "https://before.example/", "do": [["recit_sanitize_base_url", [typed]]]}
    made = php("wordpress", asked)
    assert made["done"][0] == ("https://before.example/" if kept is None else kept)
    assert bool(made["seen"]["errors"]) == (kept is None)
    assert bool(php("spip", {"base": typed, "models": []})["form"]) == (kept is None)
    if typed:  # the field is required there
        assert bool(php("drupal", {"base": typed, "films": []})["form"]) == (kept is None)


def test_wordpress_registers_the_films_address_as_a_provider_and_prints_its_own_frame(
    php: Php,
) -> None:
    pasted = f"{BASE}bataille/page.html?t=4"
    server = {"title": TITLE, "html": '<iframe src="https://elsewhere.example/"></iframe>'}
    other = "https://elsewhere.example/bataille/"
    asked = {
        "option": BASE,
        "do": [
            ["embed", [pasted, server]],
            ["embed", [other, server]],
            ["recit_fetch_url", ["https://x.example/oembed", pasted]],
            ["recit_fetch_url", ["https://x.example/oembed", other]],
        ],
    }
    made = php("wordpress", asked)
    ours, theirs, endpoint, untouched = made["done"]
    frame = frame_in(ours)
    assert frame
    assert frame["src"] == f"{BASE}bataille/embed.html#t=4"
    assert frame["title"] == f"Film: {SAID}"
    assert theirs == server["html"], "other sites' embeds are no business of this plugin"
    assert endpoint == f"{BASE}bataille/oembed.json"
    assert untouched == "https://x.example/oembed"
    ((form, provider, is_regex),) = made["seen"]["providers"]
    assert (provider, is_regex) == (BASE, True)
    matched = [bool(re.match(form.strip("#").replace("\\:", ":"), url)) for url in (pasted, other)]
    assert matched == [True, False]


def test_wordpress_does_nothing_before_its_address_is_set(php: Php) -> None:
    blocks = [["block", {"film": "bataille"}], ["block", {"film": "https://x.example/"}]]
    made = php("wordpress", {"option": "", "do": blocks})
    assert made["done"] == ["", ""]
    assert made["seen"]["providers"] == []
    assert made["seen"]["fetched"] == []
    editor = php("wordpress", {"option": "", "may": ["edit_posts"], "do": blocks})
    assert all("Settings &gt; Media" in html for html in editor["done"]), "who can mend it is told"


def test_wordpress_settings_are_for_those_who_manage_options(php: Php) -> None:
    hostile = 'https://films.example/"><script>'
    asked = {"option": hostile, "do": [["printed", ["recit_settings_field"]]]}
    assert php("wordpress", asked)["done"] == [""]
    made = php("wordpress", {**asked, "may": ["manage_options"]})
    assert "<script" not in made["done"][0]
    assert made["seen"]["setting"] == ["media", "recit_base_url", "recit_sanitize_base_url"]
    assert made["seen"]["field"][3] == "media", "a page of WordPress's own, with its nonce"


def test_wordpress_keeps_nothing_when_it_is_uninstalled(php: Php) -> None:
    asked = {"option": BASE, "answers": ANSWER, "do": [["block", {"film": "bataille"}]]}
    asked["do"].append(["uninstall", []])
    assert php("wordpress", asked)["done"][1] == [[], []]


def test_omeka_s_finds_a_films_frame_by_its_page(php: Php, films: Films) -> None:
    """As Omeka S 4.2 does: an address of its list, the page's discovery link, then the answer."""
    config = KITS / "omeka-s" / "local.config.php"
    said = subprocess.run(
        ["php", "-r", "echo json_encode(require $argv[1]);", "--", str(config)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    (allowed,) = json.loads(said.stdout)["oembed"]["whitelist"]
    form = allowed.removeprefix("#").removesuffix("#")
    for name in ("page.html", "embed.html"):
        assert re.match(form, f"https://films.musee.example/bataille/{name}")
        root = html5lib.parse((films.folder / "bataille" / name).read_bytes(), "etree", False)
        links = [e.attrib for e in root.iter("link") if e.attrib["rel"] == "alternate"]
        (link,) = [e for e in links if e["type"] == "application/json+oembed"]
        answer = json.loads((films.folder / "bataille" / link["href"]).read_text("utf-8"))
        assert address_in(answer["html"])
    for other in ("https://films.musee.example.evil.example/x/", "https://x.example/bataille/"):
        assert not re.match(form, other)


@pytest.mark.parametrize("kit", sorted(p.name for p in KITS.iterdir() if p.is_dir()))
def test_each_kit_says_its_licence_how_it_was_tried_and_what_was_not(kit: str) -> None:
    read = (KITS / kit / "README.md").read_text(encoding="utf-8")
    assert "**Licence**" in read
    assert re.search(r"\*\*Essayée?\*\*", read)
    assert re.search(r"\*\*Non\s+essayée?\*\*", read)
    assert "In English:" in read
    for path in re.findall(r"\]\(([^):]+)\)", read):
        assert (KITS / kit / path).exists(), path
    for script in (KITS / kit).rglob("*frame.js"):
        source = ROOT / "renderer" / "publish" / "templates" / "frame.js"
        assert script.read_bytes() == source.read_bytes(), "copied from there"


def test_php_is_well_formed_and_in_style() -> None:
    files = [*KITS.rglob("*.php"), *(ROOT / "tests" / "kits").rglob("*.php")]
    if shutil.which("php") is None:
        pytest.skip("PHP is not installed (apt-get install php-cli)")
    for path in files:
        done = subprocess.run(
            ["php", "-l", str(path)], capture_output=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stdout
    if shutil.which("phpcs") is None:
        pytest.skip("PHP_CodeSniffer is not installed (apt-get install php-codesniffer)")
    done = subprocess.run(
        ["phpcs", "--standard=phpcs.xml", "-q"],
        cwd=KITS,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", sorted(KITS.rglob("*.po")), ids=lambda p: p.parts[-2])
def test_all_that_a_kit_says_is_said_in_french(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    told = {message.id: message.string for message in catalogue if message.id}
    assert all(told.values())
    kit = next(p for p in path.parents if p.parent == KITS)
    sources = "".join(p.read_text("utf-8") for e in ("php", "py") for p in kit.rglob(f"*.{e}"))
    called = r"(?:__|esc_html__|->t|TranslatableMarkup|\b_)\(\s*(['\"])(.*?)\1"
    assert {text for _, text in re.findall(called, sources)} == set(told)
    compiled = path.with_suffix(".mo")
    if compiled.exists():
        with compiled.open("rb") as file:
            assert {m.id: m.string for m in read_mo(file) if m.id} == told


def test_spip_says_the_same_in_both_languages() -> None:
    for module in ("recit", "paquet-recit"):
        both = [
            set(re.findall(r"^    '(\w+)' =>", file.read_text(encoding="utf-8"), re.MULTILINE))
            for file in (KITS / "spip" / "lang" / f"{module}_{lang}.php" for lang in ("fr", "en"))
        ]
        assert both[0] == both[1] != set()


TOLD = "document.documentElement.getBoundingClientRect().height"


def html_of(kit: str, films: Films, request: pytest.FixtureRequest) -> str:
    """What a visitor's page holds where *kit* shows the film."""
    if kit == "wagtail":
        return str(request.getfixturevalue("wagtail")[2]["done"][0]["html"])
    php = request.getfixturevalue("php")
    if kit == "spip":
        asked = {"base": films.base, "models": [{"slug": "bataille", "debut": "0:05"}]}
        made = php(kit, asked)
        return str(made["head"] + made["done"][0])
    if kit == "drupal":
        films_asked = [f"{films.base}bataille/page.html?t=5"]
        made = php(kit, {"base": films.base, "films": films_asked})
        return str(made["done"][0]["html"]) + '<script src="frame.js" defer></script>'
    asked = {"option": films.base, "do": [["block", {"film": "bataille", "start": "0:05"}]]}
    made = php("wordpress", asked)
    (name,) = set(made["seen"]["enqueued"])
    return f'{made["done"][0]}<script src="{made["seen"]["registered"][name]}"></script>'


@pytest.mark.browser
@pytest.mark.parametrize("kit", ["wordpress", "spip", "drupal", "wagtail"])
def test_on_a_page_of_another_origin_the_film_has_captions_height_and_no_barrier(
    tmp_path: Path, films: Films, browser: Any, request: pytest.FixtureRequest, kit: str
) -> None:
    made = html_of(kit, films, request)
    # Wherever a system keeps its scripts, the page finds ours.
    body = re.sub(r'(<script src=")[^"]*frame\.js[^"]*"', r'\1frame.js"', made)
    assert "frame.js" in body
    shutil.copy(films.folder / "bataille" / "frame.js", tmp_path)
    (tmp_path / "index.html").write_text(
        "<!DOCTYPE html><html lang=fr><meta charset=utf-8><meta name=viewport"
        " content='width=device-width'><title>Article</title><style>main{max-width:60rem}</style>"
        f"<main><h1>Article</h1>{body}</main>",
        encoding="utf-8",
    )
    with served(tmp_path) as address:
        page = browser.new_page(viewport={"width": 1100, "height": 800})
        page.goto(address.replace("127.0.0.1", "localhost"))
        frame = page.locator("iframe")
        frame.scroll_into_view_if_needed()
        page.frame_locator("iframe").get_by_role("link", name="L’assaut").wait_for()
        inner = page.frames[1]
        for width in (1100, 390):
            page.set_viewport_size({"width": width, "height": 800})
            until(page, lambda: 0 <= frame.bounding_box()["height"] - inner.evaluate(TOLD) < 1)
            box = frame.bounding_box()
            assert box["x"] + box["width"] <= width
        assert len(captions_shown(inner)) == 6
        until(inner, "Math.abs(document.getElementById('recit-film').currentTime - 5) < 1")
        if AXE.exists():
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
            assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
        page.close()


@pytest.mark.browser
def test_without_its_script_a_kits_frame_has_a_fixed_ratio(
    tmp_path: Path, films: Films, browser: Any, php: Php
) -> None:
    made = php("wordpress", {"option": films.base, "do": [["block", {"film": "bataille"}]]})
    (tmp_path / "index.html").write_text(f"<!DOCTYPE html><title>A</title>{made['done'][0]}")
    with served(tmp_path) as address:
        page = browser.new_page(viewport={"width": 1016, "height": 800})
        page.goto(address)
        box = page.locator("iframe").bounding_box()
        assert box["width"] / box["height"] == pytest.approx(4 / 3, rel=0.01)
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.locator("iframe").bounding_box()["height"] >= 480
        page.close()


WORDPRESS = """
window.recitWords = {title: "Film Récit", film: "Nom", start: "Début", empty: "Écrivez."};
const el = (type, props, ...children) => ({type, props, children: children.filter(Boolean)});
window.wp = {
    element: {createElement: el},
    components: {Disabled: "Disabled", Placeholder: "Placeholder", TextControl: "TextControl"},
    serverSideRender: "Preview",
    blockEditor: {useBlockProps: () => ({className: "block"})},
    blocks: {registerBlockType: (name, told) => { window.made = {name, ...told}; }},
};
window.tree = (attributes, isSelected) => {
    const said = [];
    const walk = node => { said.push(node.type); node.children.forEach(walk); };
    walk(made.edit({attributes, isSelected, setAttributes: () => {}}));
    return said;
};
"""


@pytest.mark.browser
def test_the_wordpress_editor_shows_fields_while_one_types_and_the_film_below(
    browser: Any,
) -> None:
    page = browser.new_page()
    page.add_script_tag(content=WORDPRESS)
    page.add_script_tag(path=str(KITS / "wordpress" / "editor.js"))
    block = json.loads((KITS / "wordpress" / "block.json").read_text(encoding="utf-8"))
    assert page.evaluate("made.name") == block["name"]
    fields = ["Placeholder", "TextControl", "TextControl"]
    preview = ["Disabled", "Preview"]
    for film, selected, wanted in (
        ("", False, fields),
        ("b", True, fields + preview),  # the first letter doesn't take the field away
        ("bataille", False, preview),
    ):
        attributes = {**dict.fromkeys(block["attributes"], ""), "film": film}
        assert page.evaluate("([a, s]) => tree(a, s)", [attributes, selected]) == ["div", *wanted]
    page.close()
