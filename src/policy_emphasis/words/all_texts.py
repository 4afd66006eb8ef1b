"""What the texts of a run are, taken together, and the titles of their charts; what is found of
them is in all_findings.py."""

from policy_emphasis.inference.groups import LEAST_TEXTS
from policy_emphasis.inference.resample import FEW
from policy_emphasis.inference.rest import LEAST_OTHERS
from policy_emphasis.inference.trends import LEAST_YEARS, TESTED
from policy_emphasis.language import N_
from policy_emphasis.reference.documents import is_report
from policy_emphasis.words.finding import theme_name

NAMED = 6  # texts that a sentence names


def about(texts, analysis):
    """What the texts are and which of them are compared: sentences."""
    documents = texts.documents
    short = documents.loc[documents["paragraphs"] < FEW, "place"]
    left_out = documents.loc[~documents["place"].isin([*texts.places, *short]), "place"]
    found = [_texts(documents, analysis)]
    faults = texts.run.faults
    at_fault = faults.loc[~faults["kept"], "document"].drop_duplicates()
    counted = (
        (N_("Not taken in, as severely at fault: {n} ({names})."), at_fault),
        (N_("Of other genres than a work report: {n} ({names})."), _of_others(documents)),
        (N_("Left out of comparisons for their genre: {n} ({names})."), left_out),
        (N_("Left out for having fewer than {few} paragraphs: {n} ({names})."), short),
        (N_("No plan was found in {n} ({names})."), _without("plan", texts)),
        (N_("No review of the past was found in {n} ({names})."), _without("review", texts)),
    )
    for message, places in counted:
        if len(places):
            names = named(places, analysis)
            found.append(analysis.say(message, n=len(places), names=names, few=FEW))
    if len(texts.places) <= LEAST_OTHERS:
        message = N_("With fewer than {n} other texts, none is tested against the rest.")
        found.append(analysis.say(message, n=LEAST_OTHERS))
    return found


def named(places, analysis, *, most=NAMED):
    """Places as a list in a sentence; of many the first, and how many more there are."""
    names = [analysis.language.place(place) for place in list(places)[:most]]
    if len(places) <= most:
        return analysis.language.listed(names)
    listed = analysis.say(", ").join(names)
    return analysis.say("{names} and {n} more", names=listed, n=len(places) - most)


def rest_title(texts, analysis):
    """How many shares are clearly out of line."""
    clear = texts.shares[texts.shares["clear"]]
    if texts.shares["q"].isna().all():
        return analysis.say("Too few texts to test one against the rest")
    return analysis.say_n(
        "1 share is clearly outside what the other texts lead to expect",
        "{n} shares are clearly outside what the other texts lead to expect",
        len(clear),
        none=N_("No share is clearly outside what the other texts lead to expect"),
    )


def spread_title(texts, analysis):
    """Which theme is largest at the median, and how far the middle half of the texts lie apart."""
    largest = texts.medians.index[0]
    lower, upper = 100 * texts.matrix[largest].quantile([0.25, 0.75])
    values = {"theme": theme_name(largest, analysis), "median": 100 * texts.medians.iloc[0]}
    message = N_(
        "{theme} fills most, {median:.1f}% at the median; half of the texts lie between "
        "{lower:.1f} and {upper:.1f}%"
    )
    return analysis.say(message, lower=lower, upper=upper, **values)


def heat_title(texts, analysis):
    """Which text is most unlike the others."""
    place = analysis.language.place(texts.standing["place"].iloc[-1])
    return analysis.say("{place} is least like the other texts", place=place)


def years_title(texts, analysis):
    """Which theme rose most and which fell most, of those that moved clearly."""
    if texts.years.empty:
        return analysis.say("No place has texts of {n} years or more", n=LEAST_YEARS)
    moved = texts.trends[texts.trends["clear"]]
    if moved.empty:
        tested = texts.trends["p"].notna().any()
        message = N_("No theme moved clearly over the years")
        if not tested:
            message = N_("Fewer than {n} years: no trend is tested")
        return analysis.say(message, n=TESTED)
    rise, fall = moved.loc[moved["change"].idxmax()], moved.loc[moved["change"].idxmin()]
    values = {"up": moved_by(rise, analysis), "down": moved_by(fall, analysis)}
    if rise["change"] <= 0:
        return analysis.say("Of clear trends, {down} fell most; no theme rose clearly", **values)
    if fall["change"] >= 0:
        return analysis.say("Of clear trends, {up} rose most; no theme fell clearly", **values)
    return analysis.say("Of clear trends, {up} rose most, and {down} fell most", **values)


def growth_title(texts, analysis):
    """From which growth target to which, with the median."""
    low = texts.growth["low"].dropna()
    if low.empty:
        return analysis.say("No text sets a figure for GDP growth")
    values = {"n": len(low), "least": low.min(), "most": low.max(), "median": low.median()}
    message = N_("{n} texts set a GDP growth target, from {least:g}% to {most:g}%")
    if values["n"] > 1:
        message = N_(
            "{n} texts set a GDP growth target, from {least:g}% to {most:g}%, {median:g}% at the "
            "median"
        )
    return analysis.say(message, **values)


def passages_title(texts, analysis):
    """Which two texts share most."""
    if texts.passages.empty:
        return analysis.say("No two texts share a passage that few others hold")
    pair = texts.passages.iloc[0]
    places = {name: analysis.language.place(pair[name]) for name in ("place_a", "place_b")}
    message = N_("{place_a} and {place_b} share most: {share:.1f}% of the shorter text")
    return analysis.say(message, share=100 * pair["share"], **places)


def no_groups(analysis):
    """Said where no two groups have texts enough."""
    message = N_("No two groups (by level, province or year) have {n} texts each")
    return analysis.say(message, n=LEAST_TEXTS)


def out_of_line(row, analysis):
    """A share beside what was expected: Hainan, “Opening up” (13.4%, expected 2.7–7.5%)."""
    ends = {name: 100 * getattr(row, name) for name in ("share", "expected_low", "expected_high")}
    return analysis.say(
        "{place}, {theme} ({share:.1f}%, expected {expected_low:.1f} to {expected_high:.1f}%)",
        place=analysis.language.place(row.place),
        theme=theme_name(row.theme, analysis),
        **ends,
    )


def farthest(texts, most):
    """The shares farthest from what is expected of them, whichever way."""
    order = texts.shares["z"].abs().round(9).sort_values(ascending=False, kind="stable").index
    return texts.shares.loc[order].head(most)


def _texts(documents, analysis):
    """How many texts of how many places and years, and how long they are."""
    values = {"n": len(documents), "places": documents["series"].nunique()}
    values |= {"first": documents["year"].min(), "last": documents["year"].max()}
    values |= {"least": documents["characters"].min(), "most": documents["characters"].max()}
    if values["places"] == 1:
        message = N_("{n} texts of one place, {first} to {last}, {least:,} to {most:,} characters.")
    elif values["first"] == values["last"]:
        message = N_("{n} texts of {places} places, {first}, {least:,} to {most:,} characters.")
    else:
        message = N_(
            "{n} texts of {places} places, {first} to {last}, {least:,} to {most:,} characters."
        )
    return analysis.say(message, **values)


def _of_others(documents):
    return documents.loc[~is_report(documents), "place"]


def _without(stage, texts):
    """The places of work reports that hold no paragraph of a stage."""
    paragraphs, documents = texts.run.paragraphs, texts.documents
    have = paragraphs.loc[paragraphs["stage"] == stage, "place"]
    return documents.loc[is_report(documents) & ~documents["place"].isin(have), "place"]


def moved_by(row, analysis):
    """A trend in brief: “Digital economy” (+2.1 points)."""
    message = N_("{theme} ({change:+.1f} points)")
    theme = theme_name(row["theme"], analysis)
    return analysis.say(message, theme=theme, change=tidy(100 * row["change"]))


def tidy(points):
    """Points to a tenth, without the sign of what rounds to nothing."""
    return round(points, 1) + 0.0
