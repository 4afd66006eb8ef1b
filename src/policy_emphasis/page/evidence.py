"""The sentences behind a number, folded under it, the matched words marked, each with the way to
its place in the text."""

from dataclasses import dataclass, replace

from IPython.display import HTML
from markupsafe import Markup

from policy_emphasis.language import N_
from policy_emphasis.measures.kwic import CUT
from policy_emphasis.measures.themes import with_uncoded
from policy_emphasis.measures.topics import typical_paragraphs
from policy_emphasis.page.english import LONGEST, english
from policy_emphasis.page.markup import marked, occurrences, render, term
from policy_emphasis.page.places import place_styles

PER_PLACE = 3  # sentences shown of each term or topic and place; the source page holds all
PER_THEME = 2  # … of each theme, beside whose sentences stand all its terms
TOGETHER = 240  # characters of those after the first: of some, one sentence fills a screen
SHARED = 12  # set phrases shown
PER_PHRASE = 2  # sentences of each place that show one
BEFORE = 200  # characters of an endless sentence before what is marked in it
STAGES = ("review", "plan", "governance")  # those that are said of a sentence


@dataclass(frozen=True)
class Quote:
    """Words of a document (HTML, the matched ones marked) and where they stand: the address in the
    page of their text; place, year and paragraph; the stage; the heading above them, and what the
    sentence says in English (HTML)."""

    text: Markup
    address: str
    position: str
    stage: str
    heading: Markup
    english: Markup


@dataclass(frozen=True)
class Uses:
    """The uses of a word in a place: how often, in how many sentences, and Quotes of the first."""

    place: str
    times: int
    sentences: int
    quotes: list


def quotes(found, spans, run):
    """Quotes of the sentences or paragraphs in `found`, of each row its half-open spans marked. Of
    a text without full stops up to LONGEST characters are shown, as its position says then."""
    unit = "sentence" if "sentence" in found else "paragraph"
    section = dict(zip(run.paragraphs["paragraph"], run.paragraphs["section"], strict=True))
    year = dict(zip(run.documents["document"], run.documents["year"], strict=True))
    shown, parts = [], [part_of(*one) for one in zip(found["text"], spans, strict=True)]
    meanings = english(found, [text for text, _ in parts], run)
    for row, part, meaning in zip(found.itertuples(), parts, meanings, strict=True):
        anchor = getattr(row, unit).removeprefix(f"{row.document}-")
        number = int(anchor[1:].split("-")[0])
        heading = section[row.paragraph].split(" › ")[-1]
        position = {"place": run.language.place(row.place), "year": year[row.document], "n": number}
        message = N_("{place} {year}, ¶ {n}")
        if len(row.text) > LONGEST:
            message = N_("{place} {year}, ¶ {n}, {some:,} of {all:,} characters")
            position |= {"some": LONGEST, "all": len(row.text)}
        shown.append(
            Quote(
                marked(*part),
                f"source-{row.document}.html#{anchor}",
                run.language.say(message, **position),
                row.stage if row.stage in STAGES else "",
                term(heading, run.heading_gloss, run.language),
                meaning,
            )
        )
    return shown


def part_of(text, spans):
    """What is shown of a text, and its spans in there: all of it, or LONGEST characters from just
    before the first span on, with … where it goes on."""
    if len(text) <= LONGEST:
        return text, spans
    start = min(min((start for start, _ in spans), default=0), len(text) - LONGEST)
    start = max(0, start - BEFORE)
    end, opening = start + LONGEST, CUT * (start > 0)
    shift = len(opening) - start
    inside = [(a + shift, b + shift) for a, b in spans if start <= a and b <= end]
    return opening + text[start:end] + CUT * (end < len(text)), inside


def terms(analysis):
    """For each place the terms that lean to it, each with its first sentences there."""
    run, leading = analysis.run, {}
    for place in run.places:
        strongest = analysis.leading_terms(place).head(run.parameters.n_terms)
        leading[place] = [
            (row, _uses(run, row.term, [place], most=PER_PLACE)) for row in strongest.itertuples()
        ]
    styles = place_styles(run.documents, run.language)
    shown = {"styles": styles, "leading": leading, "gloss": run.gloss}
    return HTML(render(run.language, "terms.html.j2", **shown))


def shared(analysis):
    """The set phrases that the work reports have in common (all texts, where there are no two
    reports), most used first, with sentences of each place."""
    run, phrases = analysis.run, analysis.shared_phrases
    common = phrases.index[phrases["common"]][:SHARED]
    uses = {phrase: _uses(run, phrase, analysis.alike, most=PER_PHRASE) for phrase in common}
    return HTML(render(run.language, "shared.html.j2", uses=uses, gloss=run.gloss))


def topics(analysis):
    """For each topic the paragraphs of each place that it fills most."""
    run = analysis.run
    typical = typical_paragraphs(analysis.topic_weights, run.paragraphs)
    typical = typical.merge(analysis.topics[["topic", "terms"]], on="topic", how="left")
    shown = {
        "topics": list(analysis.topics.itertuples()),
        "shares": _percent(analysis.topic_shares, ["topic", "place"]),
        "quoted": _quoted(typical.rename(columns={"terms": "matched"}), "topic", run),
    }
    return HTML(render(run.language, "topics.html.j2", places=run.places, gloss=run.gloss, **shown))


def of_themes(analysis):
    """(theme, place) → Quotes of the sentences that carry most of the theme there, without the
    headings above them; those that no theme matches under UNCODED."""
    run, carrying = analysis.run, _by_size(analysis.coded, analysis.run.sentences)
    most = carrying.groupby(["theme", "place"]).head(PER_THEME)
    together = most.groupby(["theme", "place"])["characters"].cumsum()
    first = ~most.duplicated(["theme", "place"])
    most = most[first | (together <= TOGETHER)]
    quoted = _quoted(most, "theme", run)
    return {key: [replace(one, heading="") for one in own] for key, own in quoted.items()}


def _uses(run, word, places, *, most):
    """The Uses of a word in each of the places, with up to `most` sentences of each."""
    tokens, found = run.tokens[run.tokens["token"] == word], []
    for place in places:
        own = tokens[tokens["place"] == place]
        sentences = run.sentences[run.sentences["sentence"].isin(own["sentence"])]
        quoted = _matched(sentences.head(most).assign(matched=word), run)
        found.append(Uses(place, len(own), len(sentences), quoted))
    return found


def _by_size(coded, sentences):
    """Sentences and their themes, first those that carry most of a theme; those that no theme
    matches last, under UNCODED, the longest first."""
    carried = with_uncoded(sentences, coded)
    size = (carried["weight"] * carried["characters"]).round(6)
    return carried.assign(size=size).sort_values(["size", "sentence"], ascending=[False, True])


def _percent(shares, keys):
    """keys → share, low and high in %, and what else stands in that row."""
    percent = shares.assign(**{name: 100 * shares[name] for name in ("share", "low", "high")})
    return percent.set_index(keys).to_dict("index")


def _quoted(found, key, run):
    """(key, place) → Quotes of its rows."""
    return {group: _matched(own, run) for group, own in found.groupby([key, "place"])}


def _matched(found, run):
    """Quotes of rows with `matched`: words to mark, separated by spaces."""
    spans = [occurrences(row.text, row.matched.split()) for row in found.itertuples()]
    return quotes(found, spans, run)
