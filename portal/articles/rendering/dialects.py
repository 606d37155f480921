"""What other publishing systems leave in Markdown: dropped, or turned into what it means here.

Nothing is evaluated. Inline code stays as it is; code blocks never come here.
"""

import re
from html import escape

from portal.articles.rendering.elements import FOREIGN, KNOWN, SWALLOWING
from portal.articles.rendering.verbatim import frame_address

# Inside a paragraph; a code span never crosses a blank line.
_CODE = r"(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ ]*\n).)+?(?<!`)(?P=ticks)(?!`))"
_LIQUID = (
    r"(?P<liquid>\{%(?:(?!%\}).){0,2000}%\}|\{\{(?:(?!\}\}).){0,2000}\}\}|\{/\*(?:(?!\*/).){0,2000}\*/\})"
)
# `{: .class }` of kramdown; directly behind a link or an image it is left to attr_list.
_KRAMDOWN = r"(?P<kramdown>(?<![)\]])\{:[^{}\n]*\})"
_DOCFX = (
    r"(?P<dropped>\[!(?:INCLUDE|div|code[\w-]*|BEGIN\w*|END\w*|TABS)\b(?:\[[^\]\n]*\]|[^\]\n\[]++){0,20}\](?:\([^)\n]*\))?)"
    r"|\[!VIDEO[ ]+(?P<video>https?://[^\]\s]+)[^\]\n]*\]"
    r"|\[!(?P<word>[A-Za-z]+)(?:[ ]+(?P<label>[^\]\n]*))?\](?:\{[^}\n]*\})?"
)
# CommonMark escapes more signs than Python-Markdown knows.
_ESCAPE = r"(?P<escape>\\[\\<&\"'])"
_ICON = r"(?P<icon>:(?:octicons|material|fontawesome|simple)-[a-z0-9-]+:(?:\{[^}\n]*\})?)"
# Targets in angle brackets are no tags; in a definition Python-Markdown does not allow them blanks.
_TARGET = r"(?P<inline>(?<=\]\()<[^<>\n]+>)|(?P<target>(?<=\]:[ ])<[^<>\n]+>)"
_TAG = r"(?P<tag></?(?P<name>[A-Za-z][\w.-]*)(?P<rest>[^<>\n]{0,500})>)"

_COMMENT = r"(?P<comment><!--(?:(?!-->).){0,5000}-->)"
_FOREIGN = re.compile(
    r"(?=[`{[:<\\])(?:"
    + "|".join((_CODE, _ESCAPE, _LIQUID, _KRAMDOWN, _DOCFX, _ICON, _COMMENT, _TARGET, _TAG))
    + ")",
    re.DOTALL | re.IGNORECASE,
)
_LABEL = re.compile(r"\[!(?:DNL|UICONTROL|BADGE)[ ]+([^\]\n]*)\](?:\{[^}\n]*\})?")
_HINTS = ("{", "[!", "<", "\\", ":octicons", ":material", ":fontawesome", ":simple")
_ID = re.compile(r"(?<!\S)#([\w:.-]+)")


def drop_foreign(text: str) -> str:
    """Return Markdown without the markup of other systems; inline code is kept as written."""
    if not any(hint in text for hint in _HINTS):
        return text
    closing = {name.casefold() for name in re.findall(r"</([A-Za-z][\w.-]*)", text)}
    return _FOREIGN.sub(lambda found: _replaced(found, closing), text)


def drop_labels(text: str) -> str:
    """Return a line of plain text without the `[!DNL name]` labels around product names."""
    return " ".join(_LABEL.sub(r"\1", text).split()) if "[!" in text else text


def _replaced(found: re.Match[str], closing: set[str]) -> str:
    if found["code"] or found["inline"]:
        return found.group()
    if found["target"]:
        return found["target"][1:-1].strip().replace(" ", "%20")
    if found["escape"]:
        return found.group() if found["escape"] == "\\\\" else escape(found["escape"][1], quote=False)
    if found["kramdown"]:
        anchor = _ID.search(found["kramdown"])
        return f"{{#{anchor[1]}}}" if anchor else ""
    if found["video"]:
        return f"<{found['video']}>"
    if found["word"]:
        return found["label"] if found["label"] is not None else found["word"].capitalize()
    if found["tag"]:
        return _tag(found, closing)
    return ""


def _tag(found: re.Match[str], closing: set[str]) -> str:
    """Show `<your name>` as text; drop the tags of components (`<Tabs>…</Tabs>`, `<Card x="1"/>`)."""
    name = found["name"].casefold()
    if name == "iframe":
        address = frame_address(found.group())
        return f"<{address}>" if address else ""
    if name in SWALLOWING or (name in FOREIGN and name not in closing):
        return escape(found.group())
    if name in KNOWN or "@" in found.group() or found["rest"].startswith("://"):
        return found.group()
    is_component = name in closing or "=" in found["rest"] or found["rest"].endswith("/")
    return "" if is_component else escape(found.group())
