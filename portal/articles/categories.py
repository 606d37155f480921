"""Categories have one key in both languages, found from what the files say.

`Red y VPN` and `Network and VPN` are one category because articles that are translations of each other
stand in them. Whoever has no partner keeps a key of their own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from portal.articles.addresses import key_of
from portal.core.languages import LANGUAGES

Name = tuple[str, str]  # language, name as written


def build_categories(rows: Iterable[tuple[str, str, str]]) -> dict[Name, str]:
    """Return the key of each (language, name), from rows of (slug, language, name).

    The first language names the pair. Each name of the second language joins the name it is most often
    a translation of; equal counts go to the first in alphabetical order.
    """
    first, second = LANGUAGES
    by_slug: dict[str, dict[str, str]] = defaultdict(dict)
    names: set[Name] = set()
    for slug, lang, name in rows:
        by_slug[slug][lang] = name
        names.add((lang, name))
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in by_slug.values():
        if first in pair and second in pair:
            votes[pair[second]][pair[first]] += 1
    partner = {name: min(counts, key=lambda one: (-counts[one], one)) for name, counts in votes.items()}
    return {(lang, name): key_of(partner.get(name, name) if lang == second else name) for lang, name in names}
