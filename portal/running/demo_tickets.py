"""Some tickets for the demo, opened the way people open them. Loaded once."""

from datetime import timedelta

from portal.accounts.models import User
from portal.articles.queries import find_article
from portal.articles.texts import render_text
from portal.core.clock import now
from portal.core.roles import PUBLIC, REQUESTER, TECHNICIAN
from portal.tickets import services
from portal.tickets.models import Ticket
from portal.tickets.opening import Question, open_ticket
from portal.tickets.queries import count_tickets
from portal.visits.queries import Step

# subject, body, language, what was searched and how much was found, the article that was read
TICKETS = (
    (
        "La VPN da error 809 desde casa",
        "Desde ayer no conecta. He reiniciado y he probado con el teléfono: **con el teléfono sí conecta**.\n\n"
        "En casa tengo un router nuevo.",
        "es", (("vpn error 809", 6), ("router nuevo vpn", 0)), "network/vpn",
    ),
    (
        "Cannot open the shared folder after moving to Building B",
        "The drive `S:` has a red cross since Monday. My colleague next to me has the same.",
        "en", (("shared folder red cross", 3),), "network/network-drive",
    ),
    (
        "Second factor asks again every morning",
        "I tick *remember this device* each time. It still asks.",
        "en", (("two factor every day", 4),), "accounts/two-factor-setup",
    ),
    (
        "El escáner corta a partir de la página 10",
        "Escaneo un contrato de 24 páginas y en el correo solo llegan 10.",
        "es", (("escanear corta páginas", 2),), "printing/scan-to-email",
    ),
)  # fmt: skip


def load(people: list[User]) -> None:
    """Open the sample tickets if there are none yet, and answer one of them."""
    if count_tickets():
        return
    by_role = {role: person for person in people for role in person.roles}
    requester = next(person for person in people if person.roles == {REQUESTER})
    opened = [_open(requester, *ticket) for ticket in TICKETS]
    article = find_article("en", "accounts/two-factor-setup", (PUBLIC,))
    text = "Which browser do you use, and does it forget cookies when you close it?"
    services.reply(
        ticket=opened[2], actor=by_role[TECHNICIAN], text=services.Text(text, render_text(text)),
        articles=[article] if article else [], asks=True,
    )  # fmt: skip


def _open(
    requester: User, subject: str, body: str, lang: str, searches: tuple[tuple[str, int], ...], slug: str
) -> Ticket:
    began = now() - timedelta(minutes=9)
    trail = [
        Step(f"s{number}", "search", began + timedelta(minutes=number), words, results=results)
        for number, (words, results) in enumerate(searches)
    ]
    article = find_article(lang, slug, (PUBLIC,))
    if article is not None:
        read = Step(
            "v1", "view", began + timedelta(minutes=4), article.title, article_id=article.id,
            edition_id=article.edition_id, read_seconds=130,
        )  # fmt: skip
        trail.append(read)
    question = Question(
        subject=subject, body=body, html=render_text(body), name=requester.name, email=requester.email,
        lang=lang, category=article.category if article else "", trail=trail,
    )  # fmt: skip
    return open_ticket(question=question, requester=requester, address="demo")
