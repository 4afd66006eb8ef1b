"""The codebook as it is read: a section for each theme, with what falls under it, how far it holds,
its sentences and its terms."""

from dataclasses import dataclass

import pandas as pd
from IPython.display import HTML

from policy_emphasis.measures.codebook import term_table
from policy_emphasis.page import evidence, grid
from policy_emphasis.page.grid import Column
from policy_emphasis.page.markup import occurrences, render
from policy_emphasis.reference import norms
from policy_emphasis.reference.lists import UNCODED, read_table
from policy_emphasis.words import codebook as words
from policy_emphasis.words import validity

IN_TABLE = 8  # terms of a theme that stand in its table, those found most; the others in a line
SHARES = ["share", "low", "high"]
STAGES = ("review", "plan")


@dataclass(frozen=True)
class Section:
    """What the page says of a theme. name: the theme; label, other: its label in the language of
    the page and in the other one; topic, note, holds, listed: sentences; shares: place → its row of
    `themes`, in %; stages: (place, review or plan) → share in %; quoted: place → Quotes; table: the
    terms found most; fewer, never: those found less often, and those that no text holds."""

    name: str
    label: str
    other: str
    topic: str
    note: str
    holds: list
    listed: str
    shares: dict
    stages: dict
    quoted: dict
    table: pd.DataFrame
    fewer: pd.DataFrame
    never: pd.DataFrame


def terms(analysis):
    """Every term of the codebook with its hits in the run's texts: measures.codebook.term_table."""
    run, everyone = analysis.run, analysis.everyone
    given = {"places": analysis.places, "gloss": run.gloss}
    given["checked"] = read_table("validation_terms.csv")
    return term_table(everyone.sentences, run.codebook, **given)


def example(analysis):
    """How one sentence of these texts is coded."""
    found = words.worked_example(analysis)
    if found is None:
        return HTML("")
    sentence, matched, told = found
    sentences = analysis.run.sentences
    own = sentences[sentences["sentence"] == sentence].assign(matched=matched)
    spans = [occurrences(own["text"].iloc[0], matched.split())]
    quoted = evidence.quotes(own, spans, analysis.run)[0]
    shown = {"quoted": quoted, "told": told}
    return HTML(render(analysis.language, "example.html.j2", **shown))


def themes(found, analysis):
    """The themes in a table, each with its number of terms, of those found, and of sentences in
    each text. found: as from terms()."""
    run, language, own = analysis.run, analysis.language, found.groupby("theme")
    table = run.codebook.assign(label=run.codebook["theme"].map(analysis.theme_names))
    table["n"] = table["theme"].map(own.size())
    table["found"] = table["theme"].map(own["hits"].agg(lambda hits: (hits > 0).sum()))
    table["verdict"] = [_verdict(theme, analysis) for theme in table["theme"]]
    whole = analysis.themes[analysis.themes["stage"] == "all"]
    sentences = whole.pivot(index="theme", columns="place", values="n_sentences")
    named = [
        Column(place, analysis.say("Sentences, {place}", place=language.place(place)), "{:,}")
        for place in analysis.places
    ]
    return grid.shown(run, "codebook", table.join(sentences, on="theme"), more=named)


def sections(found, analysis):
    """A section for each theme, and for what no theme's term matches. found: as from terms()."""
    run, language = analysis.run, analysis.language
    quoted, own = evidence.of_themes(analysis), dict(list(found.groupby("theme")))
    texts = {f"hits_{place}": language.place(place) for place in analysis.places}
    every = len(analysis.everyone.documents)
    if every > len(texts):
        texts["hits"] = analysis.say("All {n} texts", n=every)
    made = [
        _section(row, own.get(row.theme, found.head(0)), quoted, analysis=analysis)
        for row in run.codebook.itertuples()
    ]
    shown = {"themes": made, "places": run.places, "texts": texts, "uncoded": UNCODED}
    return HTML(render(language, "codebook.html.j2", **shown))


def _section(row, own, quoted, *, analysis):
    """The Section of a row of the codebook. own: its terms; quoted: (theme, place) → Quotes."""
    language, whole = analysis.language, analysis.themes[analysis.themes["theme"] == row.theme]
    percent = whole.assign(**{name: 100 * whole[name] for name in SHARES})
    in_stages = percent.set_index(["place", "stage"])["share"].to_dict()
    own = own.sort_values("hits", ascending=False, kind="stable")
    own = own.assign(right=[_right(term, analysis) for term in own.itertuples()])
    stands = own[own["hits"] > 0]
    return Section(
        name=row.theme,
        label=validity.name(row.theme, analysis),
        other=language.other.labels(analysis.run.codebook, "theme")[row.theme],
        topic="" if row.theme == UNCODED else words.topic(row.cap, analysis),
        note=analysis.say(row.note),
        holds=words.holds(row.theme, analysis),
        listed=words.listed(own, analysis),
        shares=percent[percent["stage"] == "all"].set_index("place").to_dict("index"),
        stages={key: share for key, share in in_stages.items() if key[1] in STAGES},
        quoted={place: quoted.get((row.theme, place), []) for place in analysis.run.places},
        table=stands.head(IN_TABLE),
        fewer=stands[IN_TABLE:],
        never=own[own["hits"] == 0],
    )


def _right(term, analysis):
    """In how many of the places that were read a term was right; nothing where none were."""
    if pd.isna(term.read):
        return ""
    return analysis.say("{right} of {read}", right=term.read - term.wrong, read=term.read)


def _verdict(theme, analysis):
    """Whether a theme holds, where that was tried."""
    if theme == UNCODED or theme not in norms.read_themes()["theme"].tolist():
        return ""
    return analysis.say(validity.verdict(theme))
