"""Boxes of computed sentences, and what the index is made of: texts, questions and answers."""

from IPython.display import HTML
from markupsafe import Markup

from policy_emphasis.inference.multiverse import standing
from policy_emphasis.page.markup import render
from policy_emphasis.page.methods import of_the_index
from policy_emphasis.reference.documents import is_report
from policy_emphasis.words import finding, index
from policy_emphasis.words import texts as texts_in_words
from policy_emphasis.words.finding import MEASURES
from policy_emphasis.words.vocabulary import PAGE_TITLES, QUESTIONS

INDEX = "index.html"
ANSWERING = tuple(name for asked in QUESTIONS for name in asked["findings"])  # how names begin


def findings(run, found, first=None):
    """The box that opens a page: what it finds, the `first` of it open and the rest folded; no box
    where that is nothing."""
    if not found:
        return None
    table = _with_measure(finding.table(found))
    table = table.assign(listed=table["finding"].str.startswith(ANSWERING))
    told = list(table.itertuples())
    shown = {"findings": told[:first], "others": told[first:] if first else []}
    return HTML(render(run.language, "findings.html.j2", index=INDEX, **shown))


def folded(run, summary, shown):
    """What is shown, as HTML, behind a summary that says what it finds; nothing where it is
    nothing."""
    if shown is None:
        return None
    return HTML(render(run.language, "fold.html.j2", summary=summary, body=Markup(shown.data)))


def bottom_line(run, sentences):
    """A box of sentences in the language of the run."""
    return HTML(render(run.language, "box.html.j2", kind="bottom-line", sentences=sentences))


def plain(run, sentences):
    """Computed sentences as a paragraph of the page's own prose."""
    return HTML(render(run.language, "box.html.j2", kind="computed", sentences=sentences))


def reminder(analysis):
    """What the texts are, in a line, with the way to their page."""
    sentences = texts_in_words.reminder(analysis)
    return HTML(render(analysis.language, "reminder.html.j2", sentences=sentences))


def texts(analysis):
    """What is compared: a card for each text, and what has to be kept in mind."""
    documents = analysis.documents.assign(report=is_report(analysis.documents))
    caveat = {"kind": "caveat", "sentences": texts_in_words.comparability(analysis)}
    language = analysis.run.language
    return HTML(render(language, "texts.html.j2", texts=documents.itertuples(), **caveat))


def answer(analysis):
    """What stands, in a few sentences, each with the way to its finding; and, in a line, what has
    to be kept in mind."""
    shown = {"answer": index.answer(analysis), "caveat": texts_in_words.reminder(analysis)}
    return HTML(render(analysis.language, "answer.html.j2", **shown))


def answers(analysis):
    """The index's questions in order, each with its findings: the sentence, its estimate with
    interval, how robust it is, the way to its evidence."""
    found = _with_measure(index.findings(analysis))
    found = found.assign(standing=found["robust_share"].map(standing))
    questions = []
    for asked in QUESTIONS:
        answering = found["finding"].str.startswith(tuple(asked["findings"]))
        questions.append((asked["question"], asked["page"], list(found[answering].itertuples())))
    shown = {"questions": questions, "titles": PAGE_TITLES, "index": ""}
    return HTML(render(analysis.run.language, "answers.html.j2", **shown))


def meanings(run):
    """What the words mean that say how sure a finding is, each with the place that links lead to,
    and the way to all methods."""
    methods = of_the_index(run.language)
    return HTML(render(run.language, "meanings.html.j2", methods=methods))


def _with_measure(found):
    """Findings with the way their estimates are shown, and whether they have an interval."""
    return found.assign(interval=found["low"].notna(), measure=found["measure"].map(MEASURES))
