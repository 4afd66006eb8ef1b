"""Where would a comparison change if the texts were more alike? Length, sections, and the text that
is no report."""

import numpy as np
import pandas as pd

from policy_emphasis.inference import keyness, resample
from policy_emphasis.inference.differences import contrasts
from policy_emphasis.inference.resample import FEW
from policy_emphasis.inference.shares import Sample, in_place, in_stage
from policy_emphasis.reference.documents import is_report

CUTS = 500  # to equal length
MATCHED = ["difference", "matched", "low", "high", "same_sign"]


def length_matched(characters, paragraphs, pair, *, seed, repeats=CUTS):
    """Theme differences (first − second of `pair`) on `repeats` cuts: whole paragraphs of the
    longer text, drawn without replacement until it is as long as the shorter.

    Returns the columns' name, difference (full texts), matched (mean over cuts), low, high (95% of
    cuts), same_sign (share of cuts with the sign of the full difference). One text alone is matched
    with none: no row.
    """
    if len(pair) < 2:
        return pd.DataFrame(columns=[characters.columns.name, *MATCHED])
    sample = Sample.of_paragraphs(characters, paragraphs)
    first, second = (sample.only(in_place(paragraphs, place)) for place in pair)
    shorter, longer = sorted((first, second), key=lambda text: text.sizes.sum())
    sign = 1 if longer is first else -1
    random, target = np.random.default_rng(seed), shorter.sizes.sum()
    found = []
    for _ in range(repeats):
        order = random.permutation(len(longer.sizes))
        enough = np.searchsorted(longer.sizes[order].cumsum(), target) + 1
        found.append(sign * (longer.only(order[:enough]).share() - shorter.share()))
    found, full = np.array(found), first.share() - second.share()
    low, high = resample.interval(found)
    same_sign = (np.sign(found) == np.sign(full)).mean(axis=0)
    table = {"difference": full, "matched": found.mean(axis=0), "low": low, "high": high}
    return pd.DataFrame(table, index=characters.columns).assign(same_sign=same_sign).reset_index()


def by_sections(characters, paragraphs, pair, *, design=None):
    """contrasts() of the pair on everything, on plans alone and on reviews alone where each has FEW
    paragraphs: one table with the column `sections`; no row where no pair has so many."""
    tables = [contrasts(characters, paragraphs, []).assign(sections="")]
    for stage in ("all", "plan", "review"):
        kept = paragraphs["place"].isin(pair).to_numpy() & in_stage(paragraphs, stage)
        if paragraphs["place"][kept].value_counts().reindex(pair, fill_value=0).min() >= FEW:
            differences = contrasts(characters[kept], paragraphs[kept], list(pair), design=design)
            tables.append(differences.assign(sections=stage))
    return pd.concat(tables, ignore_index=True)


def without_articles(counted, documents, *, n_terms, **parameters):
    """For each work report, how many of the `n_terms` terms that lean to it most still do when only
    work reports are compared: place, kept, of. Texts of fewer than FEW paragraphs count for
    nothing. Empty where that leaves fewer than two texts, or
    nothing out. parameters: as for keyness.place_terms."""
    documents = documents[documents["paragraphs"] >= FEW]
    reports, kept = documents.loc[is_report(documents), "place"].tolist(), []
    if 1 < len(reports) < len(documents):
        only = counted.only(counted.paragraphs["place"].isin(reports).to_numpy())
        among_all = keyness.place_terms(counted, documents["place"].tolist(), **parameters)
        among_reports = keyness.place_terms(only, reports, **parameters)
        for place in reports:
            most = _leaning(among_all, place).head(n_terms)
            kept.append((place, most.isin(_leaning(among_reports, place)).sum(), len(most)))
    return pd.DataFrame(kept, columns=["place", "kept", "of"])


def _leaning(terms, place):
    return terms.loc[(terms["place"] == place) & terms["tested"] & (terms["low"] > 0), "term"]
