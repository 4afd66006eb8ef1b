"""The sentences behind a number, folded under it, the matched words marked, each with the way to
its place in the text.

terms(analysis), shared(analysis), topics(analysis), themes(analysis) → quotations for the page
quotes(found, run) → Quotes, for other pages that show sentences
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
SHARED_EACH = 2  # sentences of each place that show them
STAGES = ("review", "plan", "governance")  # the stages that are said


@dataclass(frozen=True)
class Source:
    """Where words stand. href: into the page of their text; position: place, year and paragraph;
    heading: of the innermost section, HTML."""

    href: str
    position: str
    stage: str
    heading: str


@dataclass(frozen=True)
class Quote:
    """Words of a document (HTML, the matched ones marked), and where they stand."""

    text: Markup
    source: Source


@dataclass(frozen=True)
class Part:
    """Quotes of one place. heading: what they are; link: to all of them, HTML; name: its own id."""

    heading: str
    quotes: list
    link: str = ""
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


def quotes(found, run):
    """Quotes of sentences or paragraphs. found: as `sources` takes it, with text and `spans`:
    half-open positions in the text to mark."""
    where = sources(found, run)
    return [
        Quote(marked(row.text, row.spans), source)
        for row, source in zip(found.itertuples(), where, strict=True)
    ]


def sources(found, run):
    """Where each row stands. found: document, place, paragraph, stage, sentence if it is one."""
    unit = "sentence" if "sentence" in found else "paragraph"
    section = dict(zip(run.paragraphs["paragraph"], run.paragraphs["section"], strict=True))
    year = dict(zip(run.documents["document"], run.documents["year"], strict=True))
    made = []
    for row in found.itertuples():
        anchor = getattr(row, unit).removeprefix(f"{row.document}-")
        number = int(anchor[1:].split("-")[0])
        heading = section[row.paragraph].split(" › ")[-1]
        made.append(
            Source(
                f"source-{row.document}.html#{anchor}",
                f"{run.language.place(row.place)} {year[row.document]}, ¶ {number}",
                row.stage if row.stage in STAGES else "",
                term(heading, run.heading_gloss, run.language) if heading else "",
            )
        )
    return made


def terms(analysis):
    """For each place the terms that lean to it, each with its first sentences there."""
    run, groups = analysis.run, []
    say = run.language.say
    for place, style in place_styles(run.documents, run.language).items():
        leading = analysis.leading_terms(place).head(run.parameters.n_terms)
        first = {"name": place, "head": say("Words that lean to {place}", place=style.label)}
        if leading.empty:
            none = say("No word leans to {place} beyond chance.", place=style.label)
            groups.append(Group(subject=none, parts=[], **first))
        for i, row in enumerate(leading.itertuples()):
            named = {"name": f"{place}-{i + 1}"} if i else first
            remark = "" if row.distinctive else say("not clear")
            groups.append(_uses(run, row.term, [place], n=PER_PLACE, remark=remark, **named))
    return _quotations(run, groups)


def shared(analysis):
    """The set phrases that the work reports have in common (all texts, where there are no two
    reports), most used first, with sentences of each place."""
    run, phrases = analysis.run, analysis.shared_phrases
    groups = [
        _uses(run, word, phrases.places, n=SHARED_EACH, name=f"shared-{i + 1}")
        for i, word in enumerate(phrases.common[:SHARED])
    ]
    return _quotations(run, groups, "shared")


def topics(analysis):
    """For each topic the paragraphs of each place that it fills most."""
    run, groups = analysis.run, []
    share = analysis.topic_shares.set_index(["topic", "place"])
    for topic in analysis.topics.itertuples():
        typical = analysis.typical_paragraphs
        typical = _matched(typical[typical["topic"] == topic.topic].assign(matched=topic.terms))
        parts = [
            Part(
                _share_of(
                    "{place}: {share:.1f} % of its text ({low:.1f}–{high:.1f}); "
                    "the paragraphs that the topic fills most",
                    share.loc[(topic.topic, place)],
                    place,
                    run.language,
                ),
                quotes(typical[typical["place"] == place], run),
            )
            for place in run.places
        ]
        words = (term(word, run.gloss, run.language) for word in topic.label.split(" · "))
        subject = Markup(" ").join([escape(topic.topic), Markup(" · ").join(words)])
        groups.append(Group(topic.topic, subject, parts))
    return _quotations(run, groups)


def themes(analysis):
    """For each theme, and for what no theme matches, the sentences of each place that carry most of
    it."""
    run, groups = analysis.run, []
    share = analysis.themes.set_index(["theme", "place", "stage"])
    coded, bare = _by_size(analysis.coded, run.sentences)
    for theme in analysis.codebook.itertuples():
        found = bare if theme.theme == UNCODED else coded[coded["theme"] == theme.theme]
        shares = share.loc[theme.theme]
        parts = [
            _theme_part(run, theme.theme, place, found[found["place"] == place], shares.loc[place])
            for place in run.places
        ]
        counts = [
            f"{run.language.place(place)} {100 * shares.loc[(place, 'all')].share:.1f} %"
            for place in run.places
        ]
        subject = label(theme, run.language)
        groups.append(Group(theme.theme, subject, parts, ", ".join(counts)))
    return _quotations(run, groups)


def _quotations(run, groups, name="evidence"):
    return HTML(render(run.language, "quotations.html.j2", groups=groups, name=name))


def _uses(run, word, places, *, n, **named):
    """A group of one term: `n` sentences of each of the places that use it."""
    parts, counts, say = [], [], run.language.say
    every = link(f"07_concordance.html?q={in_address(word)}", say("every line in the concordance"))
    for place in places:
        tokens = run.tokens[(run.tokens["token"] == word) & (run.tokens["place"] == place)]
        found = run.sentences[run.sentences["sentence"].isin(tokens["sentence"])]
        shown, name = found.head(n), run.language.place(place)
        counts.append(say("{place} {n}×", place=name, n=len(tokens)))
        heading = say("{place}: {n} of {of} sentences", place=name, n=len(shown), of=len(found))
        parts.append(Part(heading, quotes(_matched(shown.assign(matched=word)), run), every))
    return Group(
        subject=term(word, run.gloss, run.language), parts=parts, counts=", ".join(counts), **named
    )


def _theme_part(run, theme, place, found, shares):
    """The sentences of a place that carry most of a theme. shares: stage → share, low, high …"""
    say = run.language.say
    heading = _share_of(
        "{place}: {share:.1f} % of its text ({low:.1f}–{high:.1f}), sentences: {n}",
        shares.loc["all"],
        place,
        run.language,
        n=int(shares.loc["all"].n_sentences),
    )
    stages = [
        say("{stage} {share:.1f} %", stage=say(stage), share=100 * shares.loc[stage].share)
        for stage in ("review", "plan")
        if stage in shares.index
    ]
    every = ""
    if len(found):
        marks = f"source-{found['document'].iloc[0]}.html#theme-{theme}"
        every = link(marks, say("all of them marked in the text"))
    shown = quotes(_matched(found.head(PER_PLACE)), run)
    return Part(" · ".join([heading, *stages]), shown, every, name=f"{theme}-{place}")


def _share_of(message, share, place, language, **values):
    """`message` with the place and its share, low and high in percent."""
    percent = {name: 100 * share[name] for name in ("share", "low", "high")}
    return language.say(message, place=language.place(place), **percent, **values)


def _by_size(coded, sentences):
    """The coded sentences by how much of a theme each carries, and those that no theme matches by
    length: the columns of both tables, with `matched`."""
    joined = coded.merge(sentences, on="sentence")
    joined = joined.assign(size=(joined["weight"] * joined["characters"]).round(6))
    bare = sentences[~sentences["sentence"].isin(coded["sentence"])].assign(matched="")
    return (
        joined.sort_values(["size", "sentence"], ascending=[False, True]),
        bare.sort_values(["characters", "sentence"], ascending=[False, True]),
    )


def _matched(found):
    """Rows with `text` and `matched` (words, separated by spaces), with the spans to mark."""
    spans = [occurrences(row.text, row.matched.split()) for row in found.itertuples()]
    return found.assign(spans=spans)
