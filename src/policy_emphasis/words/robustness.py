"""How far the findings hold under other choices and on texts made more alike, in words."""

from policy_emphasis.inference.multiverse import ROBUST, standing
from policy_emphasis.language import N_
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.words.finding import Finding, spoken, theme_name
from policy_emphasis.words.vocabulary import CLAIMS, ROBUSTNESS

PAGE = "06_robustness"
VERDICTS = {"sure": N_("Robust"), "fair": N_("Partly robust"), "weak": N_("Uncertain")}
APART = 0.01  # the share by which plans and reviews differ in opposite directions, at least


def claim_labels(analysis):
    """finding → a short label, of the findings that were recomputed, in the order of the pages."""
    recomputed = set(analysis.robustness["finding"])
    claims = {**analysis.theme_claims, **analysis.term_claims, "topics-themes": None}
    return {name: _label(name, claims[name], analysis) for name in claims if name in recomputed}


def judged(findings, analysis):
    """The table of findings with robust_share, robust_n and `robustness`, a sentence on what they
    mean; a claim that most specifications do not confirm is said to be uncertain."""
    robustness = analysis.robustness.set_index("finding")
    names = findings["finding"]
    sentences = {claim.Index: _in_words(claim, analysis) for claim in robustness.itertuples()}
    return findings.assign(
        robust_share=names.map(robustness["robust_share"]),
        robust_n=names.map(robustness["robust_n"]).astype("Int64"),
        robustness=[sentences.get(name, "") for name in names],
    )


def standing_claims(analysis):
    """Which claims survive the declared grid, in a sentence."""
    none = N_(
        "None of {of} claims is robust, confirmed in at least {robust:.0%} of its specifications; "
        "{weak} are uncertain, confirmed in fewer than half."
    )
    return analysis.say_n(
        "1 of {of} claims is robust, confirmed in at least {robust:.0%} of its specifications "
        "({claims}); {weak} are uncertain, confirmed in fewer than half.",
        "{n} of {of} claims are robust, confirmed in at least {robust:.0%} of their specifications "
        "({claims}); {weak} are uncertain, confirmed in fewer than half.",
        none=none,
        **_standing(analysis),
    )


def title(analysis):
    """How many claims are robust, and which."""
    none = N_("None of {of} claims is robust")
    return analysis.say_n(
        "1 of {of} claims is robust ({claims})",
        "{n} of {of} claims are robust ({claims})",
        none=none,
        **_standing(analysis),
    )


def curves_title(analysis):
    """How many claims are robust, and how many uncertain."""
    return analysis.say_n(
        "1 of {of} claims is robust; {weak} are uncertain",
        "{n} of {of} claims are robust; {weak} are uncertain",
        none=N_("None of {of} claims is robust; {weak} are uncertain"),
        **_standing(analysis),
    )


def curve_labels(analysis):
    """finding → its claim, how it stands, and how many of its specifications confirm it."""
    found, labels = analysis.robustness.set_index("finding"), {}
    for finding, label in claim_labels(analysis).items():
        claim = found.loc[finding]
        n, share = int(claim["robust_n"]), claim["robust_share"]
        values = {"claim": label, "verdict": analysis.say(VERDICTS[standing(share)])}
        message = N_("{claim}. {verdict}: {sure:,} of {n:,} specifications confirm it")
        labels[finding] = analysis.say(message, n=n, sure=round(share * n), **values)
    return labels


def more_alike(analysis):
    """What changes when the two reports are made more alike: in length, in sections, without the
    articles."""
    if len(analysis.alike) < 2:
        return []
    found = [_matched(analysis)]
    if {"plan", "review"} <= set(analysis.sections["sections"]):
        found.append(_by_sections(analysis))
    without = analysis.without_articles.itertuples()
    return [*found, *(_without_articles(row, analysis) for row in without)]


def _standing(analysis):
    """How many claims most specifications confirm (n), of how many (of), their labels (claims),
    and how many only a minority confirms (weak)."""
    found = analysis.robustness.set_index("finding")["robust_share"].map(standing)
    labels = claim_labels(analysis).items()
    strong = [label for finding, label in labels if found[finding] == "sure"]
    values = {"n": len(strong), "claims": analysis.language.apart(strong), "robust": ROBUST}
    return values | {"of": len(found), "weak": (found == "weak").sum()}


def _label(finding, claim, analysis):
    kind = finding.split("-")[0]
    if kind == "plan" and claim.more == "review":
        kind = "plan falls"
    values = spoken(vars(claim), analysis) if claim else {}
    return analysis.say(CLAIMS[kind], **values)


def _in_words(claim, analysis):
    """claim: a row of the analysis's robustness."""
    say = analysis.say
    kind, holds = claim.Index.split("-")[0], standing(claim.robust_share)
    verdict = VERDICTS[holds]
    if kind == "themes" and holds == "weak":
        verdict = N_("Uncertain, the order could be chance")
    values = {"n": int(claim.robust_n), "same": claim.same_sign, "robust": claim.robust_share}
    values |= {"silent": int(claim.silent), "verdict": say(verdict)}
    if kind == "plan":
        values |= spoken({"theme": analysis.theme_claims[claim.Index].theme}, analysis)
    sentence = say(ROBUSTNESS[kind], **values)
    if not claim.silent:
        return sentence
    message = ROBUSTNESS["silent"]
    return analysis.language.sentences([sentence, say(message, **values)])


def _matched(analysis):
    coded = analysis.length_matched[analysis.length_matched["theme"] != UNCODED]
    widest = coded.loc[coded["difference"].abs().idxmax()]
    a, b = map(analysis.language.place, analysis.alike[:2])
    values = {"a": a, "b": b, "same": (coded["same_sign"] >= ROBUST).sum(), "of": len(coded)}
    values |= {"theme": theme_name(widest.theme, analysis), "robust": ROBUST}
    values |= {"full": 100 * widest.difference, "matched": 100 * widest.matched}
    statement = analysis.say(
        "Cut to equal length, {a} and {b} differ in the same direction in at least {robust:.0%} of "
        "subsamples for {same} of {of} themes, but subsamples show only the noise of cutting, not "
        "that of writing, so none of them makes a difference clear; the widest gap ({a} minus "
        "{b}), {theme}, is {full:+.1f} points on the full texts and {matched:+.1f} on average when "
        "matched.",
        **values,
    )
    figure = (widest.theme, "difference", widest.matched)
    return Finding("length", PAGE, statement, *figure)


def _by_sections(analysis):
    coded = analysis.sections[analysis.sections["theme"] != UNCODED]
    by = coded.pivot(index="theme", columns="sections", values="difference")[["plan", "review"]]
    turned = by[(by.prod(axis=1) < 0) & (by.abs().min(axis=1) > APART)]
    message = N_(
        "Comparing plans alone or reviews alone turns the direction of {n} of {of} theme "
        "differences by more than a point on either side: {themes}."
    )
    if turned.empty:
        message = N_(
            "Comparing plans alone or reviews alone turns the direction of none of the {of} theme "
            "differences by more than a point on either side."
        )
    themes = analysis.language.apart(theme_name(theme, analysis) for theme in turned.index)
    statement = analysis.say(message, n=len(turned), of=len(by), themes=themes)
    return Finding("sections", PAGE, statement, "sections", "share", len(turned) / len(by))


def _without_articles(row, analysis):
    statement = analysis.say(
        "When only work reports are compared, {kept} of the {of} words that lean most to {place} "
        "still do.",
        **spoken(row._asdict(), analysis),
    )
    figure = ("terms", "share", row.kept / max(row.of, 1))
    return Finding(f"article-out-{row.place}", PAGE, statement, *figure)
