"""The elements of HTML, sorted by what happens to them here."""


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


# What the renderer makes and authors may write; the sanitiser lets nothing else through.
IN_TEXT = _named(
    "a abbr b bdi bdo br cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr"
)
BLOCKS = _named(
    "blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr img input label li ol p pre summary "
    "table tbody td tfoot th thead tr ul"
)
IN_MESSAGES = _named("a blockquote br code div em li ol p pre span strong ul")
# Gone with everything in them. What is in no list here loses its tags and keeps its text.
GONE = _named(
    "applet audio button canvas embed frameset head iframe math noembed noframes noscript object option script select "
    "style svg template textarea title video xmp"
)

# In the layout: elements that hold a piece of the page, so that only their tags are HTML; and those that are HTML
# to their end tag.
CONTAINERS = _named(
    "address article aside center details div fieldset figure footer form header main nav section"
)
WHOLE = _named(
    "audio blockquote button dl figcaption h1 h2 h3 h4 h5 h6 iframe math menu noscript object ol p picture pre script "
    "select style summary svg table template textarea ul video"
)

# In running text: a browser reads everything behind these as their content. Shown as text they hide nothing.
SWALLOWING = _named("noembed noframes plaintext script style textarea title xmp")
# Dropped with what they contain, but only where they end.
FOREIGN = _named("audio button canvas math noscript object select svg template video")
# A tag of any other name is a word in angle brackets.
KNOWN = (
    IN_TEXT | BLOCKS | GONE | CONTAINERS | WHOLE | SWALLOWING
    | _named(
        "acronym area base basefont big blink body col colgroup data datalist dialog dir font frame hgroup html h1 "
        "image legend link map marquee meta meter nobr optgroup output param progress rp rt ruby search slot source "
        "strike tr track tt"
    )
)  # fmt: skip

# In the walk over a page: the text is cut at these; and a heading inside of those belongs to a box, not to the page.
CUTTING = _named("blockquote br caption dd details div dl dt figcaption figure hr li ol p summary tr ul")
BOXES = _named("blockquote details div li table")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
