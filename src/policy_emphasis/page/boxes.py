"""Boxes of computed sentences, and what the index is made of: texts, questions and answers.

findings(run, list of findings), bottom_line(run, sentences), caveat(run, sentences) → boxes
texts(analysis), answers(analysis) → what the index opens with, and what it finds
"""

from IPython.display import HTML

from policy_emphasis.page.markup import render
from policy_emphasis.reference.documents import is_report
from policy_emphasis.words import index
from policy_emphasis.words import texts as texts_in_words
from policy_emphasis.words.finding import MEASURES
from policy_emphasis.words.robustness import FAIR, ROBUST
from policy_emphasis.words.vocabulary import PAGE_TITLES


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
