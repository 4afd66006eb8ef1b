"""How targets are hedged and plans are put: each count one click from its sentences."""

from IPython.display import HTML

from policy_emphasis.language import N_
from policy_emphasis.page.evidence import PER_PHRASE, Uses, quotes
from policy_emphasis.page.grid import shown
from policy_emphasis.page.markup import render
from policy_emphasis.reference.lists import STRENGTHS
from policy_emphasis.words.commitment import LABELS

HEDGES = {  # comparator → as the table heads it
    "about": N_("About"),
    "at least": N_("At least"),
    "at most": N_("At most"),
    "range": N_("Range"),
}


def hedged_targets(analysis):
    """How each report puts its targets in numbers."""
    return shown(analysis.run, "hedges", analysis.commitment.hedges)


def targets(analysis):
    """The targets behind those shares: of each way to put them the first of each report, marked
    from the word that governs them."""
    found, groups = analysis.commitment.targets, {}
    for comparator, label in HEDGES.items():
        groups[label] = found[found["comparator"] == comparator]
    for strength in STRENGTHS:
        own = found[found["strength"] == strength]
        groups[LABELS[strength]] = own.assign(start=own["word_start"].astype(int))
    return _evidence(analysis, groups, name="hedged")


def rates(analysis):
    """How many words of each strength stand in each plan."""
    found = analysis.commitment.rates
    return shown(analysis.run, "commitment", found.assign(kind=found["strength"].map(LABELS)))


def differences(analysis):
    """The widest difference between plans in words of each strength."""
    found = analysis.commitment.widest
    clear = found["clear"].map({True: "yes", False: "no"})
    found = found.assign(kind=found["strength"].map(LABELS), clear=clear)
    return shown(analysis.run, "commitment_differences", found)


def words(analysis):
    """The words behind the rates: of each strength the most used, and the first sentences of each
    report that hold one."""
    found = analysis.commitment.words
    groups = {LABELS[strength]: found[found["strength"] == strength] for strength in STRENGTHS}
    return _evidence(analysis, groups, name="commitment")


def _evidence(analysis, groups, *, name):
    """groups: label → its rows with place, sentence, start and end, what is marked."""
    run, folds = analysis.run, []
    sentences = run.sentences.set_index("sentence", drop=False)
    for label, found in groups.items():
        words = found["word"].value_counts() if name == "commitment" else {}
        by_place = found.groupby("place", sort=False)
        uses = [_uses(own, sentences, run) for _, own in by_place]
        folds.append((label, dict(words), uses))
    gloss = dict(zip(run.commitment["word"], run.commitment["gloss"], strict=True))
    return HTML(render(run.language, "commitment.html.j2", name=name, folds=folds, gloss=gloss))


def _uses(found, sentences, run):
    """The Uses that one place makes, with Quotes of the first sentences."""
    by_sentence = found.groupby("sentence", sort=False)
    first = sentences.loc[found["sentence"].unique()[:PER_PHRASE]]
    spans = []
    for sentence, begins in zip(first["sentence"], first["start"], strict=True):
        own = by_sentence.get_group(sentence)
        spans.append(list(zip(own["start"] - begins, own["end"] - begins, strict=True)))
    return Uses(found["place"].iloc[0], len(found), len(by_sentence), quotes(first, spans, run))
