"""Findings: every sentence on a page that holds a figure, built from the tables, so that no rerun leaves an old claim standing.

Each function takes published tables and returns a findings table (finding, notebook, statement, estimate, low, high, robust_share,
evidence); `robust_share` stays empty until a finding has been recomputed under other choices.
"""

import numpy as np
import pandas as pd

from policy_emphasis.measures.themes import UNCODED

OTHERS = "section's heading only"
FEW = 10  # paragraphs below which a text carries no comparison
COLUMNS = ["finding", "notebook", "statement", "estimate", "low", "high", "robust_share", "evidence"]


def about_texts(documents, ledger, paragraphs):
    """What the texts are, and how much of the raw files they make up."""
    name = _names(documents)
    rows = []
    reports, articles = documents[documents["genre"] == "work report"], documents[documents["genre"] != "work report"]
    lengths = "; ".join(f"{d.place.capitalize()}, a {d.genre} of {d.year} ({d.level}), {d.characters:,} characters" for d in documents.itertuples())
    longest, shortest = documents.loc[documents["characters"].idxmax()], documents.loc[documents["characters"].idxmin()]
    rows.append(_row("texts-differ", "01_corpus", f"The {len(documents)} texts are not alike: {lengths}. The longest is "
                     f"{longest.characters / shortest.characters:.1f} times as long as the shortest.", longest.characters / shortest.characters, "tables/documents.csv"))
    for d in articles.itertuples():
        rows.append(_row(f"article-{d.place}", "01_corpus", f"{d.place.capitalize()}'s text is a {d.genre}, not a report: what it quotes is as much national as local, so its column shows "
                         "what the article dwells on, not what the place plans.", d.characters, "tables/documents.csv"))
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
        first, *others = whole[whole["place"] == place].head(3).itertuples()
        subject = f"{place.capitalize()}'s news article dwells most on" if _is_article(documents, place) else f"{name[place]} gives the largest share of its text to"
        rows.append(_row(f"themes-{place}", "04_emphasis", f"{subject} {labels[first.theme]}, {_percent(first)}; then "
                         + " and ".join(f"{labels[t.theme]}, {_percent(t)}" for t in others) + ".", first.share, "04_emphasis.html", first.low, first.high))
    for a, b in [p for p in dict.fromkeys(zip(differences["place_a"], differences["place_b"])) if not any(_is_article(documents, x) for x in p)]:
        pair = differences[(differences["place_a"] == a) & (differences["place_b"] == b) & (differences["theme"] != UNCODED)]
        sure = pair[_stands(pair)]
        widest = pair.loc[pair["difference"].abs().idxmax()]
        more, less = (a, b) if widest.difference > 0 else (b, a)
        low, high = sorted((widest.low, widest.high) if widest.difference > 0 else (-widest.low, -widest.high))
        held = f"{len(sure)} of {len(pair)} theme differences between {name[a]} and {name[b]} stand once the number of themes is allowed for ({', '.join(labels[t] for t in sure['theme'])})" \
            if len(sure) else f"None of the {len(pair)} theme differences between {name[a]} and {name[b]} is certain once the number of themes is allowed for"
        rows.append(_row(f"contrast-{a}-{b}", "04_emphasis", f"{held}. The widest is {labels[widest.theme]}: {name[more]} {100 * abs(widest.difference):.1f} points above {name[less]} "
                         f"(95 % interval {100 * low:+.1f} to {100 * high:+.1f}, q = {widest.q:.2f}).", widest.difference, "tables/theme_contrasts.csv", widest.low, widest.high))
    for place in by_stage["place"].drop_duplicates():
        one = by_stage[(by_stage["place"] == place) & (by_stage["theme"] != UNCODED)].sort_values("difference", ascending=False, kind="stable")
        sure = one[_stands(one)]
        if len(sure):
            said = f"{name[place]}'s plan and its review of the past differ for certain in {len(sure)} of {len(one)} themes: " + \
                "; ".join(f"{labels[r.theme]} ({_points(r)})" for r in sure.itertuples())
        else:
            said = f"No shift from {name[place]}'s review of the past to its plan is certain; the largest are {labels[one.iloc[0].theme]} ({_points(one.iloc[0])}) and " + \
                f"{labels[one.iloc[-1].theme]} ({_points(one.iloc[-1])})" + \
                (". An interval that leaves out zero beside a high q is what one theme among so many shows by chance" if ((one["low"] > 0) | (one["high"] < 0)).any() else "")
        first = one.loc[one["difference"].abs().idxmax()]  # the shift whose robustness is computed
        rows.append(_row(f"plan-{place}", "04_emphasis", said + ".", first.difference, "04_emphasis.html", first.low, first.high))
    return _table(rows)


def about_terms(terms, documents, gloss, n=5):
    """Which words set each place apart."""
    name, rows = _names(documents), []
    for place in documents["place"]:
        own = leading_of(terms, documents, place)
        if own.empty:
            rows.append(_row(f"terms-{place}", "02_terms", f"No word leans to {name[place]} beyond chance.", 0, "02_terms.html"))
            continue
        words, sure = ", ".join(with_gloss(t, gloss) for t in own["term"].head(n)), own[own["distinctive"]]
        tested = int(terms.loc[terms["place"] == place, "tested"].sum())
        certain = f"None of the {tested} words tested is certainly used more often there than elsewhere, its own name aside" if sure.empty else \
            f"{len(sure)} of {tested} words tested {'is' if len(sure) == 1 else 'are'} certainly used more often there than elsewhere: " + ", ".join(with_gloss(t, gloss) for t in sure["term"].head(2 * n))
        first = own.iloc[0]
        rows.append(_row(f"terms-{place}", "02_terms", f"{name[place]} leans most to {words}. {certain}." + (" They are words of its genre, a meeting reported, as much as of its place." if _is_article(documents, place) else ""),
                         first.log_odds, "tables/terms.csv", first.low, first.high))
    return _table(rows)


def about_shared(tokens, documents, phrases, gloss, n=5):
    """The set phrases that come from above: lexicon terms of four or more characters that every text, or every report, uses."""
    name = _names(documents)
    used = tokens[tokens["token"].isin([p for p in phrases if len(p) >= 4])].groupby("token")["place"].agg(set)
    reports = [p for p in documents["place"] if not _is_article(documents, p)]
    everywhere, in_reports = ([t for t, places in used.items() if set(group) <= places] for group in (documents["place"], reports))
    count = tokens["token"].value_counts()
    examples = ", ".join(with_gloss(t, gloss) for t in sorted(in_reports, key=lambda t: (-count[t], t))[:n])
    statement = f"{len(in_reports)} of the {len(used)} set policy phrases found stand in {' and '.join(name[p] for p in reports)} alike ({examples})" if len(reports) > 1 else \
        f"{len(everywhere)} of the {len(used)} set policy phrases found stand in every text ({examples})"
    if 1 < len(reports) < len(documents):
        statement += f", and {len(everywhere)} in every text, the article included"
    return _table([_row("shared", "02_terms", statement + ".", len(in_reports) / max(len(used), 1), "02_terms.html")])


def about_topics(topics, agreement, documents, gloss):
    """What the text itself suggests, and whether the codebook agrees. agreement: as from topic_theme_overlap."""
    largest = topics.iloc[0]
    words = ", ".join(with_gloss(t, gloss) for t in largest["label"].split(" · "))
    best, worst = agreement.loc[agreement["overlap"].idxmax()], agreement.loc[agreement["overlap"].idxmin()]
    rows = [_row("topics", "03_topics", f"With no codebook, the {len(topics)} topics asked for come out led by one on {words}, {largest.prevalence:.0%} of all text.", largest.prevalence, "03_topics.html"),
            _row("topics-themes", "03_topics", f"Topics and codebook agree in part: a topic's nearest theme fills {worst.overlap:.0%} ({worst.label_en}) to {best.overlap:.0%} ({best.label_en}) of the topic's coded text, "
                 f"against {agreement['expected'].max():.0%} for the largest theme if the two had nothing to do with each other.", agreement["overlap"].median(), "03_topics.html")]
    return _table(rows)


def about_doubt(themes, documents):
    """How wide the intervals are, and what these texts cannot tell."""
    name = _names(documents)
    whole = themes[(themes["stage"] == "all") & (themes["theme"] != UNCODED)]
    width = (whole["high"] - whole["low"]).groupby(whole["place"]).median()
    said = ", ".join(f"{name[p]} ±{50 * width[p]:.1f} points" for p in documents["place"])
    uncoded = themes[(themes["stage"] == "all") & (themes["theme"] == UNCODED)].set_index("place")["share"]
    return _table([_row("doubt", "04_emphasis", f"A theme's share is typically uncertain by half its 95 % interval, at the median {said}; the codebook leaves "
                        f"{min(uncoded):.0%} to {max(uncoded):.0%} of a text uncoded. One text a place, of different years, cannot separate the place from the year or the occasion, and words are not budgets: "
                        "what a report dwells on is not what a government spends.", float(width.max()), "tables/themes.csv")])


def with_robustness(findings, robustness):
    """The findings with robust_share and robust_n, and a sentence on what they mean; a claim that most specifications do not confirm is said to be uncertain.

    robustness: as from multiverse.robustness."""
    of = robustness.set_index("finding")
    findings = findings.assign(robust_share=findings["finding"].map(of["robust_share"]), robust_n=findings["finding"].map(of["robust_n"]).astype("Int64"))
    said = []
    for row in findings.itertuples():
        if row.finding in of.index:
            one = of.loc[row.finding]
            verdict = "Robust" if one.robust_share >= 0.9 else "Mostly robust" if one.robust_share >= 0.5 else "Uncertain, the order could be chance" if row.finding.startswith("themes-") else "Uncertain"
            what = {"themes-": "that the first theme named is ahead of the second", "contrast-": "this widest difference", "plan-": "the largest shift", "terms-": "that the words named lean this way",
                    "topics-": "that topics and codebook agree beyond chance"}[next(k for k in ("themes-", "contrast-", "plan-", "terms-", "topics-") if row.finding.startswith(k))]
            said.append(f"{verdict}: of {int(one.robust_n):,} ways to compute {what}, {one.same_sign:.0%} agree in direction and {one.robust_share:.0%} with an interval that leaves out zero.")
        else:
            said.append("")
    return findings.assign(robustness=said)


def about_robustness(findings):
    """Which claims of the index survive the declared grid. findings: as from with_robustness."""
    checked = findings[findings["robust_n"].notna()]
    strong, weak = checked[checked["robust_share"] >= 0.9], checked[checked["robust_share"] < 0.5]
    statement = f"{len(strong)} of {len(checked)} claims stand in at least 90 % of specifications, {len(weak)} in fewer than half."
    return _table([_row("robustness", "06_robustness", statement, len(strong) / max(len(checked), 1), "tables/multiverse.csv")])


def about_comparability(matched, sections, kept, pair, labels):
    """What changes when the two reports are made more alike. matched, sections, kept: as from inference.comparability."""
    a, b = (place.capitalize() for place in pair)
    coded = matched[matched["theme"] != UNCODED]
    turned = coded[coded["same_sign"] < 0.9]
    widest = coded.loc[coded["difference"].abs().idxmax()]
    rows = [_row("length", "06_robustness", f"Cut to equal length, {a} and {b} differ in the same direction in at least 90 % of subsamples for {len(coded) - len(turned)} of {len(coded)} themes; "
                 f"the widest gap, {labels[widest.theme]}, is {100 * widest.difference:+.1f} points on the full texts and {100 * widest.matched:+.1f} on average when matched.", widest.matched, "06_robustness.html", widest.low, widest.high)]
    by = sections[sections["theme"] != UNCODED].pivot(index="theme", columns="sections", values="difference")
    if {"plan", "review"} <= set(by.columns):
        opposite = by[(by["plan"] * by["review"] < 0) & (by[["plan", "review"]].abs().min(axis=1) > 0.01)]
        changes = ", ".join(labels[t] for t in opposite.index) or "none"
        rows.append(_row("sections", "06_robustness", f"Comparing plans alone or reviews alone turns the direction of {len(opposite)} of {len(by)} theme differences by more than a point on either side: {changes}.", len(opposite) / len(by), "06_robustness.html"))
    for row in kept.itertuples():
        rows.append(_row(f"article-out-{row.place}", "06_robustness", f"Without the news article, {row.kept} of the {row.of} words that lean most to {row.place.capitalize()} still do.", row.kept / max(row.of, 1), "06_robustness.html"))
    return _table(rows)


def about_validation(validated, alpha):
    """Does the coding measure what it says? validated: as from validation.validate."""
    held = validated[validated["half"] == "held out"]
    right = (held["theme"] == held["predicted"]).mean()
    low, high = _proportion(right, len(held))
    return _table([_row("validation", "04_emphasis", f"The coding of a paragraph's body agrees with the theme that its heading names in {right:.0%} of {len(held)} held-out paragraphs (95 % interval {low:.0%} to {high:.0%}), "
                        f"and in {(validated['theme'] == validated['predicted']).mean():.0%} of all {len(validated)}; Krippendorff's α is {alpha:.2f}.", right, "tables/theme_validation.csv", low, high)])


def about_elsewhere(scores):
    """Does the codebook travel? scores: as from run.read_elsewhere."""
    of = scores.set_index("theme")
    weak = of.drop(index=["all", "own heading", "section's heading only"])
    weak = weak[(weak["n"] >= 10) & (weak["f1"] < 0.7)]
    return _table([_row("validation-elsewhere", "04_emphasis", f"On {of.n['all']} paragraphs of provincial reports of 2025, which the codebook was not made on, heading and body agree in {of.f1['all']:.0%}: in {of.f1['own heading']:.0%} of "
                        f"the {of.n['own heading']} with a heading of their own, in {of.f1[OTHERS]:.0%} of the {of.n[OTHERS]} that stand only under their section's. "
                        f"{len(weak)} themes with ten or more paragraphs stay below an F1 of 0.7.", of.f1["all"], "04_emphasis.html")])


def _proportion(share, n, z=1.96):
    centre, half = share + z**2 / (2 * n), z * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    return (centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)


def comparability(documents):
    """What has to be kept in mind before any two columns are compared: genre, year, level, length."""
    name = _names(documents)
    reports = [p for p in documents["place"] if not _is_article(documents, p)]
    said = [f"Read {p.capitalize()}'s column with care: its text is a news article about a meeting, so it shows what the article dwells on, not what the government of {p.capitalize()} plans."
            for p in documents["place"] if p not in reports]
    said += [f"{p.capitalize()}'s text has only {n} paragraphs: its intervals are wide for good reason." for p, n in zip(documents["place"], documents["paragraphs"]) if n < FEW]
    what = "; ".join(f"{d.place.capitalize()} {d.year}, {d.level}, {d.characters:,} characters" for d in documents.itertuples())
    pair = f" The like-for-like comparison is {' against '.join(name[p] for p in reports)}." if len(reports) > 1 else ""
    return [*said, f"Year, level of government and length differ too: {what}.{pair}"]


def leading_of(terms, documents, place):
    """The terms that lean to a place, the strongest first: interval above zero, tested, in several of its paragraphs; its own name is left out, for every
    place names itself. The column `distinctive` says which of them are certain."""
    own_name = documents.set_index("place")["place_zh"][place]
    of = terms[(terms["place"] == place) & terms["tested"] & (terms["low"] > 0) & (terms["paragraphs"] >= 3)]
    return of[~of["term"].str.contains(own_name, regex=False)]


def with_gloss(term, gloss):
    """A Chinese term with its English in quotation marks, as plain text."""
    return f"{term} “{gloss[term]}”" if term in gloss else term


def topic_theme_overlap(weights, characters, labels):
    """For each topic the theme that fills most of its coded text: topic, theme, label_en, overlap (share of the topic's coded
    characters) and expected (the theme's share of all coded characters).

    weights: paragraphs × topics (rows sum to 1); characters: paragraphs × themes, uncoded last, as from theme_characters.
    """
    coded = characters.drop(columns=UNCODED)
    mass = weights.to_numpy().T @ coded.to_numpy()
    share = pd.DataFrame(mass / np.maximum(mass.sum(axis=1, keepdims=True), 1e-12), columns=coded.columns).round(9)
    best = share.idxmax(axis=1)
    return pd.DataFrame({"topic": weights.columns, "theme": best, "label_en": best.map(labels), "overlap": share.max(axis=1),
                         "expected": best.map(coded.sum() / coded.to_numpy().sum())})


def _names(documents):
    return {row.place: row.place.capitalize() + (" (news article)" if row.genre != "work report" else "") for row in documents.itertuples()}


def _is_article(documents, place):
    return documents.set_index("place")["genre"][place] != "work report"


def _files(ledger):
    n = ledger["file"].nunique()
    return "file" if n == 1 else f"{n} files"


def _stands(differences):
    return (differences["q"] < 0.05) & ((differences["low"] > 0) | (differences["high"] < 0))


def _percent(row):
    return f"{100 * row.share:.1f} % ({100 * row.low:.1f}–{100 * row.high:.1f})"


def _points(row):
    return f"{100 * row.difference:+.1f} points, 95 % interval {100 * row.low:+.1f} to {100 * row.high:+.1f}, q = {row.q:.2f}"


def _row(finding, notebook, statement, estimate, evidence, low=None, high=None):
    return (finding, notebook, statement, estimate, low, high, None, evidence)


def _table(rows):
    return pd.DataFrame(rows, columns=COLUMNS).astype({"estimate": float, "low": float, "high": float, "robust_share": float})
