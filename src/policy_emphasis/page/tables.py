"""The tables of the pages, in the order in which they are read. Each function takes an Analysis and
returns a table for the page; its caption and its columns are in templates/tables.yaml."""

import pandas as pd
from IPython.display import HTML

from policy_emphasis.inference import multiverse
from policy_emphasis.inference.differences import WITHIN, clear
from policy_emphasis.inference.shares import CORRECTED
from policy_emphasis.language import N_
from policy_emphasis.measures import kwic
from policy_emphasis.measures.structure import OUTSIDE, title
from policy_emphasis.page import boxes
from policy_emphasis.page.evidence import STAGES
from policy_emphasis.page.grid import Column, others, shown
from policy_emphasis.page.markup import render
from policy_emphasis.reference.lists import read_stop_words, read_table
from policy_emphasis.text import ledger, segment
from policy_emphasis.words import differences, index, robustness, structure
from policy_emphasis.words import faults as faults_in_words
from policy_emphasis.words import themes as themes_in_words
from policy_emphasis.words import validation as validation_in_words
from policy_emphasis.words.finding import without_uncoded

FAULTS_SHOWN = 60  # faults that the page lists
SECTIONS_SHOWN = 300  # sections that the page lists: more than any three reports have
TASKS_SHOWN = 200  # tasks of a list: more than any report has
PHRASES = 20  # candidate phrases shown
WEIGHTED = 8  # terms of each place shown by TF-IDF
CLEAR, NEAREST = 12, 3  # differences shown outside the fold: clear ones, and others
DEPTH = 2  # levels of sections shown
RANKS = ["first", "second", "third"]


def documents(analysis):
    return shown(analysis.run, "documents", analysis.everyone.documents)


def faults(analysis):
    """What the audit found, the severest first; all of it in the published table."""
    say, found = analysis.say, analysis.run.faults
    shown_first = found[found["severity"] != "note"].head(FAULTS_SHOWN)
    if shown_first.empty:
        return HTML("")
    words = {"says": [faults_in_words.in_words(name, analysis) for name in shown_first["fault"]]}
    words |= {"kept": shown_first["kept"].map({True: "yes", False: "no"})}
    words |= {"advice": [say(advice) for advice in shown_first["advice"]]}
    return shown(analysis.run, "faults", shown_first.assign(**words))


def dropped(analysis):
    return shown(analysis.run, "dropped", ledger.summary(analysis.everyone.ledger))


def text_sections(analysis):
    """The sections of each report, two levels deep; of many reports how much of each is review,
    plan and governance."""
    run, found = analysis.run, analysis.text_sections
    found = found[found["place"].isin(analysis.reports)]
    if len(analysis.reports) > structure.SIDE_BY_SIDE:
        outer = found[found["depth"] == 1]
        stages = outer.pivot_table(
            index="place", columns="stage", values="share", aggfunc="sum", sort=False
        )
        stages = stages.reindex(columns=STAGES, fill_value=0).fillna(0)
        numbered = outer[outer["rank"].notna()].groupby("place").size().rename("n")
        return shown(run, "stages_of_reports", stages.join(numbered).reset_index())
    outside = {OUTSIDE: analysis.language.say(N_("outside every section"))}
    found = found[found["depth"] <= DEPTH].replace({"heading": outside})
    table = shown(run, "text_sections", found.head(SECTIONS_SHOWN))
    message = N_("The other {n:,} sections stand in the table text_sections.csv.")
    return HTML(table.data + others(message, max(0, len(found) - SECTIONS_SHOWN), run))


def tasks(analysis):
    """The tasks of the plans side by side; of many reports the themes of the first three."""
    run, found = analysis.run, analysis.tasks
    found = found[found["item"] <= TASKS_SHOWN]
    if len(analysis.reports) > structure.SIDE_BY_SIDE:
        ranked = found[found["item"] <= structure.NAMED]
        counts = pd.crosstab(ranked["theme"].replace("", structure.MIXED), ranked["item"])
        counts = counts.reindex(columns=range(1, structure.NAMED + 1), fill_value=0)
        counts = counts.sort_values(list(counts), ascending=False, kind="stable").set_axis(
            RANKS, axis=1
        )
        table = shown(run, "tasks_of_reports", _labelled(counts.reset_index(), analysis))
        return boxes.folded(run, structure.tasks_title(analysis), table)
    cells = {
        place: pd.Series(
            {task.item: _task(task, analysis) for task in own.itertuples()}, dtype=object
        )
        for place, own in found.groupby("place", sort=False)
    }
    columns = [Column(place, analysis.language.place(place)) for place in cells]
    cells = pd.DataFrame(cells).fillna("").rename_axis("item").reset_index()
    table = shown(run, "tasks", cells, more=columns)
    message = N_("The other {n:,} tasks stand in the table tasks.csv.")
    table = HTML(table.data + others(message, len(analysis.tasks) - len(found), run))
    return boxes.folded(run, structure.tasks_title(analysis), table)


def _task(task, analysis):
    words, english = title(task.heading), structure.heading(task, analysis)
    document, _, number = task.paragraph.rpartition("-p")
    shown_as = {"title": words, "gloss": {words: english} if english != words else {}}
    shown_as |= {"about": structure.about(task, analysis), "document": document, "number": number}
    return render(analysis.language, "task.html.j2", **shown_as)


def candidate_phrases(analysis):
    """Neighbouring words that the lexicon may lack."""
    run = analysis.run
    found = segment.candidate_phrases(run.tokens, read_stop_words(), run.lexicon)
    return shown(run, "candidate_phrases", found.head(PHRASES))


def hits(analysis, term):
    """How often each text holds a word."""
    found = kwic.kwic(analysis.run.sentences, term)
    return shown(analysis.run, "hits", kwic.by_place(found, analysis.documents))


def pairwise_terms(analysis):
    """The terms that lean most to either side of each pair: to place_a, then to place_b."""
    found, n = analysis.terms_pairwise, analysis.run.parameters.n_terms
    pair = ["place_a", "place_b"]
    outside = (found["low"] > 0) | (found["high"] < 0)
    kept = found[found["tested"].astype(bool) & outside]
    first = kept[kept["z"] > 0].groupby(pair).head(n)
    second = kept[kept["z"] < 0].groupby(pair).tail(n)
    return shown(
        analysis.run, "pairwise_terms", pd.concat([first, second]).sort_index(kind="stable")
    )


def top_tfidf(analysis):
    heaviest = analysis.terms.round({"tfidf": 9})
    heaviest = heaviest.sort_values(["tfidf", "term"], ascending=[False, True])
    heaviest = heaviest.groupby("place", sort=False).head(WEIGHTED)
    return shown(analysis.run, "top_tfidf", heaviest.sort_values("place", kind="stable"))


def topics(analysis):
    return shown(analysis.run, "topics", analysis.topics)


def topic_quality(analysis):
    """Each topic's coherence, exclusivity and stability, and the theme nearest to it."""
    nearest = analysis.topic_agreement.nearest
    nearest = nearest.assign(nearest=nearest["theme"].map(analysis.theme_names))
    return shown(analysis.run, "topic_quality", analysis.topics_judged.merge(nearest, on="topic"))


def theme_differences(analysis):
    """The first differences that are clear and, of those that are not, the nearest to it; all of
    them folded, with what such intervals hold in consecutive years."""
    if analysis.theme_contrasts.empty:
        return None
    run, ordered = analysis.run, clear_first(analysis)
    is_clear = ordered["clear"] == "yes"
    others = ordered[~is_clear].sort_values(["alike", "q"], ascending=[False, True], kind="stable")
    first = pd.concat([ordered[is_clear].head(CLEAR), others.head(NEAREST)])
    width = boxes.plain(run, [differences.next_year(analysis)])
    every = HTML(shown(run, "theme_differences", ordered).data + width.data)
    summary = analysis.say("All {n} differences, also within sections", n=len(ordered))
    folded = boxes.folded(run, summary, every)
    return HTML(shown(run, "nearest_differences", first).data + folded.data)


def clear_first(analysis):
    """theme_contrasts in percentage points, with labels; pairs of work reports first, and in each
    those that are clear."""
    found, reports = _labelled(analysis.theme_contrasts, analysis), analysis.reports
    found[["difference", "low", "high", *WITHIN[:2]]] *= 100
    found = found.assign(
        clear=clear(found).map({True: "yes", False: "no"}),
        alike=found["place_a"].isin(reports) & found["place_b"].isin(reports),
    )
    order = {"alike": False, "clear": False, "q": True, "theme": True}
    return found.sort_values(
        list(order), ascending=list(order.values()), ignore_index=True, kind="stable"
    )


def overall(analysis):
    table = shown(analysis.run, "overall", analysis.overall)
    return boxes.folded(analysis.run, differences.overall_title(analysis), table)


def corrected_shares(analysis):
    """Shares in whole texts, as coded and without errors: a row a theme, a column a text."""
    whole = analysis.themes[analysis.themes["stage"] == "all"]
    percent = 100 * whole[["share", *CORRECTED]]
    cells = ["{:.1f} → {:.1f} ({:.1f}–{:.1f})".format(*row) for row in percent.to_numpy()]
    cells = pd.Series(cells, whole.index).where(whole["corrected"].notna(), N_("not known"))
    found = whole.assign(cell=cells).pivot(index="theme", columns="place", values="cell")
    found = _labelled(found.loc[analysis.run.codebook["theme"]].reset_index(), analysis)
    places = [Column(place, analysis.language.place(place)) for place in analysis.places]
    table = shown(analysis.run, "corrected_shares", found, more=places)
    return boxes.folded(analysis.run, themes_in_words.corrected_title(analysis), table)


def coding_error(analysis):
    """How the codebook errs; nothing where that is not known of any theme of it."""
    if without_uncoded(analysis.coding_error).empty:
        return None
    table = shown(analysis.run, "coding_error", _labelled(analysis.coding_error, analysis))
    return boxes.folded(analysis.run, validation_in_words.errors_title(analysis), table)


def validation(analysis):
    """Nothing where no heading of these texts was coded by hand; their sentence says so."""
    if analysis.validated.empty:
        return None
    found = analysis.theme_validation
    table = shown(analysis.run, "validation", _labelled(found, analysis))
    return boxes.folded(analysis.run, validation_in_words.scores_title(found, analysis), table)


def validation_elsewhere(analysis):
    found = read_table("validation_provinces_2025.csv")
    table = shown(analysis.run, "validation_elsewhere", _labelled(found, analysis))
    return boxes.folded(analysis.run, validation_in_words.scores_title(found, analysis), table)


def coding_errors(analysis):
    """The paragraphs whose heading names another theme than their body was coded with."""
    names, found = analysis.theme_names, analysis.validated
    if found.empty:
        return None
    wrong = found[found["theme"] != found["predicted"]]
    wrong = wrong.sort_values(["theme", "predicted", "paragraph"])
    wrong = wrong.assign(said=wrong["theme"].map(names), coded=wrong["predicted"].map(names))
    summary = analysis.say("Paragraphs where heading and body disagree: {n}", n=len(wrong))
    return boxes.folded(analysis.run, summary, shown(analysis.run, "coding_errors", wrong))


def quantity_scores(analysis):
    """Nothing where no sentence of these texts was coded by hand for its numbers."""
    if analysis.coded_quantities.empty:
        return None
    return shown(analysis.run, "quantity_scores", analysis.quantity_scores)


def quantity_scores_elsewhere(analysis):
    found = read_table("validation_quantities_elsewhere.csv")
    return shown(analysis.run, "quantity_scores_elsewhere", found)


def claims(analysis):
    """The findings that were computed again under other choices."""
    found = index.findings(analysis)
    return shown(analysis.run, "claims", _claimed(found[found["robust_n"].notna()], analysis))


def movers(analysis):
    """The choice, or the two, that each claim depends on most."""
    found, listed = multiverse.what_moves_most(analysis.specifications), analysis.language.listed
    plain = {"True": N_("yes"), "False": N_("no")}

    def named(names):
        return listed(analysis.say(plain.get(name, name)) for name in names)

    found = found.assign(choice=found["choices"].map(named), option=found["options"].map(named))
    found = found.set_index("finding", drop=False)
    claims = [claim for claim in robustness.claim_labels(analysis) if claim in found.index]
    return shown(analysis.run, "movers", _claimed(found.loc[claims], analysis))


def length_matched(analysis):
    found = _labelled(analysis.length_matched, analysis)
    if found.empty:
        return None
    found[["difference", "matched", "low", "high"]] *= 100
    return shown(analysis.run, "length_matched", widest_first(found, "difference"))


def widest_first(found, column):
    """`found` by the size of the differences in a column, whichever way they go."""
    width = found[column].abs().round(9)
    return found.loc[width.sort_values(ascending=False, kind="stable").index]


def _labelled(found, analysis):
    """`found` with each theme's label; a row that is no theme keeps its name."""
    names = {**analysis.theme_names, "all": N_("All together")}
    return found.assign(label=found["theme"].map(names).fillna(found["theme"]))


def _claimed(found, analysis):
    return found.assign(claim=found["finding"].map(robustness.claim_labels(analysis)))
