"""Filters, and counts that keep their promise."""

from pathlib import Path

import pytest

from portal.search.whoosh_engine import WhooshEngine
from tests.search.samples import STAFF, ask, document, engine_with, found


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return engine_with(
        tmp_path,
        [
            document(1, "Outlook on a phone", category="email"),
            document(2, "Outlook lesson", category="email", kind="lesson"),
            document(3, "Outlook in Teams", category="meetings"),
            document(4, "Outlook en el móvil", category="email", lang="es"),
            document(5, "Outlook administration", category="servers", audience="internal"),
            document(6, "Printer", category="printing"),
        ],
    )


def test_facets_count_all_that_answers(engine: WhooshEngine) -> None:
    answer = ask(engine, "outlook")
    assert answer.total == 4
    assert answer.kinds == {"article": 3, "lesson": 1}
    assert answer.categories == {"email": 3, "meetings": 1}
    assert answer.languages == {"en": 3, "es": 1}


def test_each_facet_counts_with_the_other_filters_but_not_its_own(engine: WhooshEngine) -> None:
    answer = ask(engine, "outlook", kind="article", only_lang="en")
    assert {hit.id for hit in answer.hits} == {1, 3}
    assert answer.total == 2
    assert answer.kinds == {"article": 2, "lesson": 1}
    assert answer.categories == {"email": 1, "meetings": 1}
    assert answer.languages == {"en": 2, "es": 1}


def test_category_is_a_filter(engine: WhooshEngine) -> None:
    assert found(engine, "outlook", category="meetings") == [3]
    assert found(engine, "outlook", category="printing") == []
    assert found(engine, "outlook", category="servers") == []


def test_filter_with_a_value_nobody_has_finds_nothing(engine: WhooshEngine) -> None:
    answer = ask(engine, "outlook", kind="poem")
    assert (answer.hits, answer.total, answer.kinds) == ([], 0, {"article": 3, "lesson": 1})


def test_staff_count_internal_documents_too(engine: WhooshEngine) -> None:
    answer = ask(engine, "outlook", audiences=STAFF)
    assert answer.total == 5
    assert answer.categories == {"email": 3, "meetings": 1, "servers": 1}
