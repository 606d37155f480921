"""The requester's pages: asking, following, answering, confirming. With an account or with the link."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user

from portal.accounts.services import checked_email, checked_name
from portal.articles import queries as articles
from portal.articles.remembered import category_names
from portal.articles.texts import render_text
from portal.core.errors import Conflict, Invalid
from portal.core.roles import PUBLIC
from portal.tickets import lifecycle, queries, services
from portal.tickets.links import get_ticket_of_link, link_token
from portal.tickets.models import Ticket
from portal.tickets.numbers import find_number
from portal.tickets.opening import (
    BODY_LONGEST,
    Question,
    checked_body,
    checked_question,
    checked_subject,
    open_ticket,
)
from portal.visits.hooks import current_visit
from portal.visits.queries import Step, trail_of
from portal.web.access import public, signed_in
from portal.web.forms import Form, form_of, refused
from portal.web.reader import reader_language
from portal.web.speaking import gettext as _

pages = Blueprint("tickets", __name__, template_folder="templates")

FIELDS = ("subject", "body", "name", "email", "category")


@pages.get("/tickets/new")
@public
def new() -> Any:
    """Show the form, with the words that were searched already in it."""
    form = Form(
        {"subject": request.args.get("subject", "")[:200], "category": request.args.get("category", "")}
    )
    return _form(form)


@pages.post("/tickets/new")
@public
def open_() -> Any:
    """Open a ticket with the trail that the requester left in the list."""
    form = form_of(request.form, *FIELDS)
    requester = current_user.user
    steps = [step for step in trail_of(current_visit()) if step.key in request.form.getlist("trail")]
    question = Question(
        subject=form.value("subject"), body=form.value("body"), html="",
        name=requester.name if requester else form.value("name"),
        email=requester.email if requester else form.value("email"),
        lang=reader_language(), category=_category(form), trail=steps,
    )  # fmt: skip
    try:
        checked_question(question)
        rendered = render_text(question.body[:BODY_LONGEST])
        question = Question(**{**vars(question), "html": rendered})
        ticket = open_ticket(question=question, requester=requester, address=request.remote_addr or "")
    except Invalid as error:
        form = _all_refused(refused(form, error), question)
        return _form(form, kept=[step.key for step in steps]), 400
    if requester:
        return redirect(url_for("tickets.ticket", number=ticket.number))
    _remember(ticket)
    return redirect(url_for("tickets.by_link", token=link_token(ticket, current_app.config["SECRET_KEY"])))


@pages.get("/tickets")
@public
def mine() -> Any:
    """List my tickets; a guest sees those opened with this browser."""
    if current_user.is_authenticated:
        return render_template(
            "tickets/mine.html", tickets=queries.tickets_of(current_user.user), url=_own_url
        )
    secret = current_app.config["SECRET_KEY"]
    tickets = queries.tickets_by_id(session.get("tickets", []))
    return render_template(
        "tickets/mine.html",
        tickets=tickets,
        url=lambda ticket: url_for("tickets.by_link", token=link_token(ticket, secret)),
    )


@pages.get("/tickets/<number>")
@signed_in
def ticket(number: str) -> Any:
    """Show one of my tickets; the desk is led to its own page."""
    found = find_number(number)
    if found and found != number:
        return redirect(url_for("tickets.ticket", number=found))
    return _page(
        queries.get_own_ticket(number, current_user.user), base=url_for("tickets.ticket", number=number)
    )


@pages.post("/tickets/<number>/answer")
@signed_in
def answer(number: str) -> Any:
    """Write on my ticket."""
    return _answer(
        queries.get_own_ticket(number, current_user.user), url_for("tickets.ticket", number=number)
    )


@pages.post("/tickets/<number>/confirm")
@signed_in
def confirm(number: str) -> Any:
    """Say that my ticket is solved."""
    return _confirm(
        queries.get_own_ticket(number, current_user.user), url_for("tickets.ticket", number=number)
    )


@pages.get("/t/<token>")
@public
def by_link(token: str) -> Any:
    """Show one ticket to whoever holds its link."""
    return _page(_linked(token), base=url_for("tickets.by_link", token=token))


@pages.post("/t/<token>/answer")
@public
def answer_by_link(token: str) -> Any:
    """Write on the ticket of the link."""
    return _answer(_linked(token), url_for("tickets.by_link", token=token))


@pages.post("/t/<token>/confirm")
@public
def confirm_by_link(token: str) -> Any:
    """Say that the ticket of the link is solved."""
    return _confirm(_linked(token), url_for("tickets.by_link", token=token))


def _linked(token: str) -> Ticket:
    return get_ticket_of_link(token, current_app.config["SECRET_KEY"])


def _page(ticket: Ticket, *, base: str, form: Form | None = None) -> Any:
    return render_template(
        "tickets/ticket.html",
        ticket=ticket,
        base=base,
        form=form or Form(),
        turn=lifecycle.turn_of(ticket),
        events=queries.events_of(ticket, internal=False),
        trail=queries.trail_on(ticket),
        citations=queries.citations_on(ticket),
        readable=articles.articles_by_id(
            [one.article_id for one in queries.citations_on(ticket) if one.article_id], (PUBLIC,)
        ),
        category_name=category_names(reader_language()).get(ticket.category, ""),
    )


def _answer(ticket: Ticket, base: str) -> Any:
    form = form_of(request.form, "text")
    try:
        text = services.Text(form.value("text"), render_text(form.value("text")[:BODY_LONGEST]))
        services.answer(ticket=ticket, actor=current_user.user, text=text)
    except Invalid as error:
        return _page(ticket, base=base, form=refused(form, error)), 400
    flash(_("Sent. It is our turn now."))
    return redirect(base)


def _confirm(ticket: Ticket, base: str) -> Any:
    try:
        services.confirm(ticket=ticket, actor=current_user.user)
    except Conflict as error:
        return _page(ticket, base=base, form=refused(Form(), error)), 409
    return redirect(base)


def _form(form: Form, kept: list[str] | None = None) -> str:
    steps = trail_of(current_visit())
    return render_template(
        "tickets/new.html",
        form=form,
        steps=steps,
        kept=kept if kept is not None else [step.key for step in steps],
        guessed=_guess(steps),
        topics=articles.topics(reader_language(), (PUBLIC,)),
    )


def _all_refused(form: Form, question: Question) -> Form:
    """Return the form with the reason beside each field, so that nobody has to send it once per field."""
    checks: tuple[tuple[Callable[[str], str], str], ...] = (
        (checked_subject, question.subject), (checked_body, question.body),
        (checked_name, question.name), (checked_email, question.email),
    )  # fmt: skip
    for check, value in checks:
        try:
            check(value)
        except Invalid as error:
            refused(form, error)
    return form


def _guess(steps: list[Step]) -> str:
    """Return the category of what was read last: most likely it is about that."""
    read = [step.article_id for step in steps if step.article_id]
    found = articles.articles_by_id(read[-1:], (PUBLIC,))
    return found[read[-1]].category if read and read[-1] in found else ""


def _category(form: Form) -> str:
    value = form.value("category")
    return value if value in category_names(reader_language()) else ""


def _own_url(ticket: Ticket) -> str:
    return url_for("tickets.ticket", number=ticket.number)


def _remember(ticket: Ticket) -> None:
    """Let a guest find the ticket again with this browser."""
    session["tickets"] = [*session.get("tickets", []), ticket.id][-20:]
    session.permanent = True
