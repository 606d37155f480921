"""Pages for those who write."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from portal.articles import queries
from portal.core.roles import AUTHORS
from portal.web.access import requires
from portal.web.speaking import gettext as _

pages = Blueprint("authoring", __name__, template_folder="templates")


@pages.get("/write")
@requires(AUTHORS)
def start() -> Any:
    """Lead to the first page of authors."""
    return redirect(url_for("authoring.problems"))


@pages.get("/write/problems")
@requires(AUTHORS)
def problems() -> Any:
    """List what is wrong with the files, with file and line."""
    return render_template(
        "authoring/problems.html",
        problems=queries.problems_of_files(),
        dead_links=queries.dead_links(),
        problem_text=problem_text,
    )


def problem_text(code: str) -> str:
    """Return what is wrong and what to do, for a code of a problem."""
    return problem_texts().get(code) or _("Check this value: %(code)s", code=code)


def problem_texts() -> dict[str, str]:
    """Return the sentences for all codes of problems."""
    return {
        "encoding": _("Not written in UTF-8; some letters may be wrong. Save it as UTF-8."),
        "control_characters": _("Characters that cannot be shown were left out."),
        "too_large": _("Larger than 1 MB. Split it."),
        "unreadable": _("The file cannot be read. Check its permissions."),
        "link_out": _("A link that leads out of the articles folder. Not followed."),
        "name_too_long": _("The path is too long for an address."),
        "name_unreadable": _("The file name holds characters that cannot be an address."),
        "render_timeout": _("Took too long to lay out; shown as plain text. Look for deep nesting."),
        "link_unsupported": _("A link of a kind that does not work in a browser. Shown as plain text."),
        "image_unsupported": _("A picture of a kind that does not work in a browser. Left out."),
        "fence_unclosed": _("A code block that is never closed. Add the closing ```."),
        "frontmatter_unclosed": _("The lines at the top begin with --- and never end. Add the closing ---."),
        "frontmatter_broken": _(
            "This line at the top is not YAML; we took what we could. Quotes around the value often help."
        ),
        "frontmatter_too_large": _(
            "The lines at the top are longer than any we would read. Is the closing --- missing?"
        ),
        "frontmatter_duplicate": _("This key is there twice; the first one counts."),
        "value_type": _("This value is of another kind than expected, and was left out."),
        "value_unknown": _("This value is none that we know; we took the careful one."),
        "value_too_long": _("This value is too long and was cut."),
        "frontmatter_unsafe": _("YAML anchors and tags are not read here. Write the value itself."),
        "link_leaves_folder": _("A link leaves the articles folder. Shown as plain text."),
        "image_leaves_folder": _("A picture lies outside the articles folder. Left out."),
        "duplicate_address": _("Another file has the same address already."),
    }
