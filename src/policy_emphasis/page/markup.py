"""Text as HTML: escaped, every run of Chinese under its language, terms with their English, matched words marked.

    mixed(text)               → a label or statement in the page's language
    chinese(text)             → words of a document, as they stand there
    term(word, gloss)         → a Chinese term with its English gloss
    label(row)                → an English and Chinese label
    marked(text, spans)       → words of a document with stretches marked
    spoken(text)              → a text for an attribute, which has one language

Nothing from a document, a file name or a parameter reaches a page but through these. Characters that cannot be seen or that turn the direction of
writing are shown by their code, so that a text cannot rearrange the line it stands in.
"""

import html
import re

from policy_emphasis import language

HAN = r"[㐀-鿿豈-﫿][㐀-鿿豈-﫿、，。；：！？·“”‘’《》〈〉（）\d%—]*(?<![“（《\d%—])"
GLOSSED = re.compile(rf"(?P<word>{HAN}) “(?P<gloss>[^”㐀-鿿]+)”|(?P<han>{HAN})")
MINUS, NARROW = (
    re.compile(r"(?<![\w.)\]-])-(?=\d)"),
    re.compile(r"(\d) (%|points)"),
)  # a figure and its unit stay on one line
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text):
    """Any text, with characters that cannot be seen or that turn the direction of writing by their code."""
    return UNSEEN.sub(lambda c: f"[U+{ord(c.group()):04X}]", str(text))


def escape(text):
    """Any text, visible and safe in HTML."""
    return html.escape(visible(text))


def mixed(text, written_in=None):
    """A label or statement in the page's language (or the one it is written in): in English its Chinese words under their own language, with the gloss that follows them in quotation marks."""
    text = MINUS.sub("−", NARROW.sub("\\1\u00a0\\2", str(text)))
    if (written_in or language.current()) == "zh":
        return escape(text)
    out, at = [], 0
    for run in GLOSSED.finditer(text):
        out.append(escape(text[at : run.start()]))
        out.append(
            f'<span class="term">{chinese(run["word"])} <span class="gloss">“{escape(run["gloss"])}”</span></span>'
            if run["word"]
            else chinese(run["han"])
        )
        at = run.end()
    return "".join(out) + escape(text[at:])


def chinese(text):
    """Words of a document: Chinese, whatever else they hold."""
    return f'<span lang="zh-Hans">{escape(text)}</span>'


def term(word, gloss):
    """A Chinese term with its English gloss; alone where there is none, and on a Chinese page. gloss: term → English."""
    english = gloss.get(word) if language.current() == "en" else None
    return (
        f'<span class="term">{chinese(word)} <span class="gloss">{escape(english)}</span></span>'
        if english
        else chinese(word)
        if re.search("[㐀-鿿]", word)
        else escape(word)
    )


def place(name, documents):
    """A place's name, with its Chinese one on an English page."""
    row = documents.set_index("place").loc[name]
    return (
        f"{escape(name.capitalize())} {chinese(row.place_zh)}"
        if language.current() == "en"
        else escape(row.place_zh)
    )


def label(row):
    """The label of a theme or indicator: English with the Chinese beside, on a Chinese page the Chinese alone. row: with label_en and label_zh."""
    return (
        f"{escape(row.label_en)} {chinese(row.label_zh)}"
        if language.current() == "en"
        else escape(row.label_zh)
    )


def marked(text, spans):
    """`text` with the half-open spans (of overlapping ones the first) in <mark>, to stand under a Chinese lang."""
    out, at = [], 0
    for a, b in sorted(spans):
        if at <= a < b <= len(text):
            out += [escape(text[at:a]), f"<mark>{escape(text[a:b])}</mark>"]
            at = b
    return "".join(out) + escape(text[at:])


def spoken(text):
    """A text for an attribute, which has one language: on an English page without its Chinese words."""
    return re.sub(HAN + " ?", "", text) if language.current() == "en" else text


def occurrences(text, words):
    """Spans of the words in the text, the longest first where they overlap."""
    words = sorted(set(words), key=lambda w: (-len(w), w))
    return [m.span() for m in re.finditer("|".join(map(re.escape, words)), text)] if words else []
