"""How far the themes can be trusted, in words, and the mark of those that fail."""

from functools import cache

from policy_emphasis.inference import validity as figures
from policy_emphasis.language import N_
from policy_emphasis.reference import norms
from policy_emphasis.reference.validity import read_validity
from policy_emphasis.words.finding import glossed, theme_name

MARK = "†"  # of a theme that fails
BROKEN = {  # what a theme fails → in words
    (): N_("holds"),
    ("split_half",): N_("fails: its words hang together weakly"),
    ("f1",): N_("fails: headings disagree"),
    ("split_half", "f1"): N_("fails: its words hang together weakly, and headings disagree"),
}


@cache
def failed():
    """The themes that fail by the norms that are shipped: theme → what they fail."""
    return figures.failing(norms.read_themes())


def marked(lines, theme):
    """The lines of a theme's label, with the mark of those that fail."""
    return [f"{lines[0]} {MARK}", *lines[1:]] if theme in failed() else list(lines)


def name(theme, analysis):
    """A theme's name in a table, with the mark of those that fail."""
    return marked([analysis.theme_names[theme]], theme)[0]


def cited(theme, analysis):
    """A theme's name in a sentence, with the mark of those that fail."""
    return marked([theme_name(theme, analysis)], theme)[0]


def verdict(theme):
    """What a theme fails: a message."""
    return BROKEN[tuple(failed().get(theme, ()))]


def findings(beside, analysis):
    """How many themes hold, which fail, which one word carries, what headings say: sentences."""
    table = beside.norms.themes
    headings = beside.norms.checks.set_index("check")
    values = {"themes": len(table), "n": table["n"].max(), "since": read_validity().since}
    values |= {"mean": table["split_half"].mean(), "least": figures.RELIABLE}
    values["weak"] = int((table["split_half"] < figures.RELIABLE).sum())
    messages = [
        N_(
            "In {n} reports since {since} that the codebook was not improved on, halves of a "
            "theme's words agree with a reliability of {mean:.2f} at the mean of {themes} themes; "
            "{weak} stay below {least}."
        )
    ]
    if "headings-own" in headings.index:
        own = headings.loc["headings-own"]
        values |= {"right": own["value"], "headed": int(own["n"])}
        messages.append(
            N_(
                "In {right:.0%} of {headed} paragraphs of these whose own heading was coded by "
                "hand, the body is coded with the theme that the heading names."
            )
        )
    sentences = [analysis.say(message, **values) for message in messages]
    return [*sentences, *_carried(table, analysis), *failing(analysis)]


def nothing(analysis):
    """Said where the themes were not tried."""
    return analysis.say(
        "There are no norms for these texts, or too few reports in them to try the themes on."
    )


def _carried(table, analysis):
    """Which themes one word carries."""
    found = table[table["part"] > figures.CARRIED].sort_values(
        "part", ascending=False, kind="stable"
    )
    if found.empty:
        return []
    named = []
    for row in found.itertuples():
        values = {"term": glossed([row.term], analysis), "part": row.part}
        message = N_("{term} makes up {part:.0%} of {theme}")
        named.append(analysis.say(message, theme=theme_name(row.theme, analysis), **values))
    message = N_("Themes that one word carries say little more than that word: {named}.")
    return [analysis.say(message, named=analysis.language.apart(named))]


def failing(analysis):
    """Which themes fail."""
    named = [theme_name(theme, analysis) for theme in failed() if theme in analysis.theme_names]
    if not named:
        return [analysis.say("No theme fails.")]
    message = N_("Read with caution, and marked {mark} in the charts of shares: {named}.")
    return [analysis.say(message, mark=MARK, named=analysis.language.listed(named))]


def check_name(check, analysis):
    """What a known group, a list of words or a kind of headings is called."""
    known = read_validity()
    for entry in [*known.known_groups, *known.attention_lists]:
        if entry.id == check:
            return getattr(entry, f"label_{analysis.language.code}")
    return analysis.say(HEADINGS.get(check, check), since=known.since)


HEADINGS = {
    "headings-own": N_("Headings of paragraphs, reports since {since}"),
    "headings-section": N_("Headings of sections alone, reports since {since}"),
    "headings-older": N_("Headings, reports before {since}"),
}
