"""Text as HTML: escaped, every run of Chinese under its language, terms with their English.

Nothing from a document, a file name or a parameter reaches a page but through these: what a
template is given is escaped unless it came from here. Characters that cannot be seen or that turn
the direction of writing are shown by their code, so that no text rearranges the line it stands in.
"""

import html
import json
import re
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.ext import Extension
from markupsafe import Markup

from policy_emphasis.language import Language, with_minus
from policy_emphasis.paths import CODEBOOK
from policy_emphasis.reference.lists import read_codebook
from policy_emphasis.words.validity import MARK

TEMPLATES = Path(__file__).parent / "templates"
HAN = r"[㐀-鿿豈-﫿][㐀-鿿豈-﫿、，。；：！？·“”‘’《》〈〉（）\d%—]*(?<![“（《\d%—])"
GLOSSED = re.compile(rf"(?P<word>{HAN}) “(?P<gloss>[^”㐀-鿿]+)”|(?P<han>{HAN})")
CODED = r"[^\w ,.%()²]"  # in a style sheet
NARROW = re.compile(r"(\d) (points)")  # a figure and its unit stay on one line
CARD = 12  # the most columns whose headings templates/narrow.css can set into a card
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text):
    """Any text, with what cannot be seen or turns the direction of writing shown by its code."""
    return UNSEEN.sub(lambda c: f"[U+{ord(c.group()):04X}]", str(text))


def escape(text):
    """Any text, visible and safe in HTML."""
    return Markup(html.escape(visible(text)))


def mixed(text, language):
    """A label or statement written in `language`: in English its Chinese words under their own
    language, with the gloss that follows them in quotation marks."""
    text = with_minus(NARROW.sub("\\1\u00a0\\2", str(text)))
    if language.code == "zh":
        return escape(text)
    parts, end = [], 0
    for found in GLOSSED.finditer(text):
        parts.append(escape(text[end : found.start()]))
        if found["word"]:
            parts.append(_glossed(found["word"], f"“{found['gloss']}”"))
        else:
            parts.append(chinese(found["han"]))
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def chinese(text):
    """Words of a document: Chinese, whatever else they hold."""
    return Markup(f'<span lang="zh-Hans">{escape(text)}</span>')


def term(word, gloss, language):
    """A Chinese term with its English gloss; alone where there is none, and on a Chinese page.
    gloss: term → English."""
    english = gloss.get(word) if language.code == "en" else None
    if english:
        return _glossed(word, english)
    return chinese(word) if re.search("[㐀-鿿]", word) else escape(word)


def place(document, language):
    """A place's name, with its Chinese one on an English page. document: with place, place_zh."""
    name = escape(language.place(document.place))
    return name if language.code == "zh" else name + " " + chinese(document.place_zh)


def themed(text, language):
    """A label or another text, as mixed() sets it; one that is a theme's name, with or without the
    mark of those that fail, leads to where the codebook explains the theme."""
    theme = _theme_of(language.code).get(str(text).removesuffix(f" {MARK}"))
    shown = mixed(text, language)
    return link(f"{CODEBOOK}.html#theme-{theme}", shown) if theme else shown


@cache
def _theme_of(code):
    """A theme's label in a language → the theme."""
    labels = Language(code).labels(read_codebook(), "theme")
    return {label: theme for theme, label in labels.items()}


def label(row, language):
    """The label of a theme or indicator (label_en, label_zh), as a place's name."""
    if language.code == "zh":
        return escape(row.label_zh)
    return escape(row.label_en) + " " + chinese(row.label_zh)


def marked(text, spans):
    """`text` with the half-open spans (of overlapping ones the first) in <mark>, to stand under a
    Chinese lang."""
    parts, done = [], 0
    for start, end in sorted(spans):
        if done <= start < end <= len(text):
            parts += [escape(text[done:start]), Markup(f"<mark>{escape(text[start:end])}</mark>")]
            done = end
    return Markup("").join([*parts, escape(text[done:])])


def spoken(text, language):
    """A text for an attribute, which has one language: in English without its Chinese words."""
    return re.sub(HAN + " ?", "", text) if language.code == "en" else text


def occurrences(text, words):
    """Spans of the words in the text, the longest first where they overlap."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    found = re.finditer("|".join(map(re.escape, longest_first)), text) if longest_first else []
    return [match.span() for match in found]


def in_css(text):
    """Any text as a string of a style sheet, also in an attribute, which nothing in it can end."""
    coded = re.sub(CODED, lambda found: f"\\{ord(found.group()):x} ", visible(text))
    return Markup(f"'{coded}'")


def as_cards(headings):
    """The headings of all columns but the first as properties that templates/narrow.css sets before
    the cells of a card; "" where there are more than it can."""
    if len(headings) > CARD:
        return ""
    return Markup(";").join(f"--c{n}:" + in_css(name) for n, name in enumerate(headings[1:], 2))


def link(href, text):
    """A link to another place of these pages."""
    shown = text if isinstance(text, Markup) else escape(text)
    return Markup(f'<a href="{escape(href)}">{shown}</a>')


def plain_value(value):
    """A parameter's value as SET and YAML take it: [a,b], {level: city}, true, 12, nmf."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{name}: {plain_value(inner)}" for name, inner in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, list):
        return f"[{','.join(map(str, value))}]"
    return value if isinstance(value, str) else json.dumps(value)


def render(language, template, **values):
    """A template of templates/ with its values, as HTML in that language."""
    environment = _environment(language.code, tuple(language.places.items()))
    return Markup(environment.get_template(template).render(values))


def prepared(environment, language):
    """A Jinja environment with what templates do to a text: {{ "Place" | say }},
    {{ statement | mixed }}; whatever else they print is escaped."""
    for own in (mixed, term, themed, place, label, spoken):
        environment.filters[own.__name__] = partial(own, language=language)
    english = partial(mixed, language=Language("en"))
    environment.filters |= {"say": language.say, "english": english}
    environment.filters |= {"plain": plain_value, "chinese": chinese, "as_cards": as_cards}
    environment.globals["language"] = language
    environment.autoescape, environment.finalize = True, finalize
    return environment


@pass_context
def finalize(_, value):
    """What a template prints: HTML from this module as it is, all else escaped."""
    # With a context it is never called ahead of time, on constants that Jinja has escaped itself.
    return value if isinstance(value, Markup) else escape(value)


class OneLine(Extension):
    """Takes the line breaks and indentation beside a tag out of a template, so that it can be
    written readably and leave no white space; a line break inside a text becomes a space."""

    def preprocess(self, source, name, filename=None):
        return re.sub(r"\s*\n\s*", " ", re.sub(r"(?<=[>}])\s*\n\s*|\s*\n\s*(?=[<{])", "", source))


@cache
def _environment(code, places):
    loader = FileSystemLoader(TEMPLATES)
    made = Environment(loader=loader, undefined=StrictUndefined, extensions=[OneLine])
    return prepared(made, Language(code, dict(places)))


def _glossed(word, english):
    gloss = Markup(f'<span class="gloss">{escape(english)}</span>')
    return Markup(f'<span class="term">{chinese(word)} {gloss}</span>')
