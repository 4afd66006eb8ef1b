"""The sentences behind a number, folded under it, the matched words marked, each with the way to
its place in the text.

terms(analysis), shared(analysis), topics(analysis), themes(analysis) → quotations for the page
quotes(found, spans, run) → Quotes, for other pages that show sentences
"""

from dataclasses import dataclass
from urllib.parse import quote as in_address

from IPython.display import HTML
from markupsafe import Markup

from policy_emphasis.page.markup import escape, label, link, marked, occurrences, render, term
from policy_emphasis.page.places import place_styles
from policy_emphasis.reference.lists import UNCODED

PER_PLACE = 3  # sentences shown of each theme or term and place; the source page holds all
SHARED = 12  # set phrases shown
PER_PHRASE = 2  # sentences of each place that show one
STAGES = ("review", "plan", "governance")  # those that are said of a sentence


@dataclass(frozen=True)
class Quote:
    """Words of a document (HTML, the matched ones marked) and where they stand: the address in the
    page of their text; place, year and paragraph; the stage; the heading above them (HTML)."""

    text: Markup
    address: str
    position: str
    stage: str
    heading: Markup


@dataclass(frozen=True)
class Part:
    """Quotes of one place. heading: what they are; every: a link to all; name: an id of its own."""

    heading: str
    quotes: list
    every: Markup = ""
    name: str = ""


@dataclass(frozen=True)
class Group:
    """What folds open under one line: its subject (text or HTML), counts and a remark. name: its
    id; head: opens a run of groups."""

    name: str
    subject: str
    parts: list
    counts: str = ""
    remark: str = ""
    head: str = ""


def quotes(found, spans, run):
    """Quotes of the sentences or paragraphs in `found`, of each row its half-open spans marked."""
    unit = "sentence" if "sentence" in found else "paragraph"
    section = dict(zip(run.paragraphs["paragraph"], run.paragraphs["section"], strict=True))
    year = dict(zip(run.documents["document"], run.documents["year"], strict=True))
    shown = []
    for row, marks in zip(found.itertuples(), spans, strict=True):
        anchor = getattr(row, unit).removeprefix(f"{row.document}-")
        number = int(anchor[1:].split("-")[0])
        heading = section[row.paragraph].split(" › ")[-1]
        shown.append(
            Quote(
                marked(row.text, marks),
                f"source-{row.document}.html#{anchor}",
                f"{run.language.place(row.place)} {year[row.document]}, ¶ {number}",
                row.stage if row.stage in STAGES else "",
                term(heading, run.heading_gloss, run.language),
            )
        )
    return shown


def terms(analysis):
    """For each place the terms that lean to it, each with its first sentences there."""
    run, say, groups = analysis.run, analysis.run.language.say, []
    for place, style in place_styles(run.documents, run.language).items():
        leading = analysis.leading_terms(place).head(run.parameters.n_terms)
        opening = {"name": place, "head": say("Words that lean to {place}", place=style.label)}
        if leading.empty:
            none = say("No word leans to {place} beyond chance.", place=style.label)
            groups.append(Group(subject=none, parts=[], **opening))
        for i, row in enumerate(leading.itertuples()):
            named = {"name": f"{place}-{i + 1}"} if i else opening
            remark = "" if row.distinctive else say("not clear")
            groups.append(_uses(run, row.term, [place], most=PER_PLACE, remark=remark, **named))
    return _quotations(run, groups)


def shared(analysis):
    """The set phrases that the work reports have in common (all texts, where there are no two
    reports), most used first, with sentences of each place."""
    run, phrases = analysis.run, analysis.shared_phrases
    groups = [
        _uses(run, word, phrases.places, most=PER_PHRASE, name=f"shared-{i + 1}")
        for i, word in enumerate(phrases.common[:SHARED])
    ]
    return _quotations(run, groups, "shared")


def topics(analysis):
    """For each topic the paragraphs of each place that it fills most."""
    run, typical, groups = analysis.run, analysis.typical_paragraphs, []
    shares = analysis.topic_shares.set_index(["topic", "place"])
    for topic in analysis.topics.itertuples():
        own, parts = typical[typical["topic"] == topic.topic], []
        for place in run.places:
            heading = run.language.say(
                "{place}: {share:.1f} % of its text ({low:.1f}–{high:.1f}); "
                "the paragraphs that the topic fills most",
                place=run.language.place(place),
                **_percent(shares.loc[(topic.topic, place)]),
            )
            found = own[own["place"] == place].assign(matched=topic.terms)
            parts.append(Part(heading, _matched(found, run)))
        words = (term(word, run.gloss, run.language) for word in topic.label.split(" · "))
        subject = escape(topic.topic) + " " + Markup(" · ").join(words)
        groups.append(Group(topic.topic, subject, parts))
    return _quotations(run, groups)


def themes(analysis):
    """For each theme, and for what no theme matches, the sentences of each place that carry most
    of it."""
    run, groups = analysis.run, []
    shares = analysis.themes.set_index(["theme", "place", "stage"]).sort_index()
    carrying = _by_size(analysis.coded, run.sentences)
    for theme in analysis.run.codebook.itertuples():
        found = carrying[carrying["theme"] == theme.theme]
        parts, counts = [], []
        for place in run.places:
            own = shares.loc[(theme.theme, place)]
            shown = found[found["place"] == place]
            parts.append(_theme_part(run, theme.theme, place, found=shown, shares=own))
            counts.append(f"{run.language.place(place)} {100 * own.share['all']:.1f} %")
        subject = label(theme, run.language)
        groups.append(Group(theme.theme, subject, parts, ", ".join(counts)))
    return _quotations(run, groups)


def _quotations(run, groups, name="evidence"):
    return HTML(render(run.language, "quotations.html.j2", groups=groups, name=name))


def _uses(run, word, places, *, most, **named):
    """A term with up to `most` sentences of each of the places that use it."""
    parts, counts, say = [], [], run.language.say
    every = link(f"07_concordance.html?q={in_address(word)}", say("every line in the concordance"))
    uses = run.tokens[run.tokens["token"] == word]
    for place in places:
        own, name = uses[uses["place"] == place], run.language.place(place)
        found = run.sentences[run.sentences["sentence"].isin(own["sentence"])]
        shown = found.head(most).assign(matched=word)
        counts.append(say("{place} {n}×", place=name, n=len(own)))
        heading = say("{place}: {n} of {of} sentences", place=name, n=len(shown), of=len(found))
        parts.append(Part(heading, _matched(shown, run), every))
    subject = term(word, run.gloss, run.language)
    return Group(subject=subject, parts=parts, counts=", ".join(counts), **named)


def _theme_part(run, theme, place, *, found, shares):
    """The sentences of a place that carry most of a theme. shares: of the theme there, by stage."""
    say, every = run.language.say, ""
    heading = say(
        "{place}: {share:.1f} % of its text ({low:.1f}–{high:.1f}), sentences: {n}",
        place=run.language.place(place),
        n=shares.n_sentences["all"],
        **_percent(shares.loc["all"]),
    )
    stages = [
        say("{stage} {share:.1f} %", stage=say(stage), share=100 * shares.share[stage])
        for stage in ("review", "plan")
        if stage in shares.index
    ]
    if len(found):
        address = f"source-{found['document'].iloc[0]}.html#theme-{theme}"
        every = link(address, say("all of them marked in the text"))
    shown = _matched(found.head(PER_PLACE), run)
    return Part(" · ".join([heading, *stages]), shown, every, f"{theme}-{place}")


def _percent(shares):
    return {name: 100 * shares[name] for name in ("share", "low", "high")}


def _by_size(coded, sentences):
    """Sentences and their themes, first those that carry most of a theme; those that no theme
    matches last, under UNCODED, the longest first."""
    carried = sentences.merge(coded, on="sentence", how="left")
    carried = carried.fillna({"theme": UNCODED, "matched": "", "weight": 1})
    size = (carried["weight"] * carried["characters"]).round(6)
    return carried.assign(size=size).sort_values(["size", "sentence"], ascending=[False, True])


def _matched(found, run):
    """Quotes of rows with `matched`: words to mark, separated by spaces."""
    spans = [occurrences(row.text, row.matched.split()) for row in found.itertuples()]
    return quotes(found, spans, run)
