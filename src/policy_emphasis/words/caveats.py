"""How far the findings may be trusted, in computed sentences: whether the coding measures what it says, what survives other choices, what the texts do not share.

    about_validation(...), about_elsewhere(...)      → does the coding agree with the reports' own headings, here and elsewhere
    about_robustness(...), about_comparability(...)  → do the claims survive other choices, and texts made more alike
    comparability(documents, lengths)                → what to keep in mind before two columns are compared (a list of sentences)

The first four return findings tables, as findings.py describes them.
"""

from policy_emphasis import language
from policy_emphasis.language import listed, say
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.words.findings import (
    _is_article,
    _row,
    _table,
    apart,
    described,
    like_for_like,
    standing,
)

OTHERS = "section's heading only"
FEW = 10  # paragraphs below which a text carries no comparison


def about_robustness(findings, names):
    """Which claims of the index survive the declared grid. findings: as from with_robustness; names: finding → short label, as from titles.of_claims."""
    of = standing(findings, names)
    message = (
        say(
            "None of {n} claims stands in at least 90 % of specifications, {weak} in fewer than half.",
            **of,
        )
        if of["strong"] == 0
        else say(
            "1 of {n} claims stands in at least 90 % of specifications ({claims}), {weak} in fewer than half.",
            **of,
        )
        if of["strong"] == 1
        else say(
            "{strong} of {n} claims stand in at least 90 % of specifications ({claims}), {weak} in fewer than half.",
            **of,
        )
    )
    return _table(
        [
            _row(
                "robustness",
                "06_robustness",
                message,
                subject="claims",
                measure="share",
                estimate=of["strong"] / max(of["n"], 1),
                evidence="06_robustness.html",
            )
        ]
    )


def about_comparability(matched, sections, kept, pair, labels, documents):
    """What changes when the two reports are made more alike. matched, sections, kept: as from inference.comparability; labels: theme → label."""
    name = language.place_names(documents)
    coded = matched[matched["theme"] != UNCODED]
    widest = coded.loc[coded["difference"].abs().idxmax()]
    message = say(
        "Cut to equal length, {a} and {b} differ in the same direction in at least 90 % of subsamples for {same} of {of} themes, but subsamples show only the noise of cutting, not that of writing, so "
        "none of them makes a difference clear; the widest gap ({a} minus {b}), {theme}, is {full:+.1f} points on the full texts and {matched:+.1f} on average when matched.",
        a=name[pair[0]],
        b=name[pair[1]],
        same=(coded["same_sign"] >= 0.9).sum(),
        of=len(coded),
        theme=labels[widest.theme],
        full=100 * widest.difference,
        matched=100 * widest.matched,
    )
    rows = [
        _row(
            "length",
            "06_robustness",
            message,
            subject=widest.theme,
            measure="difference",
            estimate=widest.matched,
            low=widest.low,
            high=widest.high,
            evidence="06_robustness.html",
        )
    ]
    by = sections[sections["theme"] != UNCODED].pivot(
        index="theme", columns="sections", values="difference"
    )
    if {"plan", "review"} <= set(by.columns):
        opposite = by[
            (by["plan"] * by["review"] < 0) & (by[["plan", "review"]].abs().min(axis=1) > 0.01)
        ]
        values = dict(n=len(opposite), of=len(by), themes=apart(labels[t] for t in opposite.index))
        message = (
            say(
                "Comparing plans alone or reviews alone turns the direction of {n} of {of} theme differences by more than a point on either side: {themes}.",
                **values,
            )
            if len(opposite)
            else say(
                "Comparing plans alone or reviews alone turns the direction of none of the {of} theme differences by more than a point on either side.",
                **values,
            )
        )
        rows.append(
            _row(
                "sections",
                "06_robustness",
                message,
                subject="sections",
                measure="share",
                estimate=len(opposite) / len(by),
                evidence="06_robustness.html",
            )
        )
    for row in kept.itertuples():
        message = say(
            "When only work reports are compared, {kept} of the {of} words that lean most to {place} still do.",
            kept=row.kept,
            of=row.of,
            place=name[row.place],
        )
        rows.append(
            _row(
                f"article-out-{row.place}",
                "06_robustness",
                message,
                subject="terms",
                measure="share",
                estimate=row.kept / max(row.of, 1),
                evidence="06_robustness.html",
            )
        )
    return _table(rows)


def about_validation(validated, alpha):
    """Does the coding measure what it says? validated: as from validation.validate."""
    held = validated[validated["half"] == "held out"]
    right = (held["theme"] == held["predicted"]).mean()
    low, high = _proportion(right, len(held))
    message = say(
        "The coding of a paragraph's body agrees with the theme that its heading names in {right:.0%} of {held} held-out paragraphs (95 % interval {low:.0%} to {high:.0%}), and in {all_right:.0%} of all {n}; "
        "Krippendorff's α is {alpha:.2f}.",
        right=right,
        held=len(held),
        low=low,
        high=high,
        all_right=(validated["theme"] == validated["predicted"]).mean(),
        n=len(validated),
        alpha=alpha,
    )
    return _table(
        [
            _row(
                "validation",
                "04_emphasis",
                message,
                subject="validation",
                measure="share",
                estimate=right,
                low=low,
                high=high,
                evidence="04_emphasis.html#validation",
            )
        ]
    )


def about_elsewhere(scores):
    """Does the codebook travel? scores: as from run.read_elsewhere."""
    of = scores.set_index("theme")
    weak = of.drop(index=["all", "own heading", OTHERS])
    n = ((weak["n"] >= 10) & (weak["f1"] < 0.7)).sum()
    below = (
        say("no theme with ten or more paragraphs stays below an F1 of 0.7")
        if n == 0
        else say("1 theme with ten or more paragraphs stays below an F1 of 0.7")
        if n == 1
        else say("{n} themes with ten or more paragraphs stay below an F1 of 0.7", n=n)
    )
    message = say(
        "On {n} paragraphs of provincial reports of 2025, which the codebook was not made on, heading and body agree in {all:.0%}: in {own:.0%} of the {n_own} with a heading of their own, in {others:.0%} of the "
        "{n_others} that stand only under their section's; {below}.",
        n=of.n["all"],
        all=of.f1["all"],
        own=of.f1["own heading"],
        n_own=of.n["own heading"],
        others=of.f1[OTHERS],
        n_others=of.n[OTHERS],
        below=below,
    )
    return _table(
        [
            _row(
                "validation-elsewhere",
                "04_emphasis",
                message,
                subject="validation",
                measure="share",
                estimate=of.f1["all"],
                evidence="04_emphasis.html#validation",
            )
        ]
    )


def comparability(documents, lengths=True):
    """What has to be kept in mind before any two columns are compared: genre, year, level and, with `lengths`, what each text is and how long."""
    name = language.place_names(documents)
    reports = documents[[not _is_article(documents, p) for p in documents["place"]]]
    said = [
        say(
            "Read {place}'s column with care: its text is a news article, not a report, so it shows what the article dwells on, not what the government of {place} plans.",
            place=name[p],
        )
        for p in documents["place"]
        if _is_article(documents, p)
    ]
    said += [
        say(
            "{place}'s text has only {n} paragraphs: its intervals are wide for good reason.",
            place=name[p],
            n=n,
        )
        for p, n in zip(documents["place"], documents["paragraphs"])
        if n < FEW
    ]
    if lengths:
        differ = (
            [say("year")] * (documents["year"].nunique() > 1)
            + [say("level of government")] * (documents["level"].nunique() > 1)
            + [say("length")]
        )
        said.append(
            say(
                "The texts differ in {aspects}: {texts}.",
                aspects=listed(differ),
                texts=described(documents),
            )
        )
    return said + ([like_for_like(reports)] if len(reports) > 1 else [])


def _proportion(share, n, z=1.96):
    """Wilson's interval of a share of n."""
    centre, half = share + z**2 / (2 * n), z * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    return (centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)
