import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Contraseña", "contrasena"),
        ("CONTRASEÑA", "contrasena"),
        ("ﬁchero", "fichero"),
        ("Straße", "strasse"),
        ("Πρόγραμμα", "προγραμμα"),
        ("日本", "日本"),
    ],
)
def test_fold_makes_spellings_equal(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
