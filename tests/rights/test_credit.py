import pytest

from renderer.rights.credit_text import credit_line, licence
from renderer.storyboard.board import Rights


@pytest.mark.parametrize(
    ("rights", "line"),
    [
        (Rights(credit="Telle quelle", author="X", holder="ECPAD"), "Telle quelle"),
        (
            Rights(holder="NARA", reference="80-G-32500", license="LicenseRef-PD-USGov"),
            "National Archives photo no. 80-G-32500",
        ),
        (
            Rights(author="R. Capa", holder="U.S. National Archives", reference="26-G-3422"),
            "R. Capa, National Archives photo no. 26-G-3422",
        ),
        (
            Rights(author="Walter O. Luben", holder="ECPAD", reference="DAT 724 L04"),
            "© Walter O. Luben/ECPAD/Défense, DAT 724 L04",
        ),
        (Rights(holder="ECPAD"), "© ECPAD/Défense"),
        (Rights(holder="Famille Martin"), "Famille Martin"),
        (Rights(holder="Imperial War Museums", reference="B 5114"), "© IWM (B 5114)"),
        (
            Rights(
                title="Le port",
                author="Auteur",
                holder="Bundesarchiv",
                reference="Bild 101I-297",
                license="CC-BY-SA-3.0-DE",
                modified="recadré",
            ),
            "« Le port », Auteur, Bundesarchiv, Bild 101I-297, CC BY-SA 3.0 DE"
            " (modifié\u00a0: recadré)",
        ),
        (
            Rights(author="Auteur inconnu", holder="Ville de Caen", license="CC-PDM-1.0"),
            "Auteur inconnu / Ville de Caen, domaine public",
        ),
        (
            Rights(holder="Ministère des Armées", license="etalab-2.0"),
            "Ministère des Armées, Licence Ouverte 2.0",
        ),
        (
            Rights(author="A. Photo", holder="Agence", license="LicenseRef-contrat-12"),
            "© A. Photo / Agence",
        ),
        (
            Rights(author="Inconnu", holder="Archives", date="août 1944", license="CC-PDM-1.0"),
            "Inconnu / Archives, août 1944, domaine public",
        ),
        (
            Rights(holder="NARA", reference="80-G-32500", date="6 juin 1944"),
            "National Archives photo no. 80-G-32500, 6 juin 1944",
        ),
        (
            Rights(author="A", date="2024", license="CC-BY-4.0", modified="recadré"),
            "A, 2024, CC BY 4.0 (modifié\u00a0: recadré)",
        ),
        (Rights(credit="Telle quelle", date="1944"), "Telle quelle"),
        (Rights(title="Sans nom", license="CC0-1.0"), ""),
        (Rights(date="1944", license="CC-BY-4.0"), ""),
        (Rights(date="1944", license="CC-PDM-1.0"), ""),
        (Rights(license="etalab-2.0"), ""),
        (Rights(modified="recadré"), ""),
    ],
)
def test_a_credit_reads_as_its_holder_asks(rights: Rights, line: str) -> None:
    assert credit_line(rights) == line


def test_a_credit_speaks_the_film_s_language() -> None:
    rights = Rights(holder="Town of Caen", license="CC-PDM-1.0", modified="cropped")
    assert credit_line(rights, "en") == "Town of Caen, public domain (modified: cropped)"


@pytest.mark.parametrize(
    ("identifier", "title", "url"),
    [
        ("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        (
            "CC-BY-NC-ND-3.0-IGO",
            "CC BY-NC-ND 3.0 IGO",
            "https://creativecommons.org/licenses/by-nc-nd/3.0/igo/",
        ),
        ("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("LicenseRef-contrat", "", ""),
        ("NLOD-2.0", "NLOD-2.0", ""),
    ],
)
def test_a_licence_has_its_public_name_and_address(identifier: str, title: str, url: str) -> None:
    assert (licence(identifier).title, licence(identifier).url) == (title, url)
