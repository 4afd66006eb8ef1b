"""Whether the coding of themes measures what it says: sentences."""

from policy_emphasis.language import N_
from policy_emphasis.measures.validation import agreement, alpha, held_out
from policy_emphasis.reference.lists import read_coded_themes, read_table

OTHERS = "section's heading only"
ENOUGH = 10  # paragraphs of a theme from which its F1 is spoken of
GOOD = 0.7  # an F1 below which a theme is said to be weak


def here(analysis):
    """Whether the coding of a paragraph's body agrees with the theme that its heading names."""
    validated = analysis.validated
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
