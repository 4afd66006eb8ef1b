"""How far the findings hold under other choices and on texts made more alike, in words."""

from policy_emphasis.inference.multiverse import (
    FAIR,
    ROBUST,
    PlaceClaim,
    RankClaim,
    standing,
)
from policy_emphasis.language import N_
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.words.finding import Finding, table

PAGE = "06_robustness"
EVIDENCE = f"{PAGE}.html"
APART = 0.01  # the share by which plans and reviews differ in opposite directions, at least

IN_WORDS = {
    "themes": N_(
        "{verdict}: of {n:,} ways to compute that the first theme named is ahead of the second, "
        "{same:.0%} agree in direction and {robust:.0%} with an interval that leaves out zero."
    ),
    "contrast": N_(
        "{verdict}: of {n:,} ways to compute this widest difference, {same:.0%} agree in direction "
        "and {robust:.0%} with an interval that leaves out zero."
    ),
    "plan": N_(
        "{verdict}: of {n:,} ways to compute the largest shift, {same:.0%} agree in direction and "
        "{robust:.0%} with an interval that leaves out zero."
    ),
    "terms": N_(
        "{verdict}: of {n:,} ways to compute that the words named lean this way, {same:.0%} agree "
        "in direction and {robust:.0%} with an interval that leaves out zero."
    ),
    "topics": N_(
        "{verdict}: of {n:,} ways to compute that topics and codebook agree beyond chance, "
        "{same:.0%} agree in direction and {robust:.0%} with an interval that leaves out zero."
    ),
}


def claim_labels(analysis):
    """finding → a short label, of the findings that were recomputed, in the order of the pages."""
    recomputed = set(analysis.robustness["finding"])
    claims = [*analysis.theme_claims, *analysis.term_claims, "topics-themes"]
    return {finding: _label(finding, analysis) for finding in claims if finding in recomputed}


def judged(findings, analysis):
    """The table of findings with robust_share, robust_n and `robustness`, a sentence on what they
    mean; a claim that most specifications do not confirm is said to be uncertain."""
    robustness = analysis.robustness.set_index("finding")
    say, names = analysis.run.language.say, findings["finding"]
    sentences = {claim.Index: _in_words(claim, say) for claim in robustness.itertuples()}
    return findings.assign(
        robust_share=names.map(robustness["robust_share"]),
        robust_n=names.map(robustness["robust_n"]).astype("Int64"),
        robustness=[sentences.get(name, "") for name in names],
    )


def findings(analysis):
    """Which claims survive the declared grid."""
    strong, values = _standing(analysis)
    statement = _surviving(strong, values, analysis.run.language)
    figure = ("claims", "share", len(strong) / max(values["of"], 1))
    return [Finding("robustness", PAGE, statement, *figure, evidence=EVIDENCE)]


def title(analysis):
    """How many claims stand, and which."""
    strong, values = _standing(analysis)
    if not strong:
        return analysis.run.language.say(
            "None of {of} claims stands in nearly all specifications, {weak} in fewer than half",
            **values,
        )
    return analysis.run.language.say_n(
        "1 of {of} claims stands in nearly all specifications ({claims}), {weak} in fewer than "
        "half",
        "{n} of {of} claims stand in nearly all specifications ({claims}), {weak} in fewer than "
        "half",
        len(strong),
        **values,
    )


def published(analysis):
    """more_alike() as the published table `robustness`."""
    return table(more_alike(analysis))


def more_alike(analysis):
    """What changes when the two reports are made more alike: in length, in sections, without the
    articles."""
    both = {"plan", "review"} <= set(analysis.sections["sections"])
    sections = [_by_sections(analysis)] if both else []
    without = (_without_articles(row, analysis) for row in analysis.without_articles.itertuples())
    return [_matched(analysis), *sections, *without]


def _standing(analysis):
    """The claims that most specifications confirm, and what a sentence on them says: how many
    claims there are (of), their labels (claims), how many only a minority confirms (weak)."""
    labels, found = claim_labels(analysis), standing(analysis.robustness)
    strong = [label for finding, label in labels.items() if finding in found.robust]
    claims = analysis.run.language.apart(strong)
    return strong, {"of": found.n, "claims": claims, "weak": len(found.uncertain)}


def _surviving(strong, values, language):
    if not strong:
        return language.say(
            "None of {of} claims stands in at least 90 % of specifications, {weak} in fewer than "
            "half.",
            **values,
        )
    return language.say_n(
        "1 of {of} claims stands in at least 90 % of specifications ({claims}), {weak} in fewer "
        "than half.",
        "{n} of {of} claims stand in at least 90 % of specifications ({claims}), {weak} in fewer "
        "than half.",
        len(strong),
        **values,
    )


def _label(finding, analysis):
    say, place = analysis.run.language.say, analysis.run.language.place
    names = analysis.theme_names
    if finding in analysis.term_claims:
        named = analysis.term_claims[finding].place
        return say("{place}: the words named lean to it", place=place(named))
    if finding not in analysis.theme_claims:
        return say("Topics and codebook agree beyond chance")
    claim = analysis.theme_claims[finding]
    if isinstance(claim, RankClaim):
        values = {"first": names[claim.first], "second": names[claim.second]}
        return say("{place}: {first} ahead of {second}", place=place(claim.place), **values)
    if isinstance(claim, PlaceClaim):
        values = {"more": place(claim.more), "less": place(claim.less)}
        return say("{theme}: {more} above {less}", theme=names[claim.theme], **values)
    values = {"place": place(claim.place), "theme": names[claim.theme]}
    if claim.more == "plan":
        return say("{place}: more {theme} in plan than in review", **values)
    return say("{place}: less {theme} in plan than in review", **values)


def _in_words(claim, say):
    """claim: a row of the analysis's robustness."""
    kind, share = claim.Index.split("-")[0], claim.robust_share
    values = {"n": int(claim.robust_n), "same": claim.same_sign, "robust": share}
    return say(IN_WORDS[kind], verdict=_verdict(kind, share, say), **values)


def _verdict(kind, share, say):
    if share >= ROBUST:
        return say("Robust")
    if share >= FAIR:
        return say("Mostly robust")
    if kind == "themes":
        return say("Uncertain, the order could be chance")
    return say("Uncertain")


def _matched(analysis):
    """The finding on texts cut to equal length."""
    language, matched = analysis.run.language, analysis.length_matched
    coded = matched[matched["theme"] != UNCODED]
    widest = coded.loc[coded["difference"].abs().idxmax()]
    a, b = map(language.place, analysis.report_pair)
    values = {"a": a, "b": b, "same": (coded["same_sign"] >= ROBUST).sum(), "of": len(coded)}
    values |= {"full": 100 * widest.difference, "matched": 100 * widest.matched}
    statement = language.say(
        "Cut to equal length, {a} and {b} differ in the same direction in at least 90 % of "
        "subsamples for {same} of {of} themes, but subsamples show only the noise of cutting, not "
        "that of writing, so none of them makes a difference clear; the widest gap ({a} minus "
        "{b}), {theme}, is {full:+.1f} points on the full texts and {matched:+.1f} on average when "
        "matched.",
        theme=analysis.theme_names[widest.theme],
        **values,
    )
    figure = (widest.theme, "difference", *widest[["matched", "low", "high"]])
    return Finding("length", PAGE, statement, *figure, evidence=EVIDENCE)


def _by_sections(analysis):
    """The finding on plans compared with plans and reviews with reviews."""
    language, sections = analysis.run.language, analysis.sections
    coded = sections[sections["theme"] != UNCODED]
    by = coded.pivot(index="theme", columns="sections", values="difference")[["plan", "review"]]
    turned = by[(by.prod(axis=1) < 0) & (by.abs().min(axis=1) > APART)]
    values = {"n": len(turned), "of": len(by)}
    if turned.empty:
        statement = language.say(
            "Comparing plans alone or reviews alone turns the direction of none of the {of} theme "
            "differences by more than a point on either side.",
            **values,
        )
    else:
        statement = language.say(
            "Comparing plans alone or reviews alone turns the direction of {n} of {of} theme "
            "differences by more than a point on either side: {themes}.",
            themes=language.apart(turned.index.map(analysis.theme_names)),
            **values,
        )
    figure = ("sections", "share", len(turned) / len(by))
    return Finding("sections", PAGE, statement, *figure, evidence=EVIDENCE)


def _without_articles(row, analysis):
    """The finding on one report's leading words when articles are left out."""
    values = row._asdict() | {"place": analysis.run.language.place(row.place)}
    statement = analysis.run.language.say(
        "When only work reports are compared, {kept} of the {of} words that lean most to {place} "
        "still do.",
        **values,
    )
    figure = ("terms", "share", row.kept / max(row.of, 1))
    return Finding(f"article-out-{row.place}", PAGE, statement, *figure, evidence=EVIDENCE)
