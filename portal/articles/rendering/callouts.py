"""Admonitions, alerts and their kin: which of our five looks a name gets, and its title in both languages."""

from portal.core.languages import SPANISH

LOOKS = ("note", "tip", "success", "warning", "danger")

# name: (look, English title, Spanish title)
_CALLOUTS = {
    "note": ("note", "Note", "Nota"),
    "info": ("note", "Information", "Información"),
    "important": ("note", "Important", "Importante"),
    "abstract": ("note", "Summary", "Resumen"),
    "summary": ("note", "Summary", "Resumen"),
    "tldr": ("note", "Summary", "Resumen"),
    "todo": ("note", "To do", "Pendiente"),
    "question": ("note", "Question", "Pregunta"),
    "questions": ("note", "Questions", "Preguntas"),
    "faq": ("note", "Question", "Pregunta"),
    "help": ("note", "Help", "Ayuda"),
    "example": ("note", "Example", "Ejemplo"),
    "quote": ("note", "Quote", "Cita"),
    "seealso": ("note", "See also", "Véase también"),
    "morelikethis": ("note", "See also", "Véase también"),
    "prerequisites": ("note", "Before you start", "Antes de empezar"),
    "prereq": ("note", "Before you start", "Antes de empezar"),
    "objectives": ("note", "Objectives", "Objetivos"),
    "keypoints": ("note", "Key points", "Puntos clave"),
    "callout": ("note", "Note", "Nota"),
    "discussion": ("note", "Discussion", "Discusión"),
    "challenge": ("note", "Exercise", "Ejercicio"),
    "exercise": ("note", "Exercise", "Ejercicio"),
    "solution": ("note", "Solution", "Solución"),
    "spoiler": ("note", "Details", "Detalles"),
    "instructor": ("note", "For the trainer", "Para quien enseña"),
    "tip": ("tip", "Tip", "Consejo"),
    "hint": ("tip", "Hint", "Pista"),
    "success": ("success", "Done", "Correcto"),
    "check": ("success", "Done", "Correcto"),
    "done": ("success", "Done", "Correcto"),
    "warning": ("warning", "Warning", "Advertencia"),
    "attention": ("warning", "Attention", "Atención"),
    "danger": ("danger", "Danger", "Peligro"),
    "caution": ("danger", "Caution", "Precaución"),
    "error": ("danger", "Error", "Error"),
    "failure": ("danger", "Failure", "Fallo"),
    "bug": ("danger", "Bug", "Error conocido"),
}

# What a lesson hides until it is asked for.
FOLDED = {"solution", "spoiler", "instructor"}


def is_callout(name: str) -> bool:
    """Say whether we know `name` as the name of an admonition."""
    return name.casefold() in _CALLOUTS


def look_of(names: str) -> str:
    """Return our look for the first known of some blank-separated names, 'note' for strangers."""
    known = (_CALLOUTS[name][0] for name in names.casefold().split() if name in _CALLOUTS)
    return next(known, "note")


def title_of(name: str, lang: str) -> str:
    """Return the title of an admonition that has none of its own."""
    known = _CALLOUTS.get(name.casefold())
    if known is None:
        return name.replace("-", " ").replace("_", " ").capitalize()
    return known[2] if lang == SPANISH else known[1]
