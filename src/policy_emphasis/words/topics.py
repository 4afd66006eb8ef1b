"""Topics, in words: what the text itself suggests, and whether the codebook agrees."""

from policy_emphasis.words import labels
from policy_emphasis.words.finding import Finding

PAGE = "03_topics"


def overlap(analysis):
    """The nearest theme of each topic, with its label in the run's language (theme_label)."""
    table = analysis.topic_themes
    return table.assign(theme_label=table["theme"].map(analysis.theme_names))


def findings(analysis):
    """What the text itself suggests, and whether the codebook agrees."""
    return [_largest(analysis), _agreement(analysis)]


def shares_title(analysis):
    """Which topic differs most between the work reports, or between the texts where there are not
    two reports: an article against a report would compare genres."""
    language = analysis.run.language
    alike = len(analysis.reports) > 1
    shares = analysis.topic_shares.pivot(index="topic", columns="place", values="share")
    shares = shares[analysis.reports if alike else list(analysis.run.places)]
    widest = (shares.max(axis=1) - shares.min(axis=1)).round(9).idxmax()
    most, least = shares.loc[widest].idxmax(), shares.loc[widest].idxmin()
    term = analysis.topics.set_index("topic")["label"][widest].split(" · ")[0]
    values = {"term": labels.with_gloss(term, analysis.run)}
    values |= {"most": language.place(most), "high": shares.loc[widest, most]}
    values |= {"least": language.place(least), "low": shares.loc[widest, least]}
    if alike:
        return language.say(
            "The topic around {term} divides the work reports most: {high:.0%} of {most}'s, "
            "{low:.0%} of {least}'s",
            **values,
        )
    return language.say(
        "The topic around {term} divides the texts most: {high:.0%} of {most}'s, {low:.0%} of "
        "{least}'s",
        **values,
    )


def numbers_title(analysis):
    """Which number of topics each criterion prefers."""
    best = {name: _best_by(name, analysis) for name in ("npmi", "exclusivity", "stability")}
    return analysis.run.language.say(
        "Best number of topics by coherence: {npmi}, exclusivity: {exclusivity}, stability: "
        "{stability}; this run takes {n_topics}",
        n_topics=analysis.run.parameters.n_topics,
        **best,
    )


def row_labels(analysis):
    """topic → its label as lines of text, in order of prevalence: its terms, and in English a
    gloss for each."""
    run = analysis.run
    lines = {row.topic: [f"{row.topic}  {row.label}"] for row in analysis.topics.itertuples()}
    if run.language.code == "en":
        for row in analysis.topics.itertuples():
            glosses = (run.gloss.get(term, "?") for term in row.label.split(" · "))
            lines[row.topic].append(" · ".join(glosses))
    return lines


def _largest(analysis):
    run, largest = analysis.run, analysis.topics.iloc[0]
    words = (labels.with_gloss(term, run) for term in largest.label.split(" · "))
    values = {"words": run.language.listed(words), "share": largest.prevalence}
    statement = run.language.say(
        "With no codebook, the {n} topics asked for come out led by one on {words}, {share:.0%} of "
        "all text.",
        n=len(analysis.topics),
        **values,
    )
    figure = (largest.label, "share", largest.prevalence)
    evidence = f"{PAGE}.html#evidence-{largest.topic}"
    return Finding("topics", PAGE, statement, *figure, evidence=evidence)


def _agreement(analysis):
    nearest = overlap(analysis)
    best = nearest.loc[nearest["overlap"].idxmax()]
    worst = nearest.loc[nearest["overlap"].idxmin()]
    values = {"worst": worst.overlap, "worst_theme": worst.theme_label}
    values |= {"best": best.overlap, "best_theme": best.theme_label}
    values |= {"low": nearest["expected"].min(), "high": nearest["expected"].max()}
    statement = analysis.run.language.say(
        "Topics and codebook agree in part: a topic's nearest theme fills {worst:.0%} "
        "({worst_theme}) to {best:.0%} ({best_theme}) of the topic's coded text, where chance "
        "alone would give {low:.0%} to {high:.0%}.",
        **values,
    )
    figure = ("agreement", "share", nearest["overlap"].median())
    evidence = f"{PAGE}.html#evidence-{best['topic']}"
    return Finding("topics-themes", PAGE, statement, *figure, evidence=evidence)


def _best_by(criterion, analysis):
    """The number of topics that is best; at an end of what was tried, the best may lie beyond."""
    say, table = analysis.run.language.say, analysis.topics_by_number
    least, most = table["n_topics"].min(), table["n_topics"].max()
    n = table.loc[table[criterion].round(9).idxmax(), "n_topics"]
    if n == most > least:
        return say("{n} (the largest tried)", n=n)
    if n == least < most:
        return say("{n} (the smallest tried)", n=n)
    return str(n)
