"""Boxes of computed sentences, and what the index is made of: texts, questions and answers."""

from IPython.display import HTML

from policy_emphasis.inference.multiverse import standing
from policy_emphasis.page.markup import render
from policy_emphasis.reference.documents import is_report
from policy_emphasis.words import index
from policy_emphasis.words import texts as texts_in_words
from policy_emphasis.words.finding import MEASURES
from policy_emphasis.words.vocabulary import PAGE_TITLES, QUESTIONS


def findings(run, found):
    """The box that opens a page: what it finds."""
    return bottom_line(run, [finding.statement for finding in found])


def bottom_line(run, sentences):
    """The same, of sentences in the language of the run."""
    return HTML(render(run.language, "box.html.j2", kind="bottom-line", sentences=sentences))


def caveat(run, sentences):
    """The box that says how far the comparison may be trusted."""
    return HTML(render(run.language, "box.html.j2", kind="caveat", sentences=sentences))


def texts(analysis):
    """What is compared: a card for each text, and what has to be kept in mind."""
    documents = analysis.documents.assign(report=is_report(analysis.documents))
    caveat = {"kind": "caveat", "sentences": texts_in_words.comparability(analysis)}
    language = analysis.run.language
    return HTML(render(language, "texts.html.j2", texts=documents.itertuples(), **caveat))


def answers(analysis):
    """The index's questions in order, each with its findings: the sentence, its estimate with
    interval, how robust it is, the way to its evidence."""
    found = index.findings(analysis)
    found = found.assign(interval=found["low"].notna(), measure=found["measure"].map(MEASURES))
    found = found.assign(standing=found["robust_share"].map(standing))
    questions = []
    for asked in QUESTIONS:
        answering = found["finding"].str.startswith(tuple(asked["findings"]))
        questions.append((asked["question"], asked["page"], list(found[answering].itertuples())))
    shown = {"questions": questions, "titles": PAGE_TITLES}
    return HTML(render(analysis.run.language, "answers.html.j2", **shown))
