"""The concordance on the page: the lines of one word, and what the page needs to find those of any other.

lines(...)  → counts by place and the lines, as HTML
corpus(run) → every sentence with its place, for the page's own search
"""

from IPython.display import HTML

from policy_emphasis import language
from policy_emphasis.language import say
from policy_emphasis.measures.kwic import by_place, kwic
from policy_emphasis.page.blocks import html_table
from policy_emphasis.page.charts import place_style
from policy_emphasis.page.figure import PALETTE
from policy_emphasis.page.markup import escape, term, visible


def lines(run, word):
    """The lines of `word` in all documents, keyword in context, with counts by place. The page's own search shows the same for any other word."""
    found = kwic(run.sentences, word)
    style = place_style(run.documents)
    counts = [
        [escape(style[r.place][1]), f"{r.hits:,}", f"{r.sentences:,}", f"{r.per_10000:.1f}"]
        for r in by_place(found, run.documents).itertuples()
    ]
    table = html_table(
        say("Hits by place"),
        [say(h) for h in ("Place", "Hits", "Sentences", "Per 10,000 characters")],
        counts,
        [False, True, True, True],
    )
    year = dict(zip(run.documents["document"], run.documents["year"]))
    items = [
        f'<li class="place-{PALETTE.index(style[r.place][0])}"><a href="source-{escape(r.document)}.html#{escape(r.sentence.removeprefix(r.document + "-"))}">{escape(language.place(r.place))} {year[r.document]}, ¶ {int(r.paragraph.rsplit("-p", 1)[1])}</a>'
        f'<span class="kwic" lang="zh-Hans"><span class="left"><bdi>{escape(r.left)}</bdi></span><mark>{escape(r.keyword)}</mark><span class="right"><bdi>{escape(r.right)}</bdi></span></span></li>'
        for r in found.itertuples()
    ]
    said = say("{n} hits in {of} sentences", n=len(found), of=found["sentence"].nunique())
    return HTML(
        f'<div id="concordance"><p class="found" role="status">{term(word, run.gloss)}: {escape(said)}</p>{table}<ol class="lines">{"".join(items)}</ol></div>'
    )


def corpus(run):
    """What the page's search reads: words of the interface, places, and [place, document, anchor, text] of each sentence."""
    style = place_style(run.documents)
    places = [
        {
            "name": style[d.place][1],
            "short": f"{language.place(d.place)} {d.year}",
            "colour": PALETTE.index(style[d.place][0]),
            "document": d.document,
            "characters": int(d.characters),
        }
        for d in run.documents.itertuples()
    ]
    number = {d.document: i for i, d in enumerate(run.documents.itertuples())}
    words = {
        "label": say("A word or phrase in Chinese, or an English word to find one"),
        "hint": say(
            "Lines appear as you type; full-width and half-width forms, capital and small letters count as the same."
        ),
        "found": say("{n} hits in {of} sentences"),
        "none": say("No line holds it."),
        "try": say("Words with this in their English:"),
        "more": say("Show all {n} lines"),
        "headings": [say(h) for h in ("Place", "Hits", "Sentences", "Per 10,000 characters")],
        "caption": say("Hits by place"),
    }
    spoken = set(run.tokens["token"]) if language.current() == "en" else ()
    gloss = {word: english for word, english in run.gloss.items() if word in spoken}
    return {
        "words": words,
        "places": places,
        "gloss": gloss,
        "term": run.parameters.term,
        "sentences": [
            [number[s.document], s.sentence.removeprefix(s.document + "-"), visible(s.text)]
            for s in run.sentences.itertuples()
        ],
    }
