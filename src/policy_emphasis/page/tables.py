"""The tables of the pages: what each shows, in the order in which it is read.

Each function takes an Analysis and returns a table for the page; its caption says what it holds.
"""

import pandas as pd

from policy_emphasis.inference import multiverse
from policy_emphasis.inference.shares import clear
from policy_emphasis.language import N_
from policy_emphasis.measures import kwic
from policy_emphasis.page.grid import columns, table
from policy_emphasis.page.search import HITS
from policy_emphasis.reference.lists import read_stop_words, read_table
from policy_emphasis.text import ledger, segment
from policy_emphasis.words import index, robustness

PHRASES = 20  # candidate phrases shown
WEIGHTED = 8  # terms of each place shown by TF-IDF
SCORES = "precision: Precision {:.2f} | recall: Recall {:.2f} | f1: F1 {:.2f}"
FINE_SCORES = SCORES.replace(".2f", ".3f")


def documents(analysis):
    return _shown(
        analysis,
        analysis.documents,
        "The documents, as kept after cleaning",
        "place: Place | genre: Genre | level: Level of government | date: Date",
        "characters: Characters {:,} | paragraphs: Paragraphs {:,} | sentences: Sentences {:,}",
        "tokens: Tokens {:,}",
        name="documents",
    )


def dropped(analysis):
    return _shown(
        analysis,
        ledger.summary(analysis.run.ledger),
        "Every character of the raw file, by what became of it",
        "reason: Kept as, or dropped because | kept: Kept | spans: Spans {:,}",
        "characters: Characters {:,}",
        name="ledger",
    )


def headings(analysis):
    found = analysis.run.headings
    return _shown(
        analysis,
        found.assign(heading=found["text"]),
        "Headings that stand by themselves, in order",
        "document: Document | depth: Depth {} | heading: Heading",
    )


def candidate_phrases(analysis):
    """Neighbouring words that the lexicon may lack."""
    run = analysis.run
    found = segment.candidate_phrases(run.tokens, read_stop_words(), run.lexicon)
    return _shown(
        analysis,
        found.head(PHRASES),
        "Candidate phrases, by log-likelihood ratio",
        "phrase: Phrase | count: Count {} | paragraphs: Paragraphs {} | g2: G² {:.1f}",
        "npmi: NPMI {:.2f}",
    )


def hits(analysis, term):
    """How often each text holds a word."""
    run = analysis.run
    found = kwic.by_place(kwic.kwic(run.sentences, term), run.documents)
    return _shown(analysis, found, "Hits by place", "place: Place", HITS)


def pairwise_terms(analysis):
    return _shown(
        analysis,
        _both_ends(analysis.terms_pairwise, analysis.run.parameters.n_terms),
        "Work reports against each other: the terms that lean most to either side",
        "term: Term | place_a: Place | per_1000: Per 1,000 {:.1f} | place_b: Against",
        "per_1000_other: Per 1,000 there {:.1f} | log_odds: Log-odds {:+.2f}",
        "se_boot: Bootstrap s.e. {:.2f} | q: q {:.3f}",
    )


def top_tfidf(analysis):
    heaviest = analysis.terms.sort_values(["tfidf", "term"], ascending=[False, True])
    heaviest = heaviest.groupby("place", sort=False).head(WEIGHTED)
    return _shown(
        analysis,
        heaviest.sort_values("place", kind="stable"),
        "The terms with the highest mean TF-IDF of each place",
        "place: Place | term: Term | tfidf: TF-IDF {:.3f} | log_odds: Log-odds {:+.2f}",
        "dp_norm: DPnorm {:.2f}",
    )


def topics(analysis):
    return _shown(
        analysis,
        analysis.topics,
        "Topics in order of prevalence",
        "topic: Topic | prevalence: Share of all text {:.1%} | terms: Heaviest terms",
    )


def topic_quality(analysis):
    """Each topic's coherence, exclusivity and stability, and the theme nearest to it."""
    nearest = analysis.topic_themes
    nearest = nearest.assign(nearest=nearest["theme"].map(analysis.theme_names))
    return _shown(
        analysis,
        analysis.topics_judged.merge(nearest, on="topic"),
        "Quality of each topic, and its nearest theme",
        "topic: Topic | npmi: Coherence {:.2f} | exclusivity: Exclusivity {:.2f}",
        "stability: Stability {:.2f} | nearest: Nearest theme | overlap: Overlap {:.0%}",
        "expected: By chance {:.0%}",
    )


def codebook(analysis):
    codebook = analysis.run.codebook
    return _shown(
        analysis,
        _labelled(codebook, analysis).assign(n=codebook["terms"].map(len)),
        "The themes",
        "label: Theme | cap: CAP {} | n: Terms listed {} | note: What falls in it",
    )


def theme_differences(analysis):
    return _shown(
        analysis,
        standing_first(analysis),
        "Differences in share between places, in percentage points",
        "label: Theme | place_a: Share in | place_b: minus share in | difference: Points {:+.1f}",
        "low: from {:+.1f} | high: to {:+.1f} | q: q {:.3f} | stands: Stands",
        name="differences",
    )


def standing_first(analysis):
    """theme_contrasts in percentage points, with labels; pairs of work reports first, and in each
    those that stand."""
    found, reports = analysis.theme_contrasts, analysis.reports
    found = _labelled(found, analysis).assign(
        stands=clear(found).map({True: "yes", False: "no"}),
        alike=found["place_a"].isin(reports) & found["place_b"].isin(reports),
        **_points(found, "difference", "low", "high"),
    )
    order = {"alike": False, "stands": False, "q": True, "theme": True}
    return found.sort_values(list(order), ascending=list(order.values()), ignore_index=True)


def validation(analysis):
    return _shown(
        analysis,
        _labelled(analysis.theme_validation, analysis),
        "Held-out paragraphs by the theme of their heading",
        "label: Theme | n: Paragraphs {}",
        SCORES,
        name="validation",
    )


def validation_elsewhere(analysis):
    return _shown(
        analysis,
        _labelled(read_table("validation_provinces_2025.csv"), analysis),
        "The same codebook on provincial reports of 2025, by the theme of the heading",
        "label: Theme | n: Paragraphs {}",
        SCORES,
    )


def coding_errors(analysis):
    """The paragraphs whose heading names another theme than their body was coded with."""
    names, found = analysis.theme_names, analysis.validated
    found = found.assign(said=found["theme"].map(names), coded=found["predicted"].map(names))
    wrong = found[found["theme"] != found["predicted"]]
    return _shown(
        analysis,
        wrong.sort_values(["theme", "predicted", "paragraph"]),
        "Every paragraph where heading and body disagree: "
        "a miss of the first theme, a false positive of the second",
        "paragraph: Paragraph | heading: Heading | said: Heading names | coded: Body was coded",
        "half: Half",
    )


def quantity_scores(analysis):
    return _shown(
        analysis,
        analysis.quantity_scores,
        "The two reports: quantities coded by hand, and as read",
        "field: Field | n_gold: Coded {} | n_found: Read {} | correct: Right {}",
        FINE_SCORES,
    )


def quantity_scores_elsewhere(analysis):
    return _shown(
        analysis,
        read_table("validation_quantities_elsewhere.csv"),
        "Reports of other cities (2024) and provinces (2025): "
        "the sentences used in writing the rules, and those held out",
        "sample: Sample | field: Field | n_gold: Coded {} | n_found: Read {}",
        FINE_SCORES,
    )


def claims(analysis):
    """The findings that were computed again under other choices."""
    found = index.findings(analysis)
    return _shown(
        analysis,
        _claimed(found[found["robust_n"].notna()], analysis),
        "The claims and how many specifications confirm them",
        "claim: Claim | robust_share: Confirm {:.0%} | robust_n: Of {:,} | robustness: In words",
    )


def movers(analysis):
    return _shown(
        analysis,
        _claimed(multiverse.what_moves_most(analysis.specifications), analysis),
        "The choice that moves each claim most",
        "claim: Claim | choice: Choice | option: Option | estimate: Mean estimate {:+.3f}",
        "robust_share: Confirm {:.0%}",
    )


def length_matched(analysis):
    """The widest difference first."""
    found = _labelled(analysis.length_matched, analysis)
    found = found.assign(**_points(found, "difference", "matched", "low", "high"))
    width = found["difference"].abs().round(9)
    return _shown(
        analysis,
        found.reindex(width.sort_values(ascending=False, kind="stable").index),
        "Theme differences between the two reports in percentage points, "
        "on full texts and cut to equal length",
        "label: Theme | difference: Full texts {:+.1f} | matched: Equal length {:+.1f}",
        "low: range over cuts, from {:+.1f} | high: to {:+.1f} | same_sign: Same direction {:.0%}",
    )


def _shown(analysis, frame, caption, *lines, name=""):
    return table(analysis.run, frame, caption, columns=columns(*lines), name=name)


def _both_ends(pairwise, n):
    """The `n` terms that lean most to either side of each pair: to place_a, then to place_b."""
    tested = pairwise["tested"].astype(bool)
    kept = pairwise[tested & ((pairwise["low"] > 0) | (pairwise["high"] < 0))]
    sides = [
        side
        for _, pair in kept.groupby(["place_a", "place_b"], sort=False)
        for side in (pair[pair["z"] > 0].head(n), pair[pair["z"] < 0].tail(n))
    ]
    return pd.concat(sides, ignore_index=True) if sides else kept


def _labelled(found, analysis):
    """`found` with each theme's label; a row that is no theme keeps its name."""
    names = {**analysis.theme_names, "all": N_("All together")}
    return found.assign(label=found["theme"].map(names).fillna(found["theme"]))


def _points(found, *names):
    """Shares as percentage points, by name."""
    return {name: 100 * found[name] for name in names}


def _claimed(found, analysis):
    return found.assign(claim=found["finding"].map(robustness.claim_labels(analysis)))
