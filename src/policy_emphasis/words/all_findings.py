"""What is found of all texts of a run together. However many there are, a sentence names few."""

from policy_emphasis.analysis import Analysis
from policy_emphasis.inference.all_texts import AllTexts
from policy_emphasis.inference.resample import LEVEL, SIGNIFICANCE
from policy_emphasis.language import N_
from policy_emphasis.measures.reuse import SHINGLE
from policy_emphasis.paths import ALL_TEXTS, MANY
from policy_emphasis.quantities.growth import IN_WORDS, LOST, NOT_FOUND
from policy_emphasis.words.all_texts import NAMED, farthest, moved_by, named, out_of_line
from policy_emphasis.words.finding import Finding, theme_name

PAGE = ALL_TEXTS
MOST_THEMES = 3  # in which groups differ, that a sentence names, the surest first
BETWEEN = {  # by what texts are grouped → what is said where no theme differs, and where any does
    "level": (
        N_("Between {groups} levels of government the median share of no theme differs clearly."),
        N_(
            "Between {groups} levels of government median shares differ clearly in {n} of {of} "
            "themes, surest in {themes}."
        ),
    ),
    "province": (
        N_("Between {groups} provinces the median share of no theme differs clearly."),
        N_(
            "Between {groups} provinces median shares differ clearly in {n} of {of} themes, surest "
            "in {themes}."
        ),
    ),
}
DOUBLED = 0.5  # of a text, from which on two texts that share it may be one


def of_many(analysis):
    """The same for the index, of a run that has the page."""
    if len(analysis.everyone.documents) < MANY:
        return []
    return findings(AllTexts(Analysis(analysis.everyone)), analysis)


def findings(texts, analysis):
    """What is found of all texts together."""
    every = (_rest, _standing, _groups, _moved, _reuse, _growth)
    return [finding for found in every for finding in found(texts, analysis)]


def _rest(texts, analysis):
    shares = texts.shares
    if shares["q"].isna().all():
        return []
    clear = shares[shares["clear"]]
    outside = (shares["p"] < 1 - LEVEL).mean()
    values = {"of": len(shares), "n": len(clear), "outside": outside, "chance": 1 - LEVEL}
    values |= {"q": SIGNIFICANCE}
    message = N_(
        "None of {of:,} shares (each text, each theme) is clearly outside what the other texts "
        "lead to expect, once their number is allowed for. Farthest is {named}. {outside:.1%} lie "
        "outside their own range, where chance alone gives {chance:.0%}."
    )
    shown = farthest(texts, 1)
    if len(clear):
        message = N_(
            "Clearly outside what the other texts lead to expect: {n} of {of:,} shares (each text, "
            "each theme; q < {q}), {named}. {outside:.1%} lie outside their own range, where "
            "chance alone gives {chance:.0%}."
        )
        shown = farthest(texts, min(NAMED, len(clear)))
    items = [out_of_line(row, analysis) for row in shown.itertuples()]
    if len(clear) > NAMED:
        items.append(analysis.say("{n} more", n=len(clear) - NAMED))
    statement = analysis.say(message, named=analysis.language.apart(items), **values)
    figure = ("rest", "count", len(clear))
    return [Finding("all-rest", PAGE, statement, *figure, evidence="#chart-rest")]


def _standing(texts, analysis):
    if len(texts.standing) < NAMED:  # no three that are least like the others and no three most
        return []
    places = texts.standing["place"].tolist()
    values = {"usual": named(places[:3], analysis), "unusual": named(places[:-4:-1], analysis)}
    statement = analysis.say(
        "Over all themes together, most like the other texts are {usual}; least like them "
        "{unusual}, the farthest first.",
        **values,
    )
    figure = ("standing", "ratio", texts.standing["unusual"].iloc[-1])
    return [Finding("all-standing", PAGE, statement, *figure, evidence="#shares-of-all")]


def _groups(texts, analysis):
    """In which themes groups differ clearly: the level of government, the province."""
    found, tested = [], texts.groups[texts.groups["q"].notna()]
    for by, own in tested.groupby("by", sort=False):
        themes = own.drop_duplicates("theme").sort_values("q", kind="stable")
        clear = themes.loc[themes["clear"], "theme"]
        names = [theme_name(theme, analysis) for theme in clear[:MOST_THEMES]]
        values = {"n": len(clear), "of": len(themes), "groups": own["group"].nunique()}
        values["themes"] = analysis.language.apart(names)
        statement = analysis.say(BETWEEN[by][bool(len(clear))], **values)
        figure = ("groups", "count", len(clear))
        found.append(Finding(f"all-{by}", PAGE, statement, *figure, evidence=f"#by-{by}"))
    return found


def _moved(texts, analysis):
    if not texts.trends["p"].notna().any():
        return []
    moved = texts.trends[texts.trends["clear"]]
    moved = moved.loc[moved["change"].abs().sort_values(ascending=False, kind="stable").index]
    values = {"first": texts.years["year"].min(), "last": texts.years["year"].max()}
    values |= {"years": texts.years["year"].nunique(), "n": len(moved), "of": len(texts.trends)}
    message = N_("From {first} to {last} ({years} years) none of {of} themes rose or fell clearly.")
    if len(moved):
        message = N_(
            "From {first} to {last} ({years} years), {n} of {of} themes rose or fell clearly: "
            "{named}."
        )
    items = [moved_by(row, analysis) for _, row in moved.head(NAMED).iterrows()]
    if len(moved) > NAMED:
        items.append(analysis.say("{n} more", n=len(moved) - NAMED))
    statement = analysis.say(message, named=analysis.language.apart(items), **values)
    figure = ("trends", "count", len(moved))
    return [Finding("all-trends", PAGE, statement, *figure, evidence="#chart-years")]


def _reuse(texts, analysis):
    if texts.passages.empty:
        return []
    pair = texts.passages.iloc[0]
    values = {name: analysis.language.place(pair[name]) for name in ("place_a", "place_b")}
    values |= {"share": 100 * pair["share"], "shingle": SHINGLE}
    message = N_(
        "{place_a} and {place_b} share most: {share:.1f}% of the shorter text stands word for word "
        "in the other, in passages of {shingle} characters and more that few other texts hold."
    )
    if pair["share"] > DOUBLED:
        message = N_(
            "{share:.0f}% of {place_a}'s text stands word for word in {place_b}'s: the two may be "
            "one text under two names."
        )
    statement = analysis.say(message, **values)
    figure = ("passages", "share", pair["share"])
    return [Finding("all-passages", PAGE, statement, *figure, evidence="#passages")]


def _growth(texts, analysis):
    growth = texts.growth
    low = growth["low"].dropna()
    if low.empty:
        return []
    setting = {name: growth.loc[growth["low"] == end, "place"] for name, end in _ends(low)}
    values = {"n": len(low), "of": len(growth), "median": low.median()}
    values |= {"least": low.min(), "most": low.max()}
    values |= {name: named(places, analysis, most=3) for name, places in setting.items()}
    found = [
        analysis.say(
            "{n} of {of} texts set a figure for GDP growth: {median:g}% at the median, from "
            "{least:g}% ({lowest}) to {most:g}% ({highest}).",
            **values,
        )
    ]
    found += _without_figure(growth["standing"].value_counts(), analysis)
    figure = ("gdp", "percent", low.median())
    statement = analysis.language.sentences(found)
    return [Finding("all-growth", PAGE, statement, *figure, evidence="#targets-of-all")]


def _without_figure(standing, analysis):
    """How many texts set no figure, and why: sentences. standing: standing → texts."""
    in_words, missing = (int(standing.get(name, 0)) for name in (IN_WORDS, NOT_FOUND))
    lost, say_n, found = int(standing.reindex(LOST).sum()), analysis.say_n, []
    if in_words:
        found.append(say_n("1 puts it in words.", "{n} put it in words.", in_words))
    if missing:
        found.append(say_n("In 1 none was found.", "In {n} none was found.", missing))
    if lost:
        found.append(
            say_n(
                "1 text holds no plan, or no number in it: its targets are unknown, not absent.",
                "{n} texts hold no plan, or no number in it: their targets are unknown, not "
                "absent.",
                lost,
            )
        )
    return found


def _ends(low):
    return ("lowest", low.min()), ("highest", low.max())
