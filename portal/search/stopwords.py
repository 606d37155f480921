"""Words too common to be looked for, folded; they count only when a question has no others.

Words that carry the meaning of a help desk question stay out: not, no, off, on, sin.
"""

from portal.core.languages import ENGLISH, SPANISH

_ENGLISH = """
a about all also am an and any are arent as at be been being but by can cant could couldnt did didnt do does
doesnt doing dont for from get gets getting got had has have having hello help her here hi his how i id if ill
im in into is isnt it its itself ive just let like make many may me might more most much must my need of or
other our please she should so some such than thank thanks that the their them then there these they this
those to too tried try trying us very want wants was wasnt we were what when where which while who whom whose
why will with wont would you your
"""

_SPANISH = """
a ademas al algo alguien algun alguna algunas alguno algunos ante aqui asi aun aunque ayuda buenas buenos cada
como con cual cuales cuando cuanto da de del desde donde dos el ella ellas ellos en entre era es esa esas ese
eso esos esta estan estas este esto estos estoy favor fue gracias ha hace hacer hacia han has hasta hay he hola
la las le les lo los mas me mi mis mucho muy necesito nos o os otra otro para pero poder podria por porque puede
puedo pues que quien quiero quiere se ser si sido sobre solo son soy su sus tan tambien te tener tengo ti tiene
todo todos tu tus un una unas uno unos va vosotros voy y ya yo
"""

STOPWORDS = {ENGLISH: frozenset(_ENGLISH.split()), SPANISH: frozenset(_SPANISH.split())}


def is_stopword(word: str, lang: str) -> bool:
    """Say whether the folded `word` says nothing in `lang`."""
    return word in STOPWORDS[lang]
