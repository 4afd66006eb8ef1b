"""Figures behind the claims about inference: speed against what a user would pick instead, and
calibration in full.

    python benchmarks/inference.py [step …]

Steps: bootstrap, topic_coherence, calibration, codebook_elsewhere, coding_errors, theme_design,
quantities, commitment, grid; all of them by default. With gensim installed, its coherence is timed
and compared too. Five renew figures in data/reference/, where the corpora are on this machine.
"""

import sys
import time
from collections import Counter
from pathlib import Path

import jieba
import numpy as np
from scipy import stats

# The tests, whose simulations and hand-coded samples are used here.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import test_calibration
import test_coding_error
import test_commitment
import test_design
import test_quantities
import test_validation

from policy_emphasis import parameters, paths
from policy_emphasis.analysis import Analysis
from policy_emphasis.inference import resample, specifications, topic_quality
from policy_emphasis.inference.coding_error import error_rates
from policy_emphasis.measures import themes
from policy_emphasis.measures.terms import informative_prior, log_odds
from policy_emphasis.reference.grid import read_grid
from policy_emphasis.reference.lists import read_table
from policy_emphasis.run import open_run

DRAWS, PRIOR = 5000, 1000
TERMS_TIMED = 20  # of scipy.stats.bootstrap, which takes a term at a time
SENTENCE = (
    "新建高标准农田24万亩、改造8个菜市场,地区生产总值增长5%左右,"
    "规模以上工业增加值、固定资产投资分别增长18.5%、12%左右;"
)
MEGABYTE = 333_000  # Chinese characters


def bootstrap():
    """All terms in one product against scipy.stats.bootstrap, term by term."""
    counted = open_run({"min_paragraphs": 1, "stop_words": "none"}).counted
    here, prior = counted.in_place("tianjin"), informative_prior(counted.counts, PRIOR)
    terms = counted.counts.shape[1]
    whole, _ = _timed(lambda: _standard_errors(counted, here, prior))
    some, _ = _timed(lambda: _one_by_one(counted, here, prior))
    theirs = some / TERMS_TIMED * terms
    print(
        f"bootstrap, {DRAWS:,} draws × {terms:,} terms: {whole:.2f} s (at most 4); "
        f"scipy.stats.bootstrap term by term: {theirs:.0f} s from {TERMS_TIMED} terms, "
        f"{theirs / whole:.0f} times as long (at least 50)"
    )


def topic_coherence():
    """NPMI of 40 topics on the provinces corpus, against gensim where that is installed."""
    folder = test_validation.PROVINCES
    if not folder.is_dir():
        print("coherence on the provinces corpus: skipped, the corpus is not on this machine")
        return
    lines = (line for path in sorted(folder.glob("*.txt")) for line in _lines(path))
    texts = [[w for w in jieba.cut(line) if len(w) > 1 and "一" <= w[0] <= "鿿"] for line in lines]
    texts = [text for text in texts if text]
    common = [word for word, _ in Counter(w for text in texts for w in text).most_common(400)]
    topics = [common[i::40] for i in range(40)]
    ours, values = _timed(lambda: topic_quality.npmi(topics, texts))
    said = f"coherence of 40 topics on the provinces corpus: {ours:.2f} s"
    try:
        theirs, other = _timed(lambda: _gensims(topics, texts))
    except ImportError:
        print(f"{said}; gensim is not installed, so no comparison")
        return
    once = [list(dict.fromkeys(text)) for text in texts]
    exact = np.abs(topic_quality.npmi(topics, once) - _gensims(topics, once)).max()
    print(
        f"{said}, gensim {theirs:.1f} s, {theirs / ours:.0f} times as long (at least 20); largest "
        f"difference {np.abs(values - other).max():.1e}, {exact:.1e} where no token stands twice "
        "in a text"
    )


def calibration():
    """Coverage on 500 simulations, and false alarms on 100 permutations."""
    for kind in ("bursty", "mixed"):
        for n in (50, 75):
            found = test_calibration.coverage(kind, n, 500, seed=11)
            held = found.held
            print(
                f"calibration, {kind} text of {n} paragraphs, 500 simulations: intervals cover "
                f"{held.mean():.1%} (themes {held.min():.1%} to {held.max():.1%}), differences "
                f"{found.held_zero.mean():.1%}, false alarms in {found.alarms:.1%} of families"
            )
    alarms = test_calibration.false_alarms(open_run({}), 100, seed=5)
    print(
        f"permuted places, 100 permutations: a distinctive term in {alarms['terms']:.1%} of "
        f"families, a theme difference in {alarms['themes']:.1%} (at most 5%)"
    )


def codebook_elsewhere():
    """How the codebook fares on reports it was not made on."""
    if not test_validation.PROVINCES.is_dir():
        print("codebook on the provincial reports: skipped, the corpus is not on this machine")
        return
    table = test_validation.elsewhere(test_validation.provinces())
    _renew("validation_provinces_2025.csv", table)
    print("codebook on the 31 provincial reports of 2025, paragraphs with a coded heading")
    print(table.to_string(index=False))


def coding_errors():
    """How the codebook errs by hand-coded sentences, and whether corrected intervals hold."""
    held = test_coding_error.coverage(500, seed=17)
    print(
        f"corrected shares, 500 simulations: intervals cover {held[:, 1].mean():.1%} (themes "
        f"{held[:, 1].min():.1%} to {held[:, 1].max():.1%}); as coded {held[:, 0].mean():.1%} "
        f"({held[:, 0].min():.1%} to {held[:, 0].max():.1%})"
    )
    if not test_coding_error.CORPORA.is_dir():
        print("errors of the codebook: skipped, the corpora are not on this machine")
        return
    rates = error_rates(*test_coding_error.hand_coded()).round(6)
    _renew("theme_coding_error.csv", rates)
    print(rates.to_string(index=False))


def theme_design():
    """How themes spread over paragraphs, and what the intervals of differences hold on real
    reports: given again in the next year, drawn anew within their sections, cut in halves."""
    if not test_coding_error.CORPORA.is_dir():
        print("design of the themes: skipped, the corpora are not on this machine")
        return
    table = read_table("theme_design.csv").set_index("theme")
    pool = test_design.pooled(test_design.provinces())
    table["design"] = test_design.design_elsewhere(pool).round(3)
    _renew("theme_design.csv", table.reset_index())
    reports = test_design.collected()
    pairs = test_design.next_years(reports)
    table["governments"], table["pairs"] = pairs["place"].nunique(), len(pairs)
    for column in ("held", "held_within"):
        table[column] = np.mean(pairs[column].tolist(), axis=0).round(4)
    _renew("theme_design.csv", table.reset_index())
    print(f"{len(pairs)} pairs of reports of consecutive years, {pairs['place'].nunique()} places")
    print(table.to_string())
    some = [reports[key] for key in sorted(reports)[::20]]
    cases = {
        "drawn anew within sections": test_design.replicates(some, 20, seed=1),
        "halves": test_design.halves(some, 20, seed=1),
        "halves within sections": test_design.halves(some, 20, seed=1, within=True),
    }
    cities = test_design.pooled(some)
    print("texts of 75 paragraphs from those reports, 400: in what part the interval holds")
    print(test_design.rare_and_common(cities, 400, 75, seed=2).round(3).to_string())
    for name, found in cases.items():
        print(f"{len(some)} reports, {name}: {found.mean().round(3).to_dict()}")


def quantities():
    """Whether time grows with the length of a sentence, and how numbers are read elsewhere."""
    kinds = {"text": SENTENCE, "digits": "1", "brackets": "(", "percentages": "5%、"}
    for name, unit in kinds.items():
        texts = [unit * (size * MEGABYTE // len(unit)) for size in (1, 2, 4)]
        spent = [_timed(lambda text=text: test_quantities.quantities_of(text))[0] for text in texts]
        seconds = ", ".join(f"{s:.1f}" for s in spent)
        print(f"quantities, one sentence of 1, 2 and 4 MB of {name}: {seconds} s (linear: 1, 2, 4)")
    if not test_quantities.CORPORA.is_dir():
        print("quantities in other places' reports: skipped, the corpora are not on this machine")
        return
    table = test_quantities.elsewhere()
    _renew("validation_quantities_elsewhere.csv", table)
    sentences = table.groupby("sample")["n_sentences"].first().sum()
    print(f"quantities in {sentences} hand-coded sentences of other reports")
    print(table.to_string(index=False))


def commitment():
    """How words of commitment are counted elsewhere, and how often halves of one plan differ."""
    if not test_commitment.CORPORA.is_dir():
        print("words of commitment: skipped, the corpora are not on this machine")
        return
    table = test_commitment.read_by_hand().round(4)
    _renew("validation_commitment.csv", table)
    print("words of commitment in hand-coded planning sentences")
    print(table.to_string(index=False))
    alarms = test_commitment.halves_told_apart(400, seed=5)
    print(f"halves of one plan, 400 draws: called different in any strength in {alarms:.1%}")


def grid():
    """What a specification of the declared grid costs."""
    analysis, choices = Analysis(open_run(parameters.of_run("default"))), read_grid()
    run = analysis.run
    every = themes.with_uncoded(run.sentences, analysis.coded)
    texts = run.sentences, run.counted, themes.theme_mass(every, run.codebook)
    given = {"codebook": run.codebook, "lexicon": run.lexicon, **run.given("seed")}
    claims = {"theme_claims": analysis.theme_claims, "term_claims": analysis.term_claims}
    spent, _ = _timed(lambda: specifications.every(*texts, grid=choices, **given, **claims))
    sizes = [np.prod([len(options) for options in family.values()]) for family in choices.values()]
    n = int(sum(sizes))
    print(f"multiverse: {n} specifications in {spent:.1f} s, {1000 * spent / n:.0f} ms each")


def _timed(function):
    started = time.monotonic()
    result = function()
    return time.monotonic() - started, result


def _lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def _renew(name, table):
    table.to_csv(paths.REFERENCE / name, index=False, lineterminator="\n")


def _standard_errors(counted, here, prior):
    drawn = resample.multiplicities(counted.paragraphs["place"], DRAWS, 1).astype(np.float32)
    counts = counted.counts.astype(np.float32)
    sides = (drawn[:, side] @ counts[side].toarray() for side in (here, ~here))
    return log_odds(*sides, prior).std(axis=0, ddof=1)


def _one_by_one(counted, here, prior):
    sides = [counted.counts[side].toarray() for side in (here, ~here)]
    words = [side.sum(axis=1) for side in sides]
    rows = [np.arange(len(side)) for side in sides]
    for term in range(TERMS_TIMED):
        uses, weight = [side[:, term] for side in sides], prior[term]

        def statistic(i, k, axis=-1, uses=uses, weight=weight):
            odds = []
            for side, drawn in enumerate((i, k)):
                y, n = uses[side][drawn].sum(axis=-1), words[side][drawn].sum(axis=-1)
                odds.append(np.log((y + weight) / (n + PRIOR - y - weight)))
            return odds[0] - odds[1]

        given = {"n_resamples": DRAWS, "method": "percentile", "random_state": 1}
        stats.bootstrap(rows, statistic, vectorized=True, **given)


def _gensims(topics, texts):
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    given = {"coherence": "c_npmi", "window_size": 10, "processes": 1}
    model = CoherenceModel(topics=topics, texts=texts, dictionary=Dictionary(texts), **given)
    return model.get_coherence_per_topic()


if __name__ == "__main__":
    steps = (bootstrap, topic_coherence, calibration, codebook_elsewhere, coding_errors)
    steps += (theme_design, quantities, commitment, grid)
    named = {step.__name__: step for step in steps}
    for name in sys.argv[1:] or named:
        named[name]()
