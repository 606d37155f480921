"""Ticket numbers for the telephone: `K7-4931`. One letter that checks the digits, then the digits.

The letter is the check character of ISO/IEC 7064 MOD 11-2 over the digits, written with eleven letters
that sound unlike each other in English and in Spanish: every single wrong digit and every swap of two
neighbours is noticed.
"""

_LETTERS = "FHJKLMRTWXY"
_FIRST = 10_000  # so that the first number has as many digits as the thousandth


def number_of(serial: int) -> str:
    """Return the number of the ticket with this serial (from 1)."""
    digits = str(_FIRST + serial)
    return f"{_letter(digits)}{digits[:-4]}-{digits[-4:]}"


def find_number(spoken: str) -> str | None:
    """Return the number somebody wrote, with or without hyphen and blanks; None if it cannot be one."""
    text = "".join(char for char in spoken.upper() if char.isalnum() and char.isascii())
    letter, digits = text[:1], text[1:]
    if not (5 <= len(digits) <= 12 and digits.isdigit()) or letter != _letter(digits):
        return None
    return f"{letter}{digits[:-4]}-{digits[-4:]}"


def _letter(digits: str) -> str:
    rest = 0
    for digit in digits:
        rest = (rest + int(digit)) * 2 % 11
    return _LETTERS[(12 - rest) % 11]
