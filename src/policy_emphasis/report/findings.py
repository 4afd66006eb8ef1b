"""Findings: every sentence on a page that holds a figure, built from the tables, so that no rerun leaves an old claim standing.

Each function takes published tables and returns a findings table (finding, notebook, statement, estimate, low, high, robust_share,
evidence); `robust_share` stays empty until a finding has been recomputed under other choices.
"""

import numpy as np
import pandas as pd

from policy_emphasis.measures.themes import UNCODED

COLUMNS = ["finding", "notebook", "statement", "estimate", "low", "high", "robust_share", "evidence"]


def about_texts(documents, ledger, paragraphs):
    """What the texts are, and how much of the raw files they make up."""
    name = _names(documents)
    rows = []
    reports, articles = documents[documents["genre"] == "work report"], documents[documents["genre"] != "work report"]
    lengths = "; ".join(f"{name[d.place]}: {_a(d.genre)} of {d.year}, {d.level} level, {d.characters:,} characters" for d in documents.itertuples())
    longest, shortest = documents.loc[documents["characters"].idxmax()], documents.loc[documents["characters"].idxmin()]
    rows.append(_row("texts-differ", "01_corpus", f"The {len(documents)} texts are not alike. {lengths}. The longest is "
                     f"{longest.characters / shortest.characters:.1f} times as long as the shortest.", longest.characters / shortest.characters, "tables/documents.csv"))
    for d in articles.itertuples():
        rows.append(_row(f"article-{d.place}", "01_corpus", f"{name[d.place]} is {_a(d.genre)}, not a report: it quotes delegates, and many of its figures are national. "
                         "Its column shows what that article dwells on, not what the province plans.", d.characters, "tables/documents.csv"))
    if len(reports) > 1:
        years = sorted(set(reports["year"]))
        rows.append(_row("like-for-like", "01_corpus", f"The like-for-like comparison is {' against '.join(name[p] for p in reports['place'])}: both are work reports"
                         + (f", though of different years ({' and '.join(map(str, years))}) and levels of government." if len(years) > 1 else "."), len(reports), "tables/documents.csv"))
    size = (ledger["end"] - ledger["start"]).groupby(ledger["kept"]).sum()
    reasons = ledger.loc[~ledger["kept"] & ~ledger["reason"].isin(["paragraph mark", "space between texts"])]
    chrome = (reasons["end"] - reasons["start"]).sum()
    rows.append(_row("ledger", "01_corpus", f"Of {size.sum():,} characters in the raw {_files(ledger)}, {size[True]:,} are kept as text and headings, {chrome:,} are dropped for a stated reason "
                     f"(credits, captions, search spam and the like) and the other {size[False] - chrome:,} are the white space between paragraphs.", size[True] / size.sum(), "tables/ledger.csv"))
    return _table(rows)


def about_themes(themes, by_stage, differences, documents, labels):
    """What each place speaks of most, how plan differs from review, and which differences between places hold.

    themes, differences (theme_contrasts) as published; by_stage: plan − review; labels: theme → English label.
    """
    name, rows = _names(documents), []
    whole = themes[(themes["stage"] == "all") & (themes["theme"] != UNCODED)].sort_values(["share", "theme"], ascending=[False, True])
    for place in documents["place"]:
        top = whole[whole["place"] == place].head(3)
        first = top.iloc[0]
        listed = "; ".join(f"{labels[t.theme]}, {_percent(t)}" for t in top.itertuples())
        verb = "dwells most on" if _is_article(documents, place) else "gives most of its text to"
        rows.append(_row(f"themes-{place}", "04_emphasis", f"{name[place]} {verb} {listed}.", first.share, "04_emphasis.html", first.low, first.high))
    for a, b in [p for p in dict.fromkeys(zip(differences["place_a"], differences["place_b"])) if not any(_is_article(documents, x) for x in p)]:
        pair = differences[(differences["place_a"] == a) & (differences["place_b"] == b) & (differences["theme"] != UNCODED)]
        sure = pair[(pair["q"] < 0.05) & ((pair["low"] > 0) | (pair["high"] < 0))]
        widest = pair.loc[pair["difference"].abs().idxmax()]
        more, less = (a, b) if widest.difference > 0 else (b, a)
        low, high = sorted(map(abs, (widest.low, widest.high)))
        crosses = widest.low < 0 < widest.high
        gap = f"The widest gap is {labels[widest.theme]}: {name[more]} {100 * abs(widest.difference):.1f} points above {name[less]} " + \
              ("(the interval includes zero)" if crosses else f"(95 % interval {100 * low:.1f} to {100 * high:.1f}, q = {widest.q:.2f})")
        held = f"{len(sure)} of {len(pair)} theme differences between {name[a]} and {name[b]} stand after correction for the number of themes" + \
               (f": {', '.join(labels[t] for t in sure['theme'])}" if len(sure) else ", so no gap between the two can be called certain")
        rows.append(_row(f"contrast-{a}-{b}", "04_emphasis", f"{held}. {gap}.", widest.difference, "tables/theme_contrasts.csv", widest.low, widest.high))
    for place in by_stage["place"].drop_duplicates():
        one = by_stage[(by_stage["place"] == place) & (by_stage["theme"] != UNCODED)]
        up, down = one.loc[one["difference"].idxmax()], one.loc[one["difference"].idxmin()]
        rows.append(_row(f"plan-{place}", "04_emphasis", f"{name[place]}'s plan speaks more of {labels[up.theme]} than its review of the past ({_points(up)}) and less of {labels[down.theme]} ({_points(down)}).",
                         up.difference, "04_emphasis.html", up.low, up.high))
    return _table(rows)


def about_terms(terms, documents, gloss, n=5):
    """Which words set each place apart."""
    name, rows = _names(documents), []
    for place, chinese in zip(documents["place"], documents["place_zh"]):
        own = terms[(terms["place"] == place) & terms["distinctive"] & ~terms["term"].str.contains(chinese)]
        if own.empty:
            rows.append(_row(f"terms-{place}", "02_terms", f"No word sets {name[place]} apart once chance is allowed for.", 0, "02_terms.html"))
            continue
        words = ", ".join(f"{t} ({gloss[t]})" if t in gloss else t for t in own["term"].head(n))
        first = own.iloc[0]
        rows.append(_row(f"terms-{place}", "02_terms", f"{name[place]} is set apart by {words}: {len(own)} of its {(terms['place'] == place).sum()} counted terms are distinctive at q < 0.05.",
                         first.log_odds, "tables/terms.csv", first.low, first.high))
    return _table(rows)


def about_shared(tokens, documents, phrases, gloss, n=5):
    """The set phrases that come from above: lexicon terms of four or more characters that every text, or every report, uses."""
    name = _names(documents)
    used = tokens[tokens["token"].isin([p for p in phrases if len(p) >= 4])].groupby("token")["place"].agg(set)
    reports = [p for p in documents["place"] if not _is_article(documents, p)]
    everywhere, in_reports = ([t for t, places in used.items() if set(group) <= places] for group in (documents["place"], reports))
    count = tokens["token"].value_counts()
    examples = ", ".join(f"{t} ({gloss[t]})" if t in gloss else t for t in sorted(in_reports, key=lambda t: (-count[t], t))[:n])
    statement = f"{len(in_reports)} of the {len(used)} set policy phrases found stand in {' and '.join(name[p] for p in reports)} alike ({examples})" if len(reports) > 1 else \
        f"{len(everywhere)} of the {len(used)} set policy phrases found stand in every text ({examples})"
    if 1 < len(reports) < len(documents):
        statement += f", and {len(everywhere)} in every text, the article included"
    return _table([_row("shared", "02_terms", statement + ".", len(in_reports) / max(len(used), 1), "02_terms.html")])


def about_topics(topics, agreement, documents, gloss):
    """What the text itself suggests, and whether the codebook agrees. agreement: topic, theme, label_en, overlap."""
    largest = topics.iloc[0]
    clear = agreement[agreement["overlap"] >= 0.5]
    words = ", ".join(f"{t} ({gloss[t]})" if t in gloss else t for t in largest["label"].split(" · "))
    rows = [_row("topics", "03_topics", f"With no codebook, {len(topics)} topics come out; the largest holds {largest.prevalence:.0%} of the text ({words}).", largest.prevalence, "03_topics.html"),
            _row("topics-themes", "03_topics", f"{len(clear)} of {len(topics)} topics have one theme of the codebook filling at least half of their coded text; "
                 f"the closest match is {agreement.loc[agreement['overlap'].idxmax(), 'label_en']} ({agreement['overlap'].max():.0%}), the weakest {agreement['overlap'].min():.0%}. "
                 + ("Where both agree, the codebook is not merely finding what it was told to look for." if len(clear) else "The two cuts through the text do not agree."), len(clear) / len(topics), "03_topics.html")]
    return _table(rows)


def about_doubt(themes, documents):
    """How wide the intervals are, and what these texts cannot tell."""
    name = _names(documents)
    whole = themes[(themes["stage"] == "all") & (themes["theme"] != UNCODED)]
    width = (whole["high"] - whole["low"]).groupby(whole["place"]).median()
    said = ", ".join(f"{name[p]} ±{50 * width[p]:.1f} points" for p in documents["place"])
    uncoded = themes[(themes["stage"] == "all") & (themes["theme"] == UNCODED)].set_index("place")["share"]
    return _table([_row("doubt", "04_emphasis", f"A theme's share is sure to about half the median interval: {said}; the codebook leaves "
                        f"{min(uncoded):.0%} to {max(uncoded):.0%} of a text uncoded. One text a place, of different years, cannot separate the place from the year or the occasion, and words are not budgets: "
                        "what a report dwells on is not what a government spends.", float(width.max()), "tables/themes.csv")])


def comparability(documents):
    """What has to be kept in mind before any two columns are compared: genre, year, level, length."""
    name = _names(documents)
    reports = [p for p in documents["place"] if not _is_article(documents, p)]
    said = [f"Read {name[p]} with care: it is a news article, so its column shows what the article dwells on, not what the government of {p.capitalize()} plans."
            for p in documents["place"] if p not in reports]
    what = "; ".join(f"{d.place.capitalize()} {d.year}, {d.level}, {d.characters:,} characters" for d in documents.itertuples())
    pair = f" The like-for-like comparison is {' against '.join(name[p] for p in reports)}." if len(reports) > 1 else ""
    return [*said, f"Year, level of government and length differ too: {what}.{pair}"]


def topic_theme_overlap(weights, characters, labels):
    """For each topic the theme that fills most of its coded text: topic, theme, label_en, overlap (share of the topic's coded characters).

    weights: paragraphs × topics (rows sum to 1); characters: paragraphs × themes, uncoded last, as from theme_characters.
    """
    coded = characters.drop(columns=UNCODED)
    mass = weights.to_numpy().T @ coded.to_numpy()
    share = pd.DataFrame(mass / np.maximum(mass.sum(axis=1, keepdims=True), 1e-12), columns=coded.columns).round(9)
    best = share.idxmax(axis=1)
    return pd.DataFrame({"topic": weights.columns, "theme": best, "label_en": best.map(labels), "overlap": share.max(axis=1)})


def _names(documents):
    return {row.place: row.place.capitalize() + (" (news article)" if row.genre != "work report" else "") for row in documents.itertuples()}


def _is_article(documents, place):
    return documents.set_index("place")["genre"][place] != "work report"


def _a(words):
    return f"a {words}"


def _files(ledger):
    n = ledger["file"].nunique()
    return "file" if n == 1 else f"{n} files"


def _percent(row):
    return f"{100 * row.share:.1f} % ({100 * row.low:.1f}–{100 * row.high:.1f})"


def _points(row):
    return f"{100 * row.difference:+.1f} points, {100 * row.low:+.1f} to {100 * row.high:+.1f}"


def _row(finding, notebook, statement, estimate, evidence, low=None, high=None):
    return (finding, notebook, statement, estimate, low, high, None, evidence)


def _table(rows):
    return pd.DataFrame(rows, columns=COLUMNS).astype({"estimate": float, "low": float, "high": float, "robust_share": float})
