"""The two languages of interface, content and search. They are equals."""

ENGLISH = "en"
SPANISH = "es"
LANGUAGES = (ENGLISH, SPANISH)

# Each language in its own words, as it stands in the language switch.
NAMES = {ENGLISH: "English", SPANISH: "Español"}


def other_language(lang: str) -> str:
    """Return the language that is not `lang`."""
    return SPANISH if lang == ENGLISH else ENGLISH


def is_language(code: object) -> bool:
    """Say whether `code` is one of our languages."""
    return code in LANGUAGES
