"""The card that a run is shared with: what is asked, of which texts, and what leads the answer, as
one picture (SVG, 1200 × 630)."""

import re
from unicodedata import east_asian_width

from policy_emphasis.page import frame
from policy_emphasis.page.figure import FONTS
from policy_emphasis.page.markup import render
from policy_emphasis.page.render import title
from policy_emphasis.reference.citation import cited_as

CARD = "share.svg"
SENTENCES = 3  # of the answer
NAMED = 4  # texts that are named
LINES, WIDTH = 9, 37  # of the sentences together; Chinese characters of a line
LETTER = 0.46  # of a Chinese character that another letter takes, on average
PIECES = re.compile(rf"(?<=\s)|{frame.BETWEEN}")


def card(run, notebook):
    """The card of a run, from its executed index."""
    sentences = [wrapped(text) for text in frame.bottom_line(notebook)[:SENTENCES]]
    while sum(map(len, sentences)) > LINES:
        sentences.pop()
    shown = {"title": title(notebook, run.language), "texts": _texts(run), "fonts": FONTS}
    shown |= {"sentences": sentences, "source": cited_as().title}
    return render(run.language, "share.svg.j2", **shown)


def wrapped(text, width=WIDTH):
    """A text in lines as wide as so many Chinese characters, broken between those or words."""
    lines = [""]
    for piece in PIECES.split(" ".join(text.split())):
        if lines[-1] and _wide(lines[-1]) + _wide(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _wide(text):
    return sum(1 if east_asian_width(letter) in "WF" else LETTER for letter in text)


def _texts(run):
    """The texts compared in a line: the first of them by name."""
    say, named = run.language.say, []
    for document in run.documents.head(NAMED).itertuples():
        kind = say("{genre}, {year}", genre=say(document.genre), year=document.year)
        named.append(say("{place} ({genre})", place=run.language.place(document.place), genre=kind))
    return " · ".join(named)
