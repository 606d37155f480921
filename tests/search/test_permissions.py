"""Nothing tells that an internal document exists."""

from pathlib import Path

import pytest

from portal.search.whoosh_engine import WhooshEngine
from tests.search.samples import STAFF, ask, document, engine_with, found, typed

PUBLIC_DOCUMENTS = [
    document(1, "Reset your password", "Choose a new password.", category="accounts"),
    document(2, "Connect the printer", "Choose the printer.", category="printing"),
    document(3, "Restablecer la contraseña", "Elija otra.", category="accounts", lang="es"),
]
INTERNAL_DOCUMENTS = [
    document(11, "Zanzibar password vault", "The vault of Zanzibar.", audience="internal", category="vault"),
    document(12, "Bóveda Zanzíbar", "La bóveda de contraseñas.", audience="internal", lang="es"),
    document(13, "Printer printer printer", "printer " * 50, audience="internal", tags=("zanzibar",)),
]
QUESTIONS = [
    "zanzibar",
    "zanzbar",
    "zanzíbar password",
    "vault",
    "printer",
    "password",
    "boveda",
    "contraseña",
    "zanzibarvault",
]


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return engine_with(tmp_path / "all", [*INTERNAL_DOCUMENTS, *PUBLIC_DOCUMENTS])


@pytest.mark.parametrize("words", QUESTIONS)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_answer_to_the_public_is_as_if_internal_documents_did_not_exist(
    engine: WhooshEngine, tmp_path: Path, words: str, lang: str
) -> None:
    without = engine_with(tmp_path / "public", PUBLIC_DOCUMENTS)
    assert ask(engine, words, lang=lang) == ask(without, words, lang=lang)


@pytest.mark.parametrize(
    "words", ["zan", "zanzib", "zanzobar", "vau", "pas", "pri", "bóv", "bov", "choose zan"]
)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_completion_for_the_public_is_as_if_internal_documents_did_not_exist(
    engine: WhooshEngine, tmp_path: Path, words: str, lang: str
) -> None:
    without = engine_with(tmp_path / "public", PUBLIC_DOCUMENTS)
    public = engine.complete(words, lang, ("public",))
    assert public == without.complete(words, lang, ("public",))
    assert not {hit.id for hit in public} & {11, 12, 13}


def test_staff_find_what_the_public_does_not(engine: WhooshEngine) -> None:
    assert set(found(engine, "zanzibar", audiences=STAFF)) == {11, 12, 13}
    assert found(engine, "zanzibar") == []
    assert ask(engine, "zanzbar", audiences=STAFF).suggestion == "zanzibar"
    assert 11 in typed(engine, "zan", audiences=STAFF)
    assert typed(engine, "zan") == []


def test_public_document_made_internal_is_gone_at_once(engine: WhooshEngine) -> None:
    engine.write([document(2, "Connect the printer", "Choose the printer.", audience="internal")], [])
    assert found(engine, "printer") == []
    assert ask(engine, "prnter").suggestion == ""
    assert typed(engine, "print") == []
    assert 2 in found(engine, "printer", audiences=STAFF)


def test_reader_without_an_audience_sees_nothing(engine: WhooshEngine) -> None:
    assert ask(engine, "password", audiences=()).total == 0
    assert typed(engine, "pass", audiences=()) == []
