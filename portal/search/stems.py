"""From words to the terms of the index: folded stems, so that inflection and accents do not matter.

Spanish endings are restored before stemming, because people leave the accent out: Snowball knows `-ción`,
not `-cion` (M. F. Porter, Snowball; J. Savoy, Light stemming approaches, 2006).
"""

from functools import lru_cache

import Stemmer

from portal.core.languages import ENGLISH, SPANISH
from portal.search.stopwords import is_stopword
from portal.search.tokens import Form, folded, forms_of, has_digit

_ALGORITHMS = {ENGLISH: "english", SPANISH: "spanish"}


@lru_cache(maxsize=len(_ALGORITHMS))
def _stemmer(lang: str) -> Stemmer.Stemmer:
    # Its own cache is not ours to bound; `stem` caches.
    return Stemmer.Stemmer(_ALGORITHMS[lang], 0)


@lru_cache(maxsize=200_000)
def stem(word: str, lang: str) -> str:
    """Return the folded stem of a normalised word; codes stay whole."""
    bare = folded(word)
    return bare if has_digit(bare) else _snowball(bare, lang)


def _snowball(bare: str, lang: str) -> str:
    if lang == SPANISH and bare.endswith(("cion", "sion")):
        bare = f"{bare[:-2]}ón"
    return folded(_stemmer(lang).stemWord(bare))


@lru_cache(maxsize=20_000)
def stem_with_enye(word: str, lang: str) -> str:
    """Return the stem that keeps `ñ`: a second term for `año`, which `ano` does not have; else nothing."""
    if "ñ" not in word or has_digit(word):
        return ""
    bare = "ñ".join(folded(part) for part in word.split("ñ"))
    stemmed: str = _stemmer(lang).stemWord(bare)
    return "ñ".join(folded(part) for part in stemmed.split("ñ"))


def terms_of(form: Form, lang: str) -> tuple[str, ...]:
    """Return the terms of one form; the first one is the one to look for."""
    if form.is_exact:
        return (folded(form.word),)
    enye = stem_with_enye(form.word, lang)
    plain = stem(form.word, lang)
    return (plain, enye) if enye else (plain,)


@lru_cache(maxsize=200_000)
def terms_of_chunk(chunk: str, lang: str) -> tuple[str, ...]:
    """Return every term under which `chunk` is indexed, each once."""
    found = (term for form in forms_of(chunk) for term in terms_of(form, lang))
    return tuple(dict.fromkeys(term for term in found if term))


@lru_cache(maxsize=200_000)
def telling_terms_of_chunk(chunk: str, lang: str) -> tuple[str, ...]:
    """Return the terms of `chunk`, none for a stop word: in a long text those only cost time."""
    forms = forms_of(chunk)
    if not forms or is_stopword(folded(forms[0].word), lang):
        return ()
    return terms_of_chunk(chunk, lang)
