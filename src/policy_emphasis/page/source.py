"""A page for each document: its full text by section, every paragraph and sentence an anchor, what was coded and counted in it marked, what was dropped struck through.

    pages(run) → document → title and content (HTML)

Theme marks are switched by check boxes, and by the links that lead to the first sentence of a theme (#theme-industry), without script.
"""

import pandas as pd

from policy_emphasis import language
from policy_emphasis.language import labels, say
from policy_emphasis.measures import themes
from policy_emphasis.page.markup import chinese, escape, mixed, occurrences, place, term
from policy_emphasis.quantities import extract as quantities
from policy_emphasis.reference import lists
from policy_emphasis.text.ledger import WHITE_SPACE
from policy_emphasis.words.targets import said


def pages(run):
    """document → (title as text, body as HTML) for every document of the run."""
    codebook = lists.read_codebook()
    coded = themes.code_sentences(run.sentences, codebook)
    units = lists.read_units()
    found = quantities.quantities(run.sentences, run.documents, units, lists.read_indicators())
    gloss = dict(zip(units["normal"], units["gloss"]))
    return {
        d.document: (
            say("{place} {year}: the text", place=language.place(d.place), year=d.year),
            body(run, d, coded, found, codebook, gloss),
        )
        for d in run.documents.itertuples()
    }


def body(run, document, coded, found, codebook, gloss):
    """The content of one document's page. coded: as from themes.code_sentences; found: as from quantities.quantities; gloss: unit → English."""
    sentences = run.sentences[run.sentences["document"] == document.document]
    coded = coded[coded["sentence"].isin(sentences["sentence"])]
    bare = sentences.loc[~sentences["sentence"].isin(coded["sentence"]), "sentence"]
    coded = pd.concat(
        [coded, pd.DataFrame({"sentence": bare, "theme": themes.UNCODED, "matched": ""})],
        ignore_index=True,
    )
    names = labels(codebook, "theme")
    count = coded["theme"].value_counts()
    shown = [t for t in codebook["theme"] if t in count]
    boxes = "".join(
        f'<label><input type="checkbox" id="box-{t}"> {mixed(names[t])} <small>{count[t]}</small></label>'
        for t in shown
    )
    rules = "".join(
        f"body:has(#box-{t}:checked,#theme-{t}:target) :is(.t-{t},.w-{t})"
        + "{background:var(--mark)}"
        + f"body:has(#box-{t}:checked,#theme-{t}:target) .w-{t}"
        + "{background:var(--mark-strong)}"
        for t in shown
    )
    switches = (
        f'<style>{rules}</style><details class="switches" open><summary>{escape(say("Mark themes and numbers in the text"))}</summary>'
        f"<p>{escape(say('A sentence that carries the theme is tinted, the words that say so more strongly. The figure is the number of sentences.'))}</p>"
        f'<fieldset><legend>{escape(say("Numbers"))}</legend><label><input type="checkbox" id="numbers" checked> {escape(say("underline every number that was read, with its reading on pointing at it"))}</label></fieldset>'
        f'<fieldset class="themes"><legend>{escape(say("Themes"))}</legend>{boxes}</fieldset></details>'
    )
    return f"{_about(document, run)}{switches}{_text(run, document, sentences, coded, found[found['document'] == document.document], gloss)}"


def _about(document, run):
    dropped = _dropped(run, document)
    rows = [
        (say("Place"), place(document.place, run.documents)),
        (say("Title"), chinese(document.title)),
        (say("Genre"), escape(say(document.genre))),
        (say("Level of government"), escape(say(document.level))),
        (say("Date"), escape(document.date)),
        (say("Read by"), chinese(document.speaker)),
        (say("Source"), f'<span lang="en">{mixed(document.source, "en")}</span>'),
        (
            say("File"),
            f"<code>data/raw/{escape(document.file)}</code>, {escape(say('characters {start} to {end}', start=document.start, end=document.end))}",
        ),
        ("SHA-256", f"<code>{escape(document.sha256)}</code>"),
        (
            say("Kept"),
            escape(
                say(
                    "{characters:,} characters in {paragraphs} paragraphs and {sentences} sentences",
                    characters=document.characters,
                    paragraphs=document.paragraphs,
                    sentences=document.sentences,
                )
            ),
        ),
        (
            say("Dropped"),
            escape(
                say(
                    "{n} stretches, struck through where they stood, each with its reason",
                    n=len(dropped),
                )
            ),
        ),
    ]
    return (
        '<dl class="about">'
        + "".join(f"<dt>{escape(k)}</dt><dd>{v}</dd>" for k, v in rows if v and v != chinese(""))
        + "</dl>"
    )


def _dropped(run, document):
    """The stretches that were dropped from the document, and those outside every document that lie next to it: each character of a file is on one page."""
    same = run.ledger[
        (run.ledger["file"] == document.file)
        & ~run.ledger["kept"]
        & ~run.ledger["reason"].isin(WHITE_SPACE)
    ]
    others = run.ledger[(run.ledger["file"] == document.file) & (run.ledger["document"] != "")]
    ends = others.groupby("document")["end"].max()
    before = max(
        (end for end in ends.drop(document.document, errors="ignore") if end <= document.start),
        default=0,
    )
    last = document.end >= ends.max()
    outside = (
        (same["document"] == "")
        & (same["start"] >= before)
        & ((same["end"] <= document.start) | last)
    )
    return same[(same["document"] == document.document) | outside]


def _text(run, document, sentences, coded, found, gloss):
    """The text in its order: headings, paragraphs, dropped stretches."""
    raw = run.raw(document.file)
    items = [
        (h.start, _heading(h, run))
        for h in run.headings[run.headings["document"] == document.document].itertuples()
    ]
    items += [
        (
            d.start,
            f'<p class="dropped"><del lang="zh-Hans">{escape(raw[d.start : d.end].strip())}</del> <small>{escape(say("dropped: {reason}", reason=say(d.reason)))}</small></p>',
        )
        for d in _dropped(run, document).itertuples()
    ]
    first = (
        coded.merge(sentences[["sentence", "start"]], on="sentence")
        .sort_values("start")
        .drop_duplicates("theme")
        .groupby("sentence")["theme"]
        .agg(list)
    )
    by_paragraph, by_sentence = (
        dict(list(sentences.groupby("paragraph"))),
        dict(list(coded.groupby("sentence"))),
    )
    quantities_of = dict(list(found.groupby("sentence")))
    for p in run.paragraphs[run.paragraphs["document"] == document.document].itertuples():
        anchor = p.paragraph.removeprefix(f"{document.document}-")
        said_ = "".join(
            "".join(f'<span id="theme-{theme}"></span>' for theme in first.get(s.sentence, []))
            + _sentence(
                s, document, by_sentence.get(s.sentence), quantities_of.get(s.sentence), run, gloss
            )
            for s in by_paragraph[p.paragraph].itertuples()
        )
        stage = f'<small class="stage">{escape(say(p.stage))}</small>' if p.stage != "other" else ""
        items.append(
            (
                p.start,
                f'<div class="paragraph" id="{anchor}"><p class="number"><a href="#{anchor}">¶ {int(anchor[1:])}</a>{stage}</p><p lang="zh-Hans">{said_}</p></div>',
            )
        )
    return f'<div class="source">{"".join(block for _, block in sorted(items))}</div>'


def _heading(heading, run):
    level = min(heading.depth + 1, 4)
    return f'<h{level} id="h{heading.start}">{term(heading.text, run.heading_gloss)}</h{level}>'


def _sentence(s, document, coded, found, run, gloss):
    """A sentence with its anchor; its themes, matched words and numbers as classes that the page switches."""
    layers = []
    for row in coded.itertuples() if coded is not None else ():
        layers += [
            (a, b, f"w-{row.theme}", "") for a, b in occurrences(s.text, row.matched.split())
        ]
    for row in found.itertuples() if found is not None else ():
        reading = ", ".join(
            x
            for x in (
                run.gloss.get(row.indicator, "") if language.current() == "en" else row.indicator,
                said(row, run),
                say(row.kind),
                say(row.aim),
            )
            if x
        )
        layers.append((row.start - s.start, row.end - s.start, "q", reading))
    classes = " ".join(f"t-{theme}" for theme in ([] if coded is None else coded["theme"]))
    inner = _layered(s.text, layers)
    english = run.heading_gloss.get(s.text) if s.is_heading and language.current() == "en" else None
    strong = f"<strong>{inner}</strong>" if s.is_heading else inner
    anchor = escape(s.sentence.removeprefix(document.document + "-"))
    return f'<span id="{anchor}" class="s {classes}">{strong}</span>' + (
        f' <span class="gloss" lang="en">{escape(english)}</span> ' if english else ""
    )


def _layered(text, layers):
    """`text` cut wherever a layer (start, end, class, title) begins or ends; each piece in a span with the classes of all layers over it."""
    cuts = sorted({0, len(text), *(x for a, b, *_ in layers for x in (a, b))})
    out = []
    for a, b in zip(cuts, cuts[1:]):
        over = [(name, title) for start, end, name, title in layers if start <= a and b <= end]
        names, title = (
            " ".join(dict.fromkeys(name for name, _ in over)),
            next((t for _, t in over if t), ""),
        )
        told = f' title="{escape(title)}"' if title else ""
        out.append(
            f'<span class="{names}"{told}>{escape(text[a:b])}</span>'
            if names
            else escape(text[a:b])
        )
    return "".join(out)
