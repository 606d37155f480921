"""Articles in any number, made by mixing the paragraphs of the starter content; the same ones each time."""

import random
import re
from pathlib import Path

WORDS = [
    "router",
    "printer",
    "mailbox",
    "calendar",
    "badge",
    "monitor",
    "keyboard",
    "licence",
    "browser",
    "certificate",
    "folder",
    "backup",
    "update",
    "headset",
    "charger",
    "projector",
    "scanner",
    "account",
    "signature",
    "invitation",
]


def write_corpus(source: Path, target: Path, articles: int, *, seed: int = 7) -> None:
    """Write `articles` Markdown files of about 3 kB below `target`, half in each language."""
    chance = random.Random(seed)
    for lang in ("en", "es"):
        parts = _parts(source / lang)
        for number in range(articles // 2):
            words = chance.sample(WORDS, 3)
            title = f"{words[0].capitalize()} and {words[1]}: case {number}"
            text = _text(chance, parts, words, number)
            file = target / lang / f"topic-{number % 24}" / f"case-{number}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            summary = f"What to do about the {words[0]} and the {words[2]}."
            file.write_text(
                f'---\ntitle: "{title}"\nsummary: {summary}\ntags: [{", ".join(words)}]\n---\n\n{text}',
                "utf-8",
            )


def _parts(folder: Path) -> list[str]:
    parts = []
    for file in sorted(folder.rglob("*.md")):
        body = file.read_text("utf-8").split("---", 2)[-1]
        parts += [part.strip() for part in re.split(r"(?m)^(?=## )", body) if len(part) > 200]
    return parts


def _text(chance: random.Random, parts: list[str], words: list[str], number: int) -> str:
    chosen: list[str] = []
    while sum(map(len, chosen)) < 2600:
        part = chance.choice(parts)
        chosen.append(f"{part}\n\nThis is about the {chance.choice(words)} of case {number}.")
    return "\n\n".join(chosen)[:3200].rsplit("\n\n", 1)[0] + "\n"
