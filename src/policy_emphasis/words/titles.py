"""Titles and row labels of the charts, computed: a title states the finding, so it has to change with the tables. labels: theme → label in the language in use."""

from policy_emphasis import language
from policy_emphasis.inference.comparability import report_pairs as pairs_of_reports
from policy_emphasis.inference.keyness import leading as leading_of
from policy_emphasis.inference.shares import clear as stands
from policy_emphasis.language import listed, say
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.words.commitments import gdp_growth, of_growth
from policy_emphasis.words.findings import (
    _is_article,
    apart,
    lines_of,
    standing,
    with_gloss,
)


def of_lengths(documents):
    name = language.place_names(documents)
    longest, shortest = (
        documents.loc[documents["characters"].idxmax()],
        documents.loc[documents["characters"].idxmin()],
    )
    return say(
        "{longest}'s text is {ratio:.0f} times as long as {shortest}'s ({genre})",
        longest=name[longest.place],
        shortest=name[shortest.place],
        ratio=longest.characters / shortest.characters,
        genre=say(shortest.genre),
    )


def of_terms(terms, documents, gloss, n=3):
    """place → title: the terms most its own, without the place's own name."""
    name, titles = language.place_names(documents), {}
    for place in documents["place"]:
        own = leading_of(terms, documents, place)["term"].head(n)
        titles[place] = (
            say(
                "{place} leans most to {words}",
                place=name[place],
                words=listed(with_gloss(t, gloss) for t in own),
            )
            if len(own)
            else say("No word leans to {place} beyond chance", place=name[place])
        )
    return titles


def of_topics(shares, topics, documents, gloss):
    """Which topic differs most between the work reports, or between the texts where there are not two reports: an article against a report would compare genres."""
    name, reports = (
        language.place_names(documents),
        [p for p in documents["place"] if not _is_article(documents, p)],
    )
    by = shares.pivot(index="topic", columns="place", values="share")[
        reports if len(reports) > 1 else documents["place"].tolist()
    ]
    topic = (by.max(axis=1) - by.min(axis=1)).round(9).idxmax()
    term = topics.set_index("topic")["label"][topic].split(" · ")[0]
    most, least = by.loc[topic].idxmax(), by.loc[topic].idxmin()
    values = dict(
        term=with_gloss(term, gloss),
        high=by.loc[topic, most],
        most=name[most],
        low=by.loc[topic, least],
        least=name[least],
    )
    return (
        say(
            "The topic around {term} divides the work reports most: {high:.0%} of {most}'s, {low:.0%} of {least}'s",
            **values,
        )
        if len(reports) > 1
        else say(
            "The topic around {term} divides the texts most: {high:.0%} of {most}'s, {low:.0%} of {least}'s",
            **values,
        )
    )


def of_themes(shares, documents, labels):
    """Each text's largest theme, and whether in any text its interval lies above the second's."""
    name = language.place_names(documents)
    whole = shares[(shares["stage"] == "all") & (shares["theme"] != UNCODED)]
    top = whole.loc[whole.groupby("place", sort=False)["share"].idxmax()].set_index("place")
    by_theme = {}
    for place in documents["place"]:
        by_theme.setdefault(top.theme[place], []).append(
            say("{place}'s text ({share:.0%})", place=name[place], share=top.share[place])
        )
    largest = apart(
        say("{theme} is the largest theme of {texts}", theme=labels[theme], texts=listed(texts))
        for theme, texts in by_theme.items()
    )
    second = (
        whole.drop(index=whole.groupby("place")["share"].idxmax())
        .sort_values("share", ascending=False, kind="stable")
        .groupby("place")
        .head(1)
        .set_index("place")
    )
    close = all(top.low[place] <= second.high[place] for place in documents["place"])
    return (
        say("{largest}; in no text is the first clearly ahead of the second", largest=largest)
        if close
        else largest
    )


def of_contrast(differences, documents, labels):
    """How many theme differences between the first two work reports are clear, and the widest."""
    pairs = pairs_of_reports(differences, documents)
    if not pairs:
        return say("No two work reports to compare")
    name, (a, b) = language.place_names(documents), pairs[0]
    pair = differences[
        (differences["place_a"] == a)
        & (differences["place_b"] == b)
        & (differences["theme"] != UNCODED)
    ]
    widest, n = pair.loc[pair["difference"].abs().idxmax()], stands(pair).sum()
    values = dict(
        n=n,
        of=len(pair),
        theme=labels[widest.theme],
        points=100 * abs(widest.difference),
        a=name[a],
        b=name[b],
        more=name[a if widest.difference > 0 else b],
    )
    return (
        say(
            "No theme difference between {a} and {b} is clear; the widest is {theme}, {points:.1f} points more in {more}",
            **values,
        )
        if n == 0
        else say(
            "Clear theme differences between {a} and {b}: {n} of {of}; the widest difference is {theme}, {points:.1f} points more in {more}",
            **values,
        )
    )


def in_brief(findings, differences, documents, labels, names, headline):
    """What a reader of the index has to take away besides the largest themes: sentences. names: as from of_claims; headline: the headline targets."""
    gdp = gdp_growth(headline)
    years = sorted(set(documents.loc[documents["place"].isin(gdp["place"]), "year"]))
    growth = of_growth(headline, documents)
    if len(years) > 1:
        growth = say(
            "{growth}; the reports are of different years ({years})",
            growth=growth,
            years=listed(map(str, years)),
        )
    return [
        say("{sentence}.", sentence=sentence)
        for sentence in (
            of_contrast(differences, documents, labels),
            *[growth] * (len(gdp) > 0),
            of_robustness(findings, names),
        )
    ]


def of_stages(by_stage, documents, labels):
    """The theme that gains most from review to plan, in each report, and whether any shift is clear."""
    name, parts, coded = language.place_names(documents), [], by_stage[by_stage["theme"] != UNCODED]
    for place, rows in coded.groupby("place", sort=False):
        up = rows.loc[rows["difference"].idxmax()]
        parts.append(
            say(
                "{place}, {theme} ({points:+.1f} points)",
                place=name[place],
                theme=labels[up.theme],
                points=100 * up.difference,
            )
        )
    if not parts:
        return say("No text has both a review and a plan")
    return (
        say(
            "What grows most from review to plan, though not all of it clearly: {shifts}",
            shifts=apart(parts),
        )
        if stands(coded).any()
        else say(
            "No shift from review to plan is clear; the largest rises: {shifts}",
            shifts=apart(parts),
        )
    )


def rows_of_themes(shares):
    """theme → its label as lines of text (English and Chinese, or Chinese alone), largest mean share first, uncoded last."""
    whole = shares[shares["stage"] == "all"]
    mean = (
        whole.groupby("theme", sort=False)["share"]
        .mean()
        .round(9)
        .sort_values(ascending=False, kind="stable")
    )
    label = {r.theme: lines_of(r) for r in whole.itertuples()}
    return {theme: label[theme] for theme in [*(t for t in mean.index if t != UNCODED), UNCODED]}


def rows_of_topics(topics, gloss):
    """topic → its label as lines of text, in order of prevalence: its terms, and in English a gloss for each."""
    rows = {}
    for topic in topics.itertuples():
        terms = topic.label.split(" · ")
        glosses = (
            [] if language.current() == "zh" else [" · ".join(gloss.get(t, "?") for t in terms)]
        )
        rows[topic.topic] = [f"{topic.topic}  {' · '.join(terms)}", *glosses]
    return rows


def of_numbers(table, n_topics):
    """Which number of topics each criterion prefers; at an end of what was tried, the best may lie beyond."""
    least, most = table["n_topics"].min(), table["n_topics"].max()

    def best_by(column):
        n = table.loc[table[column].round(9).idxmax(), "n_topics"]
        return (
            say("{n} (the largest tried)", n=n)
            if n == most > least
            else say("{n} (the smallest tried)", n=n)
            if n == least < most
            else str(n)
        )

    best = {
        name: best_by(column)
        for name, column in (
            ("coherence", "npmi"),
            ("exclusivity", "exclusivity"),
            ("stability", "stability"),
        )
    }
    return say(
        "Best number of topics by coherence: {coherence}, exclusivity: {exclusivity}, stability: {stability}; this run takes {n_topics}",
        **best,
        n_topics=n_topics,
    )


def of_claims(findings, labels, claims, documents):
    """finding → a short label for its specification curve. claims: as from multiverse.theme_claims."""
    name = language.place_names(documents)

    def label(finding):
        kind, *rest = claims.get(finding, ("",))
        if kind == "rank":
            return say(
                "{place}: {first} ahead of {second}",
                place=name[rest[0]],
                first=labels[rest[1]],
                second=labels[rest[2]],
            )
        if kind == "places":
            return say(
                "{theme}: {more} above {less}",
                theme=labels[rest[0]],
                more=name[rest[1]],
                less=name[rest[2]],
            )
        if kind == "stages":
            values = dict(place=name[rest[1]], theme=labels[rest[0]])
            return (
                say("{place}: more {theme} in plan than in review", **values)
                if rest[2] > 0
                else say("{place}: less {theme} in plan than in review", **values)
            )
        return (
            say("{place}: the words named lean to it", place=name[finding.removeprefix("terms-")])
            if finding.startswith("terms-")
            else say("Topics and codebook agree beyond chance")
        )

    return {
        finding: label(finding) for finding in findings.loc[findings["robust_n"].notna(), "finding"]
    }


def of_robustness(findings, names):
    """How many claims stand, and which. names: as from of_claims."""
    of = standing(findings, names)
    return (
        say(
            "None of {n} claims stands in nearly all specifications, {weak} in fewer than half",
            **of,
        )
        if of["strong"] == 0
        else say(
            "1 of {n} claims stands in nearly all specifications ({claims}), {weak} in fewer than half",
            **of,
        )
        if of["strong"] == 1
        else say(
            "{strong} of {n} claims stand in nearly all specifications ({claims}), {weak} in fewer than half",
            **of,
        )
    )
