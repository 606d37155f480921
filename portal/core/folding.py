"""Folding: the form of a text in which `Contraseña`, `contrasena` and `CONTRASEÑA` are equal.

Only for comparing and searching. What people see keeps its accents.
"""

import unicodedata

# Letters that do not decompose, but that people type without their stroke or ligature.
_LONE = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def fold(text: str) -> str:
    """Return `text` compatibility-normalised, lower-cased and without marks; other letters stay."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LONE)
