"""Pages of accounts: signing in and out, the own account, one-time links, and people for admins."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, logout_user

from portal.accounts import links, queries, services
from portal.accounts.login import begin_session
from portal.accounts.models import User
from portal.accounts.passwords import check_password
from portal.core.errors import Conflict, Invalid
from portal.core.languages import is_language
from portal.core.roles import ADMINS, DESK
from portal.web.access import public, requires, signed_in
from portal.web.addresses import is_own_address
from portal.web.forms import Form, form_of, refused
from portal.web.reader import reader_language
from portal.web.speaking import gettext as _

pages = Blueprint("accounts", __name__, template_folder="templates")


@pages.get("/account/login")
@public
def login() -> Any:
    """Show the sign-in form."""
    if current_user.is_authenticated:
        return redirect(_after_sign_in())
    return render_template("accounts/login.html", form=Form())


@pages.post("/account/login")
@public
def sign_in() -> Any:
    """Sign in with address and password."""
    form = form_of(request.form, "email")
    try:
        user = services.authenticate(
            email=form.value("email"),
            password=request.form.get("password", ""),
            address=request.remote_addr or "",
        )
    except Invalid as error:
        refused(form, error)
        return render_template("accounts/login.html", form=form, tries_left=error.limit), 400
    session.clear()
    begin_session(user)
    return redirect(_after_sign_in(user.roles))


@pages.post("/account/logout")
@public
def logout() -> Any:
    """End the session on this browser."""
    logout_user()
    session.clear()
    return redirect(url_for("web.home"))


@pages.get("/account")
@signed_in
def account() -> Any:
    """Show the own account."""
    return render_template("accounts/account.html", form=Form())


@pages.post("/account/password")
@signed_in
def change_password() -> Any:
    """Change the own password; every other session ends, this one goes on."""
    form = Form()
    password = request.form.get("password", "")
    try:
        if password != request.form.get("again", ""):
            raise Invalid("again", "unequal")
        user = services.change_password(
            user=current_user.user, current=request.form.get("current", ""), password=password
        )
    except Invalid as error:
        return render_template("accounts/account.html", form=refused(form, error)), 400
    begin_session(user)
    flash(_("Your password is changed. Other devices have been signed out."))
    return redirect(url_for("accounts.account"))


@pages.get("/account/link/<token>")
@public
def link(token: str) -> Any:
    """Show the form that an invitation or a reset leads to."""
    user = links.get_link_user(token=token, purposes=(links.INVITATION, links.RESET))
    return render_template("accounts/link.html", person=user, form=Form())


@pages.post("/account/link/<token>")
@public
def use_link(token: str) -> Any:
    """Set the first or a new password and sign in."""
    purposes = (links.INVITATION, links.RESET)
    user = links.get_link_user(token=token, purposes=purposes)
    password = request.form.get("password", "")
    try:
        if password != request.form.get("again", ""):
            raise Invalid("again", "unequal")
        check_password(password)
        user = services.set_password(user=links.spend_link(token=token, purposes=purposes), password=password)
    except Invalid as error:
        return render_template("accounts/link.html", person=user, form=refused(Form(), error)), 400
    session.clear()
    begin_session(user)
    return redirect(_after_sign_in(user.roles))


@pages.get("/account/enter/<token>")
@public
def demo_link(token: str) -> Any:
    """Ask before a demo link is used: programs that look at links must not spend it."""
    user = links.get_link_user(token=token, purposes=(links.DEMO,))
    return render_template("accounts/enter.html", person=user)


@pages.post("/account/enter/<token>")
@public
def use_demo_link(token: str) -> Any:
    """Sign in as a sample person, once."""
    user = links.spend_link(token=token, purposes=(links.DEMO,))
    services.record_sign_in(user=user)
    session.clear()
    begin_session(user)
    return redirect(_after_sign_in(user.roles))


@pages.get("/admin")
@requires(ADMINS)
def people() -> Any:
    """List everybody."""
    return render_template("accounts/people.html", people=queries.users(), form=Form())


@pages.post("/admin/people")
@requires(ADMINS)
def invite() -> Any:
    """Add a person and show the invitation link, once."""
    form = form_of(request.form, "email", "name", "tier", "lang")
    roles = request.form.getlist("roles")
    form.values["roles"] = ",".join(roles)
    lang = form.value("lang") if is_language(form.value("lang")) else reader_language()
    try:
        user = services.add_user(
            email=form.value("email"), name=form.value("name"), roles=roles, tier=_tier(form), lang=lang
        )
    except Invalid as error:
        return render_template("accounts/people.html", people=queries.users(), form=refused(form, error)), 400
    return _show_link(user, links.INVITATION)


@pages.get("/admin/people/<int:user_id>")
@requires(ADMINS)
def person(user_id: int) -> Any:
    """Show one person with what an admin may change."""
    return render_template("accounts/person.html", person=queries.get_user(user_id), form=Form())


@pages.post("/admin/people/<int:user_id>/roles")
@requires(ADMINS)
def change_roles(user_id: int) -> Any:
    """Set the roles of a person."""
    user = queries.get_user(user_id)
    form = form_of(request.form, "tier")
    try:
        services.change_roles(
            actor=current_user.user, user=user, roles=request.form.getlist("roles"), tier=_tier(form)
        )
    except (Invalid, Conflict) as error:
        return render_template("accounts/person.html", person=user, form=refused(form, error)), 400
    flash(_("Saved."))
    return redirect(url_for("accounts.person", user_id=user_id))


@pages.post("/admin/people/<int:user_id>/active")
@requires(ADMINS)
def change_active(user_id: int) -> Any:
    """Let a person in or keep them out."""
    user = queries.get_user(user_id)
    is_active = request.form.get("active") == "yes"
    try:
        services.set_active(actor=current_user.user, user=user, is_active=is_active)
    except Conflict as error:
        return render_template("accounts/person.html", person=user, form=refused(Form(), error)), 409
    flash(_("Saved."))
    return redirect(url_for("accounts.person", user_id=user_id))


@pages.post("/admin/people/<int:user_id>/link")
@requires(ADMINS)
def new_link(user_id: int) -> Any:
    """Make a new invitation or reset link and show it, once."""
    user = queries.get_user(user_id)
    return _show_link(user, links.RESET if user.password_hash else links.INVITATION)


def _show_link(user: User, purpose: str) -> Any:
    token = links.issue_link(user=user, purpose=purpose)
    link = url_for("accounts.link", token=token, _external=True)
    return render_template("accounts/link_made.html", person=user, purpose=purpose, link=link)


def _tier(form: Form) -> int | None:
    return int(form.value("tier")) if form.value("tier") in {"1", "2", "3"} else None


def _after_sign_in(roles: frozenset[str] | None = None) -> str:
    """Return where to go: the page that was asked for if it is ours, else the first screen of the role."""
    target = request.values.get("next", "")
    if is_own_address(target):
        return target
    if roles is None:
        roles = current_user.roles
    return url_for("desk.queue") if roles & DESK else url_for("web.home")
