"""What the methods mean, in words: the entries of methods.yaml with the amounts that the code
sets."""

from dataclasses import dataclass
from inspect import signature

from policy_emphasis.inference import multiverse, norms, resample, topic_quality, trends, validity
from policy_emphasis.inference.comparability import CUTS
from policy_emphasis.inference.density import PER
from policy_emphasis.inference.keyness import MIN_USES, SEVERAL
from policy_emphasis.inference.norm_lasting import SPAN
from policy_emphasis.inference.norm_words import SHARED
from policy_emphasis.inference.permutation import SHUFFLES
from policy_emphasis.language import N_
from policy_emphasis.measures.terms import SET_PHRASE
from policy_emphasis.measures.topics import TOP
from policy_emphasis.reference.methods import Source, read_methods

GROUPS = {  # what an entry is about → the heading that it stands under
    "sure": N_("How sure a figure is"),
    "words": N_("Words and numbers"),
    "topics": N_("Topics"),
    "themes": N_("Themes and their coding"),
    "others": N_("Beside other texts"),
}


def _usual(function, name):
    """The value of an argument where none is given."""
    return signature(function).parameters[name].default


GIVEN = {  # the amounts that entries name in braces
    "level": resample.LEVEL,
    "outside": round(1 - resample.LEVEL, 9),
    "tail": (1 - resample.LEVEL) / 2,
    "head": (1 + resample.LEVEL) / 2,
    "q": resample.SIGNIFICANCE,
    "robust": multiverse.ROBUST,
    "fair": multiverse.FAIR,
    "interaction": multiverse.INTERACTION,
    "shuffles": SHUFFLES,
    "cuts": CUTS,
    "several": SEVERAL,
    "uses": MIN_USES,
    "per": PER,
    "phrase": SET_PHRASE,
    "top": TOP,
    "window": _usual(topic_quality.npmi, "window"),
    "weight": _usual(topic_quality.frex, "weight"),
    "reliable": validity.RELIABLE,
    "agreeing": validity.AGREEING,
    "headed": validity.HEADED,
    "splits": validity.SPLITS,
    "enough": norms.ENOUGH,
    "least": norms.LEAST,
    "span": SPAN,
    "shared": SHARED,
    "tested": trends.TESTED,
}


@dataclass(frozen=True)
class Told:
    """A method as a page tells of it, in its language; formula: "" where nothing is computed."""

    name: str
    about: str
    word: str
    meaning: str
    formula: str
    symbols: str
    sources: list[Source]
    pages: list[str]


def told(language):
    """Every method, by its name, as pages in this language tell of it."""
    return {method.name: _told(method, language) for method in read_methods()}


def _told(method, language):
    parts = ("word", "meaning", "symbols")
    words = {part: language.say(getattr(method, part), **GIVEN) for part in parts}
    kept = {"about": method.about, "sources": method.sources, "pages": method.pages}
    return Told(method.name, formula=method.formula.format(**GIVEN), **words, **kept)
