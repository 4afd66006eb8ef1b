"""Titles and row labels of the charts, computed: a title states the finding, so it has to change with the tables."""

from policy_emphasis.measures.themes import UNCODED
from policy_emphasis.report.findings import leading_of


def of_lengths(documents):
    longest, shortest = documents.loc[documents["characters"].idxmax()], documents.loc[documents["characters"].idxmin()]
    return f"{longest.place.capitalize()}'s text is {longest.characters / shortest.characters:.0f} times as long as {shortest.place.capitalize()}'s ({shortest.genre})"


def of_terms(terms, documents, gloss, n=3):
    """place → title: the terms most its own, without the place's own name."""
    titles = {}
    for row in documents.itertuples():
        own = leading_of(terms, documents, row.place)["term"].head(n)
        titles[row.place] = f"{row.place.capitalize()} leans most to " + ", ".join(f"{t} {gloss.get(t, '')}".strip() for t in own) if len(own) else f"No word leans to {row.place.capitalize()} beyond chance"
    return titles


def of_topics(shares, topics, documents, gloss):
    """Which topic differs most between the texts."""
    by = shares.pivot(index="topic", columns="place", values="share")
    spread = (by.max(axis=1) - by.min(axis=1)).round(9)
    topic = spread.idxmax()
    label = topics.set_index("topic")["label"][topic].split(" · ")[0]
    most, least = by.loc[topic].idxmax(), by.loc[topic].idxmin()
    return (f"The topic around {label} {gloss.get(label, '')} divides the texts most: {by.loc[topic, most]:.0%} of "
            f"{most.capitalize()}'s, {by.loc[topic, least]:.0%} of {least.capitalize()}'s")


def of_themes(shares, documents, labels):
    """Each work report's largest theme."""
    whole = shares[(shares["stage"] == "all") & (shares["theme"] != UNCODED)]
    top = whole.loc[whole.groupby("place", sort=False)["share"].idxmax()].set_index("place")
    by_theme = {}
    for place in documents["place"]:
        by_theme.setdefault(top.theme[place], []).append(f"{place.capitalize()}'s text ({top.share[place]:.0%})")
    return "; ".join(f"{labels[theme]} is the largest theme of {' and '.join(places)}" for theme, places in by_theme.items())


def of_stages(by_stage, documents, labels):
    """The theme that gains most from review to plan, in each report."""
    parts = []
    for place, rows in by_stage[by_stage["theme"] != UNCODED].groupby("place", sort=False):
        up = rows.loc[rows["difference"].idxmax()]
        parts.append(f"{place.capitalize()} {labels[up.theme]} ({100 * up.difference:+.1f} points)")
    return "What grows most from review to plan, though not all of it for certain: " + "; ".join(parts) if parts else "No text has both a review and a plan"


def rows_of_themes(shares):
    """theme → label in English and Chinese, largest mean share first, uncoded last."""
    whole = shares[shares["stage"] == "all"]
    mean = whole.groupby("theme", sort=False)["share"].mean().round(9).sort_values(ascending=False, kind="stable")
    label = {r.theme: f"{r.label_en}\n{r.label_zh}" for r in whole.itertuples()}
    return {theme: label[theme] for theme in [*(t for t in mean.index if t != UNCODED), UNCODED]}


def rows_of_topics(topics, gloss):
    """topic → its label with a gloss for each term, in order of prevalence."""
    rows = {}
    for topic in topics.itertuples():
        terms = topic.label.split(" · ")
        rows[topic.topic] = f"{topic.topic}  {' · '.join(terms)}\n{' · '.join(gloss.get(t, '?') for t in terms)}"
    return rows


def of_numbers(table, n_topics):
    """Which number of topics each criterion prefers."""
    best = {name: int(table.loc[table[column].round(9).idxmax(), "n_topics"]) for name, column in (("coherence", "npmi"), ("exclusivity", "exclusivity"), ("stability", "stability"))}
    return "Best number of topics by " + ", ".join(f"{name}: {number}" for name, number in best.items()) + f"; this run takes {n_topics}"


def of_claims(findings, labels, claims):
    """finding → a short label for its specification curve. claims: as from multiverse.theme_claims."""
    names = {}
    for finding in findings.loc[findings["robust_n"].notna(), "finding"]:
        kind, *rest = claims.get(finding, ("", ""))
        names[finding] = {
            "rank": lambda r: f"{r[0].capitalize()}: {labels[r[1]]} ahead of {labels[r[2]]}", "places": lambda r: f"{labels[r[0]]}: {r[1].capitalize()} above {r[2].capitalize()}",
            "stages": lambda r: f"{r[1].capitalize()}: {'more' if r[2] > 0 else 'less'} {labels[r[0]]} in plan than in review"}.get(
                kind, lambda r: f"{finding.removeprefix('terms-').capitalize()}: the words named lean to it" if finding.startswith("terms-") else "Topics and codebook agree beyond chance")(rest)
    return names


def of_robustness(findings):
    checked = findings[findings["robust_n"].notna()]
    return f"{(checked['robust_share'] >= 0.9).sum()} of {len(checked)} claims stand in nearly all specifications, {(checked['robust_share'] < 0.5).sum()} in fewer than half"
