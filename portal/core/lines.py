"""One line of text as people write it: a subject, a name."""

import unicodedata

# Controls, halves of characters, separators of lines and paragraphs.
_BREAKS = {"Cc", "Cs", "Zl", "Zp"}
# Marks that turn the direction of everything behind them, also of what we write ourselves.
_TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def one_line(text: str) -> str:
    """Return `text` on one line, blanks folded; '' if nothing of it can be seen.

    Joiners stay: emoji and some scripts are written with them.
    """
    turned = text.translate(_TURNS)
    plain = "".join(" " if unicodedata.category(char) in _BREAKS else char for char in turned)
    line = " ".join(plain.split())
    return line if any(char.isprintable() and not char.isspace() for char in line) else ""
