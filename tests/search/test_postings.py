"""Reading posting lists: the quick way and the public way say the same."""

from pathlib import Path

import numpy as np
import pytest

from portal.search import leaf, postings
from portal.search.cache import Cache
from portal.search.whoosh_engine import WhooshEngine
from tests.search.samples import ask, document, engine_with, typed


def many(count: int = 2_500) -> list[document]:  # type: ignore[valid-type]
    return [
        document(n, f"Printer {n % 7}", "paper " * (n % 11) + ("toner " if n % 3 else "") + f"word{n}")
        for n in range(1, count + 1)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("postings")
    engine = engine_with(folder, many())
    engine.write([document(5, "Printer of today", "paper")], range(100, 1_400))
    return folder


def all_lists(engine: WhooshEngine) -> list[tuple[list[int], list[float]]]:
    engine.count()
    assert engine._opened
    lists = [
        engine._opened.snapshot.postings(field, term)
        for field in ("body_en", "title_en", "heads_en", "words_en", "body_es")
        for term in ("paper", "toner", "printer", "word17", "7", "5", "today", "absent")
    ]
    return [(numbers.tolist(), weights.tolist()) for numbers, weights in lists]


def live_only(
    engine: WhooshEngine, lists: list[tuple[list[int], list[float]]]
) -> list[list[tuple[int, float]]]:
    assert engine._opened
    is_live = engine._opened.snapshot.is_live
    return [[one for one in zip(*pair, strict=True) if is_live[one[0]]] for pair in lists]


def test_quick_and_public_way_give_the_same_lists(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = WhooshEngine(folder / "index")
    quick_lists = live_only(quick, all_lists(quick))
    monkeypatch.setattr(leaf, "decode", postings.decode_slowly)
    slow = WhooshEngine(folder / "index")
    assert live_only(slow, all_lists(slow)) == quick_lists
    assert len(quick_lists[2]) == 2_500 - 1_300


@pytest.mark.parametrize("words", ["printer paper", "tonr", "word17", "printer of today"])
def test_fallback_gives_the_same_answers(folder: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    quick = WhooshEngine(folder / "index")
    answer, offered = ask(quick, words), typed(quick, words)

    def refuse(_matcher: object) -> postings.Postings:
        raise AttributeError("the insides of Whoosh have changed")

    monkeypatch.setattr(postings, "_decode_blocks", refuse)
    slow = WhooshEngine(folder / "index")
    assert ask(slow, words) == answer
    assert typed(slow, words) == offered


def test_quick_way_is_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> postings.Postings:
        raise AssertionError("the slow way was taken")

    monkeypatch.setattr(postings, "decode_slowly", refuse)
    assert ask(WhooshEngine(folder / "index"), "printer").total == 1_200


def test_cache_stays_within_its_bytes() -> None:
    cache: Cache[np.ndarray] = Cache(100_000)
    for number in range(1_000):
        value = np.zeros(1_000, np.int8)
        cache.put(number, value, value.nbytes)
    assert cache.size_bytes < 103_000
    assert cache.get(0) is None
    assert cache.get(999) is not None
