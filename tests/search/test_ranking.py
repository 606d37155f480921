"""What is found, and in which order."""

from pathlib import Path

import pytest

from portal.search.synonyms import Synonyms
from portal.search.whoosh_engine import WhooshEngine
from tests.search.samples import ask, document, engine_with, found


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    spanish = {"lang": "es"}
    return engine_with(
        tmp_path,
        [
            document(1, "Cambiar la contraseña", "Abra la configuración y elija Seguridad.", **spanish),
            document(2, "Conectar la impresora", "Instale el controlador. Reinicie.", **spanish),
            document(3, "Reset your password", "Open settings and choose Security."),
            document(4, "Connect to the Wi-Fi", "Choose the network. The password is on the router."),
            document(5, "Attachment winmail.dat", "Outlook sends winmail.dat. Error 0x80070005, KB5001330."),
            document(6, "VPN from home", "The server is vpn.example.org, the file is in C:\\Users\\me."),
        ],
    )


@pytest.mark.parametrize(
    "words", ["contraseña", "contrasena", "CONTRASEÑA", "contraseñas", "cambio de contrasena"]
)
def test_spanish_is_found_with_and_without_accents(engine: WhooshEngine, words: str) -> None:
    assert found(engine, words, lang="es")[0] == 1


@pytest.mark.parametrize("words", ["configuración", "configuracion", "configuraciones"])
def test_spanish_body_is_found_with_and_without_accents(engine: WhooshEngine, words: str) -> None:
    assert found(engine, words, lang="es") == [1]


@pytest.mark.parametrize(
    "words", ["reset password", "resetting passwords", "password", "pàsswörd", "I forgot my password"]
)
def test_english_is_found_by_inflections_title_first(engine: WhooshEngine, words: str) -> None:
    assert found(engine, words)[0] == 3


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("winmail.dat", 5),
        ("winmail", 5),
        ("0x80070005", 5),
        ("80070005", 5),
        ("KB5001330", 5),
        ("5001330", 5),
        ("kb 5001330", 5),
        ("wifi", 4),
        ("wi-fi", 4),
        ("Wi Fi", 4),
        ("vpn.example.org", 6),
        ("example.org", 6),
        ("C:\\Users", 6),
        ("https://vpn.example.org/login", 6),
    ],
)
def test_codes_and_names_are_found_whole_and_in_parts(engine: WhooshEngine, words: str, id_: int) -> None:
    assert found(engine, words)[0] == id_
    assert found(engine, words, lang="es")[0] == id_


def test_enye_is_preferred_but_n_finds_it(tmp_path: Path) -> None:
    engine = engine_with(
        tmp_path,
        [
            document(1, "Dolor de ano", "El ano duele.", lang="es"),
            document(2, "Resumen del año", "El año pasado y los años anteriores.", lang="es"),
        ],
    )
    assert found(engine, "año", lang="es") == [2, 1]
    assert set(found(engine, "ano", lang="es")) == {1, 2}


def test_own_language_comes_first_and_the_other_is_offered(tmp_path: Path) -> None:
    twins = [document(1, "Outlook Teams"), document(2, "Outlook Teams", lang="es")]
    engine = engine_with(tmp_path, twins)
    assert found(engine, "outlook") == [1, 2]
    assert found(engine, "outlook", lang="es") == [2, 1]
    first, second = ask(engine, "outlook").hits
    assert (first.lang, second.lang) == ("en", "es")
    assert second.score == pytest.approx(first.score / 2, rel=0.01)


@pytest.mark.parametrize("words", ["how to", "the", "what is it", "por qué"])
def test_question_of_stop_words_finds_titles(tmp_path: Path, words: str) -> None:
    engine = engine_with(
        tmp_path,
        [
            document(1, "How to", "Nothing."),
            document(2, "What is it", "A printer."),
            document(3, "Por qué", lang="es"),
            document(4, "The end"),
        ],
    )
    expected = {"how to": 1, "the": 4, "what is it": 2, "por qué": 3}
    assert found(engine, words)[0] == expected[words]


@pytest.mark.parametrize("words", ["", " ", "?!", "\0", "zzzzqqq"])
def test_nothing_is_found_without_words_that_anybody_wrote(engine: WhooshEngine, words: str) -> None:
    answer = ask(engine, words)
    assert (answer.hits, answer.total, answer.suggestion) == ([], 0, "")
    assert (answer.kinds, answer.categories, answer.languages) == ({}, {}, {})


def test_title_that_says_just_this_beats_longer_titles_and_bodies(tmp_path: Path) -> None:
    engine = engine_with(
        tmp_path,
        [
            document(1, "Everything about the mailbox, its archive, its rules and its size"),
            document(2, "Mailbox archive"),
            document(3, "Cleaning up", "Mailbox archive. " * 9),
            document(4, "Printer"),
        ],
    )
    assert found(engine, "mailbox archive")[0] == 2


def test_tags_headings_summary_and_second_title_are_searched(tmp_path: Path) -> None:
    engine = engine_with(
        tmp_path,
        [
            document(1, "One", tags=("quokka",)),
            document(2, "Two", headings=("Numbat",)),
            document(3, "Three", summary="Bilby"),
            document(4, "Four", second_title="Potoroo"),
            document(5, "Five", category="wombat"),
        ],
    )
    asked = ("quokka", "numbat", "bilby", "potoroo", "wombat")
    assert [found(engine, word) for word in asked] == [[1], [2], [3], [4], [5]]


def test_documents_that_hold_little_of_a_long_question_do_not_count(tmp_path: Path) -> None:
    documents = [document(number, f"Printer {number}", "A printer.") for number in range(2, 12)]
    engine = engine_with(tmp_path, [document(1, "Outlook calendar sharing with a colleague"), *documents])
    assert ask(engine, "share outlook calendar colleague printer").total == 1


def test_pages_do_not_overlap_and_hold_everything(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, [document(number, "Printer", "Paper.") for number in range(1, 251)])
    pages = [found(engine, "printer", offset=start, limit=20) for start in range(0, 260, 20)]
    assert [id_ for page in pages for id_ in page] == list(range(1, 251))
    assert ask(engine, "printer", offset=240).total == 250


def test_synonyms_count_half_and_phrases_need_all_their_words(tmp_path: Path) -> None:
    engine = engine_with(
        tmp_path,
        [
            document(1, "Celular nuevo", lang="es"),
            document(2, "Pantalla en blanco", lang="es"),
            document(3, "Pantalla de cine", lang="es"),
            document(4, "Móvil", lang="es"),
            document(5, "Olvidé mi clave", lang="es"),
            document(6, "Cambiar la contraseña", lang="es"),
        ],
    )
    assert found(engine, "movil", lang="es") == [4]
    engine.synonyms = Synonyms(
        {"es": [("móvil", "celular"), ("monitor apagado", "pantalla blanco"), ("contraseña", "clave")]}
    )
    assert found(engine, "movil", lang="es") == [4, 1]
    assert found(engine, "monitor apagado", lang="es") == [2]
    assert found(engine, "contraseña", lang="es") == found(engine, "contrasena", lang="es") == [6, 5]


def test_ranking_after_edits_is_that_of_a_fresh_index(tmp_path: Path) -> None:
    documents = [document(n, f"Printer {n}", "paper " * n + "toner " * (n % 3)) for n in range(1, 30)]
    edited = engine_with(
        tmp_path / "edited", [document(n, "Old text", "toner printer") for n in range(1, 35)]
    )
    for start in range(0, 29, 4):
        edited.write(documents[start : start + 4], [])
    edited.write([], range(30, 35))
    fresh = engine_with(tmp_path / "fresh", documents)
    for words in ("printer paper", "toner", "papr", "old"):
        assert ask(edited, words) == ask(fresh, words)
