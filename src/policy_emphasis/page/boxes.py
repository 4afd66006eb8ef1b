"""Boxes of computed sentences, and what the index is made of: texts, questions and answers.

findings(run, list of findings), bottom_line(run, sentences), caveat(run, sentences) → boxes
texts(analysis), answers(analysis) → what the index opens with, and what it finds
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from IPython.display import HTML

from policy_emphasis.language import N_
from policy_emphasis.page.markup import render
from policy_emphasis.reference.documents import is_report
from policy_emphasis.words import index
from policy_emphasis.words import texts as texts_in_words
from policy_emphasis.words.robustness import FAIR, ROBUST
from policy_emphasis.words.vocabulary import PAGE_TITLES


@dataclass(frozen=True)
class Measure:
    """How estimates are shown. label: what they count in, a message; scale: from what is published
    to what is shown; shape: its format."""

    label: str
    scale: Callable
    shape: str

    def shown(self, estimate):
        return self.shape.format(self.scale(estimate))


def _percent(share):
    return 100 * share


MEASURES = {
    "share": Measure(N_("share"), _percent, "{:.1f} %"),
    "difference": Measure(N_("percentage points"), _percent, "{:+.1f}"),
    "log-odds": Measure(
        N_("odds of the first word there, over those elsewhere"), math.exp, "{:.1f}"
    ),
    "density": Measure(N_("numbers in 1,000 characters of plan"), float, "{:.1f}"),
    "percent": Measure(N_("GDP growth target"), float, "{:g} %"),
    "count": Measure(N_("count"), float, "{:,.0f}"),
    "ratio": Measure(N_("times"), float, "{:.1f}"),
}


def findings(run, found):
    """The box that opens a page: what it finds."""
    return bottom_line(run, [finding.statement for finding in found])


def bottom_line(run, sentences):
    """The same, of sentences in the language of the run."""
    return HTML(_box(run, "bottom-line", sentences))


def caveat(run, sentences):
    """The box that says how far the comparison may be trusted."""
    return HTML(_box(run, "caveat", sentences))


def texts(analysis):
    """What is compared: a card for each text, and what has to be kept in mind."""
    run = analysis.run
    cards = run.documents.assign(report=is_report(run.documents)).itertuples()
    kept_in_mind = _box(run, "caveat", texts_in_words.comparability(analysis))
    return HTML(render(run.language, "texts.html.j2", texts=cards, caveat=kept_in_mind))


def answers(analysis):
    """The index's questions in order, each with its findings: the sentence, its estimate with
    interval, how robust it is, the way to its evidence."""
    found = index.findings(analysis)
    found = found.assign(interval=found["low"].notna(), weight=found["robust_share"].map(_weight))
    answered = [
        (question, page, PAGE_TITLES[page], list(found[of_question].itertuples()))
        for question, page, names in index.QUESTIONS
        if (of_question := found["finding"].str.startswith(names)).any()
    ]
    shown = {"answers": answered, "measures": MEASURES}
    return HTML(render(analysis.run.language, "answers.html.j2", **shown))


def _box(run, kind, sentences):
    return render(run.language, "box.html.j2", kind=kind, sentences=sentences)


def _weight(robust_share):
    if robust_share >= ROBUST:
        return "sure"
    return "fair" if robust_share >= FAIR else "weak"
