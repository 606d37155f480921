"""What was typed and what is wrong with it, so that a page can show both and lose nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.core.errors import Conflict, Invalid
from portal.web.words import error_text


@dataclass
class Form:
    """Values by field name, and the text of what is wrong by field name ('' = the whole form)."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what was typed into a field."""
        return self.values.get(name, "")


def form_of(data: Mapping[str, str], *names: str) -> Form:
    """Return the named fields of a request; blanks around them do not count, line ends are plain."""
    return Form({name: data.get(name, "").replace("\r\n", "\n").strip() for name in names})


def refused(form: Form, error: Invalid | Conflict) -> Form:
    """Return the form with the reason beside the field it belongs to."""
    name = error.field if isinstance(error, Invalid) else ""
    form.errors[name] = error_text(error)
    return form
