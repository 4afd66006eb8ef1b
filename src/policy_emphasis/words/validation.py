"""Whether the coding of themes, and the reading of numbers, measure what they say: sentences."""

from policy_emphasis.language import N_
from policy_emphasis.measures.validation import agreement, alpha, held_out
from policy_emphasis.quantities.scores import UNSETTLED
from policy_emphasis.reference.lists import read_coded_themes, read_table
from policy_emphasis.words.finding import theme_name, without_uncoded

OTHERS = "section's heading only"
ENOUGH = 10  # paragraphs, of a theme or of all together, from which agreement is spoken of
GOOD = 0.7  # an F1 below which a theme is said to be weak


def here(analysis):
    """Whether the coding of a paragraph's body agrees with the theme that its heading names."""
    validated = analysis.validated
    if len(held_out(validated)) < ENOUGH:
        return analysis.say(
            "Fewer than {n} held-out paragraphs of these texts stand under a heading that was "
            "coded by hand, so how well their themes are read is not known from themselves.",
            n=ENOUGH,
        )
    every, held = agreement(validated), agreement(held_out(validated))
    chance_corrected = alpha(validated["theme"], validated["predicted"])
    values = {"right": held.share, "low": held.low, "high": held.high, "held": held.n}
    values |= {"all_right": every.share, "n": every.n, "alpha": chance_corrected}
    return analysis.say(
        "The coding of a paragraph's body agrees with the theme that its heading names in "
        "{right:.0%} of {held} held-out paragraphs (95% interval {low:.0%} to {high:.0%}), and in "
        "{all_right:.0%} of all {n}; Krippendorff's α is {alpha:.2f}.",
        **values,
    )


def elsewhere(analysis):
    """Whether the codebook travels to reports it was not made on."""
    scores = read_table("validation_provinces_2025.csv").set_index("theme")
    f1 = scores["f1"].rename({"own heading": "own", OTHERS: "others"})
    n = scores["n"].rename({"all": "n", "own heading": "n_own", OTHERS: "n_others"})
    themes = scores.drop(index=["all", "own heading", OTHERS])
    weak = int(((themes["n"] >= ENOUGH) & (themes["f1"] < GOOD)).sum())
    below = analysis.say_n(
        "1 theme with ten or more paragraphs stays below an F1 of 0.7",
        "{n} themes with ten or more paragraphs stay below an F1 of 0.7",
        weak,
        none=N_("no theme with ten or more paragraphs stays below an F1 of 0.7"),
    )
    return analysis.say(
        "On {n} paragraphs of provincial reports of 2025, which the codebook was not made on, "
        "heading and body agree in {all:.0%}: in {own:.0%} of the {n_own} with a heading of their "
        "own, in {others:.0%} of the {n_others} that stand only under their section's; {below}.",
        below=below,
        **f1[["all", "own", "others"]],
        **n[["n", "n_own", "n_others"]],
    )


def by_hand(analysis):
    """How the codebook errs, in sentences that were coded by hand."""
    coded, rates = read_coded_themes(), analysis.coding_error
    if rates.empty:
        return analysis.say(
            "How the codebook errs is known only where a sentence is shared among its themes, so "
            "this run has no corrected shares."
        )
    values = {"n": len(coded), "alpha": alpha(coded["theme_a"], coded["theme_b"])}
    values |= {"own": coded["file"].isin(analysis.documents["file"]).sum()}
    values |= rates[["sensitivity", "false_rate"]].median()
    return analysis.say(
        "In {n} sentences coded by hand, {own} of them from these texts, the codebook sees "
        "{sensitivity:.0%} of a theme's text at the median over themes and takes {false_rate:.1%} "
        "of all other text for it; two passes of coding agree with Krippendorff's α of "
        "{alpha:.2f}.",
        **values,
    )


def errors_title(analysis):
    """Which theme the codebook sees least of, and which it takes most other text for."""
    rates = without_uncoded(analysis.coding_error).set_index("theme")
    least, most = rates["sensitivity"].idxmin(), rates["false_rate"].idxmax()
    return analysis.say(
        "Seen least is {least} ({seen:.0%} of its text); most other text is taken for {most} "
        "({taken:.1%}): all themes",
        least=theme_name(least, analysis),
        seen=rates["sensitivity"].min(),
        most=theme_name(most, analysis),
        taken=rates["false_rate"].max(),
    )


def scores_title(scores, analysis):
    """Which theme agrees least with headings, of those with paragraphs enough."""
    judged = scores[scores["theme"].isin(analysis.theme_names) & (scores["n"] >= ENOUGH)]
    if judged.empty:
        return analysis.say("All themes; none has {n} paragraphs or more", n=ENOUGH)
    worst = judged.sort_values("f1", kind="stable").iloc[0]
    return analysis.say(
        "Of themes with {n} paragraphs or more, {theme} agrees least (F1 {f1:.2f}): all themes",
        n=ENOUGH,
        theme=theme_name(worst["theme"], analysis),
        f1=worst["f1"],
    )


def numbers(analysis):
    """How well the numbers are read, in sentences."""
    sentences = analysis.coded_quantities[["document", "sentence_start"]].drop_duplicates()
    if sentences.empty:
        return [analysis.say("No sentence of these texts was coded by hand for its numbers.")]
    return [
        analysis.say(
            "On {n} sentences drawn at random from the two reports and coded by hand ({coded} "
            "quantities; {found} were found): F1 {value:.3f} for value with unit, {comparator:.3f} "
            "for the comparator, {aim:.3f} for result or target, {kind:.3f} for the kind and "
            "{indicator:.3f} for what is measured ({words:.3f} word for word).",
            n=len(sentences),
            **_read(analysis.quantity_scores),
        ),
        _unsettled(analysis),
        analysis.say(
            "The sentences were coded before the program first read them; faults found on them "
            "were then mended, so these figures flatter. The next table does not."
        ),
    ]


def _unsettled(analysis):
    """How much the score for result or target says beyond what the section says."""
    aims = analysis.quantity_scores.set_index("field").reindex([UNSETTLED]).fillna(0).iloc[0]
    return analysis.say_n(
        "In a review nearly every number is a result, in a plan a target; 1 of these quantities is "
        "not what its section makes it (told right: {right}).",
        "In a review nearly every number is a result, in a plan a target; {n} of these quantities "
        "are not what their section makes them (told right: {right}).",
        int(aims["n_gold"]),
        none=N_(
            "In a review nearly every number is a result, in a plan a target; each of these "
            "quantities is what its section makes it, so the score for that says no more than that "
            "the sections are read right."
        ),
        right=int(aims["correct"]),
    )


def numbers_elsewhere(analysis):
    """The same on reports whose errors were never used, in a sentence."""
    scores = read_table("validation_quantities_elsewhere.csv").query("sample == 'held out'")
    return analysis.say(
        "On {n} sentences of other cities' and provinces' reports, coded by hand and never used to "
        "mend the rules ({coded} quantities): F1 {value:.3f} for value with unit, {comparator:.3f} "
        "for the comparator, {aim:.3f} for result or target, {kind:.3f} for the kind, "
        "{indicator:.3f} for what is measured.",
        n=scores["n_sentences"].iloc[0],
        **_read(scores),
    )


def _read(scores):
    """What the sentences on reading numbers say of a table of scores."""
    f1 = scores.set_index("field")["f1"]
    f1 = f1.rename({"value with unit": "value", "indicator, word for word": "words"})
    return {"coded": scores["n_gold"].iloc[0], "found": scores["n_found"].iloc[0], **f1}
