"""The desk: the queue and the ticket as technicians see them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from portal.articles import queries as articles
from portal.articles.remembered import category_names
from portal.articles.texts import render_text
from portal.core.errors import Conflict, Invalid
from portal.core.roles import AUDIENCES, DESK, PUBLIC
from portal.search.engine import Question
from portal.search.queries import ask
from portal.tickets import lifecycle, queries, services
from portal.tickets.models import Ticket
from portal.tickets.numbers import find_number
from portal.tickets.opening import BODY_LONGEST
from portal.web.access import requires
from portal.web.asking import number_of
from portal.web.forms import Form, form_of, refused
from portal.web.reader import reader_language
from portal.web.speaking import gettext as _

pages = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates")

FITTING = 5
FARTHEST = 10_000  # pages of the queue


@pages.get("")
@requires(DESK)
def queue() -> Any:
    """Show a view of the queue."""
    view = request.args.get("view", "mine")
    view = view if view in queries.VIEWS else "mine"
    number = number_of(request.args.get("page", "")) or 1
    page = queries.queue(view, current_user.user, page=min(number, FARTHEST) - 1)
    return render_template(
        "tickets/queue.html",
        view=view,
        page=page,
        counts=queries.view_counts(current_user.user),
        solved_today=queries.solved_today(current_user.user),
        trails=queries.trail_summaries(page.tickets),
        categories=category_names(reader_language()),
    )


@pages.post("/next")
@requires(DESK)
def next_ticket() -> Any:
    """Take the most urgent ticket and open it."""
    ticket = services.take_next(actor=current_user.user)
    if ticket is None:
        flash(_("Nobody is waiting."))
        return redirect(url_for("desk.queue"))
    return redirect(url_for("desk.ticket", number=ticket.number))


@pages.get("/find")
@requires(DESK)
def find() -> Any:
    """Open the ticket whose number was typed."""
    number = find_number(request.args.get("number", ""))
    if number is None:
        flash(_("No ticket has this number. Its letter checks the digits; read it once more."))
        return redirect(url_for("desk.queue"))
    return redirect(url_for("desk.ticket", number=number))


@pages.get("/tickets/<number>")
@requires(DESK)
def ticket(number: str) -> Any:
    """Show a ticket with all that is known about it."""
    return _page(queries.get_ticket(number))


@pages.post("/tickets/<number>/take")
@requires(DESK)
def take(number: str) -> Any:
    """Make it mine."""
    found = queries.get_ticket(number)
    try:
        services.take(ticket=found, actor=current_user.user)
    except Conflict as error:
        return _page(queries.get_ticket(number), refused(Form(), error)), 409
    return redirect(url_for("desk.ticket", number=number))


@pages.post("/tickets/<number>/write")
@requires(DESK)
def write(number: str) -> Any:
    """Send a public reply, keep an internal note, or offer the solution, as the button says."""
    found = queries.get_ticket(number)
    form = form_of(request.form, "text", "audience", "action")
    form.values["cite"] = ",".join(request.form.getlist("cite"))
    try:
        done = _write(found, form)
    except (Invalid, Conflict) as error:
        return _page(queries.get_ticket(number), refused(form, error)), 409 if isinstance(
            error, Conflict
        ) else 400
    flash(done)
    return redirect(url_for("desk.ticket", number=number))


def _write(ticket: Ticket, form: Form) -> str:
    actor = current_user.user
    typed = form.value("text")
    text = services.Text(typed, render_text(typed[:BODY_LONGEST]))
    if form.value("audience") == "note":
        services.note(ticket=ticket, actor=actor, text=text)
        return _("Note kept. Only the desk sees it.")
    cited = _cited(form)
    if form.value("action") == "resolve":
        services.resolve(ticket=ticket, actor=actor, text=text if typed else None, articles=cited)
        return _("%(number)s solved. You are free.", number=ticket.number)
    asks = form.value("action") == "ask"
    services.reply(ticket=ticket, actor=actor, text=text, articles=cited, asks=asks)
    return _("Sent to %(name)s.", name=ticket.requester_name)


def _cited(form: Form) -> list[Any]:
    """Return the articles to cite; only such as the requester may read."""
    ids = [id_ for part in form.value("cite").split(",") if (id_ := number_of(part))]
    found = articles.articles_by_id(ids, (PUBLIC,))
    return [found[id_] for id_ in dict.fromkeys(ids) if id_ in found]


def _page(ticket: Ticket, form: Form | None = None) -> str:
    words = request.args.get("find", "")[:200]
    trail = queries.trail_on(ticket)
    citations = queries.citations_on(ticket)
    named = {step.article_id for step in trail} | {citation.article_id for citation in citations}
    question = Question(words=words or ticket.subject, lang=ticket.lang, audiences=AUDIENCES, limit=FITTING)
    return render_template(
        "tickets/desk_ticket.html",
        ticket=ticket,
        form=form or Form(),
        find_words=words,
        turn=lifecycle.turn_of(ticket),
        events=queries.events_of(ticket, internal=True),
        trail=trail,
        citations=citations,
        known=articles.articles_by_id([one for one in named if one], AUDIENCES),
        read_ids={step.article_id for step in trail},
        fitting=ask(question).results,
        category_name=category_names(reader_language()).get(ticket.category, ""),
    )
