"""What archives state, in every shape in which they state it, against licences written by hand."""

# ruff: noqa: E501 - rows of tables are read whole

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.archives.commons import read_answer
from renderer.archives.iiif_image_request import is_info, read_info
from renderer.archives.iiif_manifests import is_manifest, read_listing
from renderer.archives.offered_pictures import ArchiveError, in_language, plain_line
from renderer.archives.rights_statements import terms_of
from renderer.storyboard.licences import allows_nothing
from tests.archives.world import commons_answer, extmetadata, manifest_v2, manifest_v3

TODAY = datetime.date(2026, 6, 6)
UNKNOWN = "LicenseRef-unknown"
RS = "LicenseRef-rightsstatements-"
STATED = {
    "http://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC-BY-SA-4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/deed.fr": "CC-BY-SA-4.0",
    "https://creativecommons.org/licenses/by-nc/4.0": "CC-BY-NC-4.0",
    "https://creativecommons.org/licenses/by-nd/4.0/": "CC-BY-ND-4.0",
    "https://creativecommons.org/licenses/by-nc-nd/3.0/": "CC-BY-NC-ND-3.0",
    "https://creativecommons.org/licenses/by-nd-nc/1.0/": "CC-BY-NC-ND-1.0",
    "https://creativecommons.org/licenses/by-nc-sa/2.5/": "CC-BY-NC-SA-2.5",
    "http://creativecommons.org/licenses/by/3.0/us/": "CC-BY-3.0-US",
    "http://creativecommons.org/licenses/by-sa/3.0/de/deed.de": "CC-BY-SA-3.0-DE",
    "https://creativecommons.org/licenses/by/3.0/igo/": "CC-BY-3.0-IGO",
    "https://www.creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
    "HTTPS://creativecommons.org/licenses/BY/4.0/": "CC-BY-4.0",
    "http://creativecommons.org/publicdomain/mark/1.0/": "CC-PDM-1.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
    "http://creativecommons.org/licenses/publicdomain/": f"{UNKNOWN}-creativecommons-org",
    "https://creativecommons.org/licenses/by/9.0/": f"{UNKNOWN}-creativecommons-org",
    "https://creativecommons.org/licenses/sampling/1.0/": f"{UNKNOWN}-creativecommons-org",
    "https://creativecommons.org/": f"{UNKNOWN}-creativecommons-org",
    "https://exemple.org/?see=https://creativecommons.org/licenses/by/4.0/": f"{UNKNOWN}-exemple-org",
    "https://creativecommons.org.exemple.org/licenses/by/4.0/": f"{UNKNOWN}-creativecommons-org-exemple-org",
    "http://rightsstatements.org/vocab/InC/1.0/": f"{RS}InC-1.0",
    "https://rightsstatements.org/page/InC/1.0/?language=fr": f"{RS}InC-1.0",
    "http://rightsstatements.org/vocab/InC-OW-EU/1.0/": f"{RS}InC-OW-EU-1.0",
    "http://rightsstatements.org/vocab/InC-EDU/1.0/": f"{RS}InC-EDU-1.0",
    "http://rightsstatements.org/vocab/InC-NC/1.0/": f"{RS}InC-NC-1.0",
    "http://rightsstatements.org/vocab/InC-RUU/1.0/": f"{RS}InC-RUU-1.0",
    "http://rightsstatements.org/vocab/NoC-CR/1.0/": f"{RS}NoC-CR-1.0",
    "http://rightsstatements.org/vocab/NoC-NC/1.0/": f"{RS}NoC-NC-1.0",
    "http://rightsstatements.org/vocab/NoC-OKLR/1.0/": f"{RS}NoC-OKLR-1.0",
    "http://rightsstatements.org/vocab/NoC-US/1.0/": f"{RS}NoC-US-1.0",
    "http://rightsstatements.org/vocab/CNE/1.0/": f"{RS}CNE-1.0",
    "http://rightsstatements.org/vocab/UND/1.0/": f"{RS}UND-1.0",
    "http://rightsstatements.org/vocab/NKC/1.0": f"{RS}NKC-1.0",
    "http://rightsstatements.org/vocab/FREE/1.0/": f"{UNKNOWN}-rightsstatements-org",
    "https://gallica.bnf.fr/html/und/conditions-dutilisation-des-contenus-de-gallica": "LicenseRef-Gallica",
    "http://gallica.bnf.fr/html/conditions-d-utilisation": "LicenseRef-Gallica",
    "https://gallica.bnf.fr/": f"{UNKNOWN}-gallica-bnf-fr",
    "https://www.etalab.gouv.fr/licence-ouverte-open-licence/": "etalab-2.0",
    "https://www.etalab.gouv.fr/wp-content/Licence_Ouverte.pdf": f"{UNKNOWN}-www-etalab-gouv-fr",
    "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/": "OGL-UK-3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2": "OGL-UK-2.0",
    "https://www.nationalarchives.gov.uk/": f"{UNKNOWN}-www-nationalarchives-gov-uk",
    "https://exemple.org/droits": f"{UNKNOWN}-exemple-org",
    "CC BY 4.0": "CC-BY-4.0",
    "Public domain": "CC-PDM-1.0",
    "Domaine public": "CC-PDM-1.0",
    "Public domain outside France": f"{UNKNOWN}-public-domain-outside-france",
    "Tous droits réservés": f"{UNKNOWN}-tous-droits-reserves",
    "© Musée": f"{UNKNOWN}-musee",
    "   ": UNKNOWN,
    "http://[": UNKNOWN,
}
"""What is stated, and how it is written down."""


def _v2(stated: Any) -> dict[str, Any]:
    return manifest_v2(1, license=stated)


def _v2_list(stated: Any) -> dict[str, Any]:
    return manifest_v2(1, license=[stated, stated])


def _v2_canvas(stated: Any) -> dict[str, Any]:
    """The manifest says something freer; the canvas itself holds."""
    manifest = manifest_v2(1, license="https://creativecommons.org/publicdomain/zero/1.0/")
    manifest["sequences"][0]["canvases"][0]["license"] = stated
    return manifest


def _v3(stated: Any) -> dict[str, Any]:
    return manifest_v3(rights=stated)


def _v3_object(stated: Any) -> dict[str, Any]:
    """As a rights statement is in Presentation 4's drafts."""
    return manifest_v3(rights=[{"id": stated, "type": "License"}])


SHAPES: tuple[Callable[[Any], dict[str, Any]], ...] = (_v2, _v2_list, _v2_canvas, _v3, _v3_object)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__.strip("_"))
@pytest.mark.parametrize("stated", STATED)
def test_a_statement_is_read_for_what_it_is(
    stated: str, shape: Callable[[Any], dict[str, Any]]
) -> None:
    expected = STATED[stated]
    if not stated.strip() and shape is _v2_canvas:
        expected = "CC0-1.0"  # a canvas that says nothing is under what its manifest says
    data = shape(stated)
    listing = read_listing(data, "https://exemple.org/m", ("fr", "en"))
    assert [offer.rights.license for offer in listing.offers] == [expected]


@pytest.mark.parametrize(
    ("said", "credit"),
    [
        ("Musée de la Manche", ""),
        ("Musée de la Manche, don Lefèvre", "« La digue, vue d’avion », M. Lefèvre, Ph 42, CC BY-SA 4.0, Musée de la Manche, don Lefèvre"),
        ("Photo M. Lefèvre (CC BY-SA 4.0), Musée de la Manche, Ph 42", "« La digue, vue d’avion », CC BY-SA 4.0, Photo M. Lefèvre (CC BY-SA 4.0), Musée de la Manche, Ph 42"),
    ],
)  # fmt: skip
def test_a_required_statement_is_credited_with_whom_it_leaves_out(said: str, credit: str) -> None:
    data = manifest_v3(requiredStatement={"label": {"fr": ["Mention"]}, "value": {"fr": [said]}})
    (offer,) = read_listing(data, "https://exemple.org/m", ("fr", "en")).offers
    assert offer.rights.credit == credit


def test_what_is_no_licence_stops_and_what_is_one_does_not() -> None:
    free = {each for each in STATED.values() if not each.startswith("LicenseRef-")}
    assert not any(map(allows_nothing, free))
    assert all(allows_nothing(each) for each in {*STATED.values()} - free)
    assert not allows_nothing("LicenseRef-ECPAD-contract")


PD_OLD = {"License": "pd", "LicenseShortName": "Public domain", "LicenseUrl": ""}
US_ONLY = {**PD_OLD, "Categories": "PD US|Cherbourg in 1944"}
MANY = "|".join(f"Catégorie {number}" for number in range(200))
EXTMETADATA: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("as it is", {}, "CC-BY-SA-4.0"),
    ("without its address", {"LicenseUrl": ""}, "CC-BY-SA-4.0"),
    ("without its code", {"License": ""}, "CC-BY-SA-4.0"),
    ("by its address alone", {"License": "", "LicenseShortName": ""}, "CC-BY-SA-4.0"),
    ("by its name alone", {"License": "", "LicenseUrl": ""}, "CC-BY-SA-4.0"),
    ("by its code alone", {"LicenseShortName": "", "LicenseUrl": ""}, "CC-BY-SA-4.0"),
    ("its address and code differ", {"License": "cc-by-4.0"}, UNKNOWN),
    ("its name and address differ", {"LicenseShortName": "CC BY 2.0"}, UNKNOWN),
    ("name says public, address doesn't", {"LicenseShortName": "Public domain"}, UNKNOWN),
    ("code says public, address doesn't", {"License": "pd"}, UNKNOWN),
    ("its code has a number more", {"License": "cc-by-sa-4.0,3.0"}, "CC-BY-SA-4.0"),
    ("cc0", {"License": "cc0", "LicenseShortName": "CC0",
             "LicenseUrl": "http://creativecommons.org/publicdomain/zero/1.0/deed.en"}, "CC0-1.0"),
    ("cc0 and public domain", {"License": "cc0", "LicenseShortName": "Public domain",
                               "LicenseUrl": ""}, UNKNOWN),
    ("a mark", {**PD_OLD, "LicenseUrl": "https://creativecommons.org/publicdomain/mark/1.0/"},
     "CC-PDM-1.0"),
    ("Germany's version", {"License": "cc-by-sa-3.0-de", "LicenseShortName": "CC BY-SA 3.0 de",
                           "LicenseUrl": "https://creativecommons.org/licenses/by-sa/3.0/de/deed.en"},
     "CC-BY-SA-3.0-DE"),
    ("of governments", {"License": "cc-by-3.0-igo", "LicenseShortName": "CC BY 3.0 igo",
                        "LicenseUrl": "https://creativecommons.org/licenses/by/3.0/igo/"},
     "CC-BY-3.0-IGO"),
    ("old", {**PD_OLD, "Categories": "PD-old-70|Cherbourg"}, "CC-PDM-1.0"),
    ("old, in words", {**PD_OLD, "Categories": "Author died more than 70 years ago public domain images"},
     "CC-PDM-1.0"),
    ("older", {**PD_OLD, "Categories": "PD old 100 expired"}, "CC-PDM-1.0"),
    ("fifty years only", {**PD_OLD, "Categories": "PD old 50"}, f"{UNKNOWN}-pd-old-50"),
    ("in the United States alone", US_ONLY, f"{UNKNOWN}-pd-us"),
    ("expired there", {**PD_OLD, "Categories": "PD US expired"}, f"{UNKNOWN}-pd-us-expired"),
    ("not renewed there", {**PD_OLD, "Categories": "PD US not renewed"},
     f"{UNKNOWN}-pd-us-not-renewed"),
    ("before 1923", {**PD_OLD, "Categories": "PD 1923"}, f"{UNKNOWN}-pd-1923"),
    ("there, and old", {**PD_OLD, "Categories": "PD US expired|PD-old-70"}, "CC-PDM-1.0"),
    ("after 200 categories", {**PD_OLD, "Categories": f"{MANY}|PD US"}, f"{UNKNOWN}-pd-us"),
    ("Italy's rule", {**PD_OLD, "Categories": "PD Italy (20 years after creation)"},
     f"{UNKNOWN}-pd-italy-20-years-after-creation"),
    ("Russia's rule", {**PD_OLD, "Categories": "PD Russia"}, f"{UNKNOWN}-pd-russia"),
    ("US Army", {**PD_OLD, "Categories": "PD US Army"}, "LicenseRef-PD-USGov"),
    ("US Navy", {**PD_OLD, "Categories": "Navy|PD US Navy"}, "LicenseRef-PD-USGov"),
    ("US Government", {**PD_OLD, "Categories": "PD US Government"}, "LicenseRef-PD-USGov"),
    ("US staff by its code", {**PD_OLD, "License": "pd-usgov"}, "LicenseRef-PD-USGov"),
    ("an academy of the US Army", {**PD_OLD, "Categories": "US Army Academy|PD US"},
     f"{UNKNOWN}-pd-us"),
    ("no reason", {**PD_OLD, "Categories": "Cherbourg"}, "CC-PDM-1.0"),
    ("no categories", PD_OLD, "CC-PDM-1.0"),
    ("in French", {**PD_OLD, "License": "", "LicenseShortName": "Domaine public"}, "CC-PDM-1.0"),
    ("given by its author, who lives", {**PD_OLD, "Categories": "PD-self",
                                        "Artist": "Anne (1950–2020)"}, "CC-PDM-1.0"),
    ("died 1954", {**PD_OLD, "Artist": "Robert C. (1913–1954)", "Categories": "PD-old-70"},
     "CC-PDM-1.0"),
    ("died 1955", {**PD_OLD, "Artist": "Robert C. (1913–1955)", "Categories": "PD-old-70"},
     "CC-PDM-1.0"),
    ("died 1956", {**PD_OLD, "Artist": "Robert C. (1913–1956)", "Categories": "PD-old-70"},
     f"{UNKNOWN}-PD-author-died-1956"),
    ("died 2004", {**PD_OLD, "Artist": "H. C.-B. (22 août 1908 – 3 août 2004)",
                   "Categories": "PD-old-70"}, f"{UNKNOWN}-PD-author-died-2004"),
    ("of two, one died 1990", {**PD_OLD, "Artist": "A (1880–1940) et B (1900–1990)"},
     f"{UNKNOWN}-PD-author-died-1990"),
    ("died 1990, but US Army", {**PD_OLD, "Artist": "A (1910–1990)", "Categories": "PD US Army"},
     "LicenseRef-PD-USGov"),
    ("free, whenever its author died", {"Artist": "Anne (1950–2020)"}, "CC-BY-SA-4.0"),
    ("not free", {"NonFree": "true"}, "LicenseRef-in-copyright"),
    ("not free, and public", {**PD_OLD, "NonFree": "1"}, "LicenseRef-in-copyright"),
    ("not said to be not free", {"NonFree": "false"}, "CC-BY-SA-4.0"),
    ("insignia", {"Restrictions": "insignia"}, "CC-BY-SA-4.0"),
    ("no restrictions known", {"License": "", "LicenseUrl": "", "LicenseShortName": "No restrictions"},
     f"{UNKNOWN}-no-restrictions"),
    ("attribution", {"License": "attribution", "LicenseUrl": "", "LicenseShortName": "Attribution"},
     f"{UNKNOWN}-attribution"),
    ("free use", {"License": "", "LicenseUrl": "",
                  "LicenseShortName": "Copyrighted free use"}, f"{UNKNOWN}-copyrighted-free-use"),
    ("GFDL", {"License": "gfdl", "LicenseUrl": "https://www.gnu.org/copyleft/fdl.html",
              "LicenseShortName": "GFDL"}, f"{UNKNOWN}-gfdl"),
    ("GFDL 1.2", {"License": "", "LicenseUrl": "", "LicenseShortName": "GFDL 1.2"},
     f"{UNKNOWN}-gfdl-1-2"),
    ("FAL", {"License": "", "LicenseUrl": "http://artlibre.org/", "LicenseShortName": "FAL"},
     f"{UNKNOWN}-fal"),
    ("a licence that doesn't exist", {"License": "cc-by-5.0", "LicenseUrl": "",
                                      "LicenseShortName": "CC BY 5.0"}, f"{UNKNOWN}-cc-by-5-0"),
    ("of Etalab", {"License": "", "LicenseShortName": "Licence ouverte",
                   "LicenseUrl": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
     "etalab-2.0"),
    ("a statement", {"License": "", "LicenseShortName": "In copyright",
                     "LicenseUrl": "http://rightsstatements.org/vocab/InC/1.0/"}, f"{RS}InC-1.0"),
    ("an address alone that isn't known", {"License": "", "LicenseShortName": "",
                                           "LicenseUrl": "https://exemple.org/droits"},
     f"{UNKNOWN}-exemple-org"),
    ("nothing", {"License": "", "LicenseShortName": "", "LicenseUrl": ""}, UNKNOWN),
    ("words alone", {"License": "", "LicenseShortName": "", "LicenseUrl": "",
                     "UsageTerms": "<b>Voir le musée</b>"}, f"{UNKNOWN}-voir-le-musee"),
    ("in HTML", {"LicenseShortName": "<span>CC BY-SA 4.0</span>"}, "CC-BY-SA-4.0"),
)  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), [row[1:] for row in EXTMETADATA],
                         ids=[row[0] for row in EXTMETADATA])  # fmt: skip
def test_commons_licence_is_what_its_three_names_agree_on(
    facts: dict[str, Any], expected: str
) -> None:
    answer = commons_answer("Quai.jpg", extmetadata(**facts))
    (offer,) = read_answer(answer, "https://x.org", "File:Quai.jpg", TODAY).offers
    assert offer.rights.license == expected
    assert offer.remarks or not expected.startswith(UNKNOWN), "why it is unknown is told"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<a href='x'>Anne&nbsp;Martin</a>", "Anne Martin"),
        ("<ul><li>Anne</li><li><a>Paul</a></li></ul>", "Anne, Paul"),
        ("Photo: <ul><li>Anne<li>Paul</ul> (atelier)", "Photo: Anne, Paul (atelier)"),
        ("Anne<br/>Paul", "Anne Paul"),
        ("<div class='fn'><bdi><a>Robert</a></bdi></div><span style='display: none'>Q42</span>", "Robert"),
        ("<style>.a{color:red}</style>Anne<script>alert(1)</script>", "Anne"),
        ("<b>Anne", "Anne"),
        ("Anne</b></div>", "Anne"),
        ("a < b & c", "a < b & c"),
        ("Anne\u202e\u0007\nMartin", "Anne Martin"),
        ("<time style='display:none'>1944-06</time>juin 1944", "juin 1944"),
        ("x" * 5_000, "x" * 599 + "…"),
    ],
)  # fmt: skip
def test_html_is_read_as_a_person_sees_it(html: str, words: str) -> None:
    assert plain_line(html) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Le port", "Le port"),
        (["Le port", "Le quai"], "Le port, Le quai"),
        ({"fr": ["Le port"], "en": ["The harbour"]}, "Le port"),
        ({"fr-FR": ["Le port"], "en": ["The harbour"]}, "Le port"),
        ({"de": ["Der Hafen"], "en": ["The harbour"]}, "The harbour"),
        ({"de": ["Der Hafen"]}, "Der Hafen"),
        ({"@value": "Le port", "@language": "fr"}, "Le port"),
        ([{"@value": "Harbour", "@language": "en"}, {"@value": "Port", "@language": "fr"}], "Port"),
        ({"none": ["42"]}, "42"),
        (1944, "1944"),
        (None, ""),
        (True, ""),
        ({"fr": []}, ""),
        ({"fr": None}, ""),
        ([[["Le port"]]], ""),
    ],
)
def test_texts_of_both_versions_are_read_in_the_film_s_language(value: Any, words: str) -> None:
    assert in_language(value, ("fr", "en")) == words


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**12) | st.floats() | st.text(max_size=8)
    | st.sampled_from([*STATED]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["@id", "id", "@type", "type", "label", "rights", "license", "attribution", "items", "sequences", "canvases", "images", "resource", "body", "service", "metadata", "value", "requiredStatement", "provider", "thumbnail", "width", "height", "profile", "sizes", "query", "pages", "imageinfo", "extmetadata", "Artist", "License", "Categories"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@given(junk=JSON, where=st.sampled_from(["label", "rights", "license", "items", "sequences", "metadata",
                                         "provider", "requiredStatement", "attribution", "homepage"]))  # fmt: skip
def test_no_answer_of_any_shape_is_more_than_refused(junk: Any, where: str) -> None:
    for manifest in (manifest_v2(1), manifest_v3(1), junk):
        data = {**manifest, where: junk} if isinstance(manifest, dict) else manifest
        if is_manifest(data):
            try:
                read_listing(data, "https://exemple.org/m", ("fr",))
            except ArchiveError:
                continue
        if is_info(data):
            read_info(data, "https://exemple.org/i/info.json")
    for answer in (junk, commons_answer("A.jpg", junk), commons_answer("A.jpg", {"License": junk})):
        try:
            read_answer(answer, "https://x.org", "File:A.jpg", TODAY)
        except ArchiveError:
            continue


@pytest.mark.parametrize(
    ("licence", "terms"),
    [
        ("CC0-1.0", ["free"]),
        ("CC-PDM-1.0", ["free"]),
        ("LicenseRef-PD-USGov", ["free"]),
        ("etalab-2.0", ["credit"]),
        ("OGL-UK-3.0", ["credit"]),
        ("CC-BY-3.0-US", ["credit"]),
        ("CC-BY-SA-4.0", ["credit", "share-alike"]),
        ("CC-BY-NC-ND-3.0", ["no-derivatives", "non-commercial", "credit"]),
        ("CC-BY-NC-SA-2.5", ["non-commercial", "credit", "share-alike"]),
        ("LicenseRef-Gallica", ["permission"]),
        ("LicenseRef-in-copyright", ["permission"]),
        (f"{RS}InC-1.0", ["permission"]),
        (f"{RS}NoC-NC-1.0", ["permission"]),
        (f"{RS}NoC-US-1.0", ["permission"]),
        (f"{RS}CNE-1.0", ["unknown"]),
        (f"{RS}UND-1.0", ["unknown"]),
        (f"{RS}NKC-1.0", ["unknown"]),
        (UNKNOWN, ["unknown"]),
        (f"{UNKNOWN}-pd-us", ["unknown"]),
        ("LicenseRef-unknown-NC-ND", ["unknown"]),
        ("LicenseRef-contract-42", ["permission"]),
    ],
)
def test_what_a_licence_means_is_never_more_than_it_allows(licence: str, terms: list[str]) -> None:
    assert list(terms_of(licence)) == terms
    waits = bool({"permission", "unknown"} & set(terms))
    assert waits or not allows_nothing(licence), "what isn't published isn't called free"
