"""The short way to the words of a question finds what the long way finds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search import marks
from portal.search.engine import Highlight
from portal.search.stems import stem
from portal.search.tokens import iter_chunks

ARTICLES = sorted((Path(__file__).parents[2] / "articles").rglob("*.md"))
WORDS = [
    "vpn",
    "conectar",
    "contraseña",
    "password",
    "printing",
    "impresora",
    "winmail.dat",
    "error",
    "809",
    "wi-fi",
    "año",
    "configuración",
    "files",
]


def highlight(words: list[str]) -> Highlight:
    return Highlight(
        {lang: {stem(word, lang): (n, 1.0) for n, word in enumerate(words)} for lang in ("en", "es")}
    )


def all_marks(text: str, terms: Highlight) -> list[marks.Mark]:
    wanted = list(terms.terms.items())
    return [
        marks.Mark(match.start() + one.start, match.start() + one.end, one.idea, one.weight)
        for match in iter_chunks(text)
        for one in marks._marks_of_chunk(match.group(), wanted)
    ]


@pytest.mark.parametrize("file", ARTICLES[:: max(1, len(ARTICLES) // 12)], ids=lambda file: file.stem)
def test_real_texts_are_marked_alike(file: Path) -> None:
    text = file.read_text("utf-8")
    terms = highlight(WORDS)
    assert list(marks.find_marks(text, terms)) == all_marks(text, terms)


@given(
    st.lists(
        st.sampled_from(
            [
                "VPN",
                "Contraseña",
                "CONTRASEÑAS",
                "contrasen\u0303a",
                "ﬁles",
                "ﬁle",
                "año",
                "Æro",
                "KB5001330",
                "809",
                "wi-fi",
                "x/vpn_y",
                "printers",
                "—",
                "’",
                "\n",
                "…",
                "日本",
            ]
        ),
        max_size=12,
    )
)
def test_odd_texts_are_marked_alike(words: list[str]) -> None:
    text = " ".join(words)
    terms = highlight(["vpn", "contraseña", "files", "año", "kb5001330", "809", "wi-fi", "printing"])
    assert list(marks.find_marks(text, terms)) == all_marks(text, terms)
