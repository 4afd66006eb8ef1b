"""Figures behind the claims about inference: speed against what a user would pick instead, and calibration in full.

python benchmarks/inference.py        with gensim installed, its coherence is timed and compared too
"""

import sys
import time
from pathlib import Path

import numpy as np
from scipy import stats

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from policy_emphasis import (
    overview,  # noqa: E402
    parameters,  # noqa: E402
)
from policy_emphasis.inference import multiverse, resample  # noqa: E402
from policy_emphasis.measures import coherence  # noqa: E402
from policy_emphasis.measures.terms import informative_prior, log_odds  # noqa: E402
from policy_emphasis.run import open_run  # noqa: E402


def timed(function):
    started = time.monotonic()
    result = function()
    return time.monotonic() - started, result


def bootstrap():
    run = open_run({"min_paragraphs": 1, "stop_words": "none"})
    here = (run.paragraphs["place"] == "tianjin").to_numpy()
    prior = informative_prior(run.counts, 1000)

    def ours(draws=5000):
        drawn = resample.multiplicities(run.paragraphs["place"], draws, 1)
        return resample.standard_error(
            log_odds(
                resample.sums(drawn[:, here], run.counts[here]),
                resample.sums(drawn[:, ~here], run.counts[~here]),
                prior,
            )
        )

    def one_by_one(terms, draws=5000):
        a, b = run.counts[here].toarray(), run.counts[~here].toarray()
        na, nb = a.sum(axis=1), b.sum(axis=1)
        for j in terms:

            def statistic(i, k, axis=-1):
                y1, y2, n1, n2 = (
                    values[at].sum(axis=-1)
                    for values, at in ((a[:, j], i), (b[:, j], k), (na, i), (nb, k))
                )
                return np.log((y1 + prior[j]) / (n1 + 1000 - y1 - prior[j])) - np.log(
                    (y2 + prior[j]) / (n2 + 1000 - y2 - prior[j])
                )

            stats.bootstrap(
                (np.arange(len(a)), np.arange(len(b))),
                statistic,
                n_resamples=draws,
                method="percentile",
                random_state=1,
                vectorized=True,
            )

    whole, _ = timed(ours)
    some, _ = timed(lambda: one_by_one(range(20)))
    terms = run.counts.shape[1]
    print(
        f"bootstrap, 5,000 draws × {terms:,} terms: {whole:.2f} s (at most 4); scipy.stats.bootstrap term by term: {some / 20 * terms:.0f} s from 20 terms, "
        f"{some / 20 * terms / whole:.0f} times as long (at least 50)"
    )


def coherence_speed():
    folder = ROOT.parent / "shared" / "corpora" / "provinces-2025" / "txt"
    if not folder.is_dir():
        print("coherence on the provinces corpus: skipped, the corpus is not on this machine")
        return
    import jieba

    texts = [
        [w for w in jieba.cut(line) if len(w) > 1 and "一" <= w[0] <= "鿿"]
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    texts = [text for text in texts if text]
    from collections import Counter

    common = [word for word, _ in Counter(w for text in texts for w in text).most_common(400)]
    asked = [common[i::40] for i in range(40)]
    ours, values = timed(lambda: coherence.npmi(asked, texts))
    try:
        from gensim.corpora import Dictionary
        from gensim.models import CoherenceModel
    except ImportError:
        print(
            f"coherence of 40 topics on the provinces corpus: {ours:.2f} s; gensim is not installed, so no comparison"
        )
        return
    once = [list(dict.fromkeys(text)) for text in texts]
    theirs, other = timed(
        lambda: CoherenceModel(
            topics=asked,
            texts=texts,
            dictionary=Dictionary(texts),
            coherence="c_npmi",
            window_size=10,
            processes=1,
        ).get_coherence_per_topic()
    )
    print(
        f"coherence of 40 topics on the provinces corpus: {ours:.2f} s, gensim {theirs:.1f} s, {theirs / ours:.0f} times as long (at least 20); largest difference {np.abs(values - other).max():.1e}, "
        f"{np.abs(coherence.npmi(asked, once) - CoherenceModel(topics=asked, texts=once, dictionary=Dictionary(once), coherence='c_npmi', window_size=10, processes=1).get_coherence_per_topic()).max():.1e} "
        "where no token stands twice in a text"
    )


def calibration():
    import test_calibration

    for kind in ("bursty", "mixed"):
        for n in (50, 75):
            held, zero, alarms = test_calibration.coverage(kind, n, 500, seed=11)
            print(
                f"calibration, {kind} text of {n} paragraphs, 500 simulations: intervals cover {held.mean():.1%} (themes {held.min():.1%} to {held.max():.1%}), "
                f"differences {zero.mean():.1%}, false alarms in {alarms:.1%} of families"
            )
    alarms = test_calibration.false_alarms(open_run({}), 100, seed=5)
    print(
        "permuted places, 100 permutations: a distinctive term in {terms:.1%} of families, a theme difference in {themes:.1%} (at most 5 %)".format(
            **alarms
        )
    )


def travel():
    import test_validation

    if not test_validation.PROVINCES.is_dir():
        print(
            "codebook on the provincial reports of 2025: skipped, the corpus is not on this machine"
        )
        return
    found = test_validation.provinces()
    table = test_validation.elsewhere(found)
    table.to_csv(
        ROOT / "data" / "reference" / "validation_provinces_2025.csv",
        index=False,
        lineterminator="\n",
    )
    print(
        "codebook on the 31 provincial reports of 2025, paragraphs with a coded heading (renewed in data/reference/)"
    )
    print(table.to_string(index=False))


def numbers():
    import test_quantities

    base = "新建高标准农田24万亩、改造8个菜市场,地区生产总值增长5%左右,规模以上工业增加值、固定资产投资分别增长18.5%、12%左右;"
    for name, unit in (("text", base), ("digits", "1"), ("brackets", "("), ("percentages", "5%、")):
        spent = [
            timed(
                lambda size=size: test_quantities.quantities_of(
                    unit * (size * 333_000 // len(unit))
                )
            )[0]
            for size in (1, 2, 4)
        ]
        print(
            f"quantities, one sentence of 1, 2 and 4 MB of {name}: {spent[0]:.1f}, {spent[1]:.1f}, {spent[2]:.1f} s (linear: 1, 2, 4)"
        )
    if not test_quantities.CORPORA.is_dir():
        print("quantities in other places' reports: skipped, the corpora are not on this machine")
        return
    table = test_quantities.elsewhere()
    table.to_csv(
        ROOT / "data" / "reference" / "validation_quantities_elsewhere.csv",
        index=False,
        lineterminator="\n",
    )
    print("quantities in 300 hand-coded sentences of other reports (renewed in data/reference/)")
    print(table.to_string(index=False))


def grid():
    run = open_run(parameters.of_run("default"))
    answers = overview.answers(run)
    spent, specified = timed(lambda: overview.specifications(run, answers, multiverse.read_grid()))
    declared = multiverse.read_grid()
    n = sum(
        int(np.prod([len(options) for options in family.values()])) for family in declared.values()
    )
    print(f"multiverse: {n} specifications in {spent:.1f} s, {1000 * spent / n:.0f} ms each")


if __name__ == "__main__":
    for step in (bootstrap, coherence_speed, calibration, travel, numbers, grid):
        step()
