"""The sentences behind a number, folded under it, the matched words marked.

    of_terms(...), of_topics(...), of_themes(...) → groups of sentences
    quotations(groups)                            → those groups on the page
"""

import html
import re

import pandas as pd
from IPython.display import HTML

from policy_emphasis.measures.themes import UNCODED
from policy_emphasis.report.blocks import glossed, han
from policy_emphasis.report.findings import leading_of

PER_PLACE = 3  # sentences shown for each theme or term and place; the published tables hold all


def quotations(groups):
    """Sentences behind a number, folded.

    groups: (summary, rows) pairs, summary as HTML; each row has `text`, `where` (place and section) and `matched` (words to mark, separated
    by spaces; may be empty).
    """
    folded = []
    for summary, rows in groups:
        quotes = "".join(f'<li><span class="where">{han(row.where)}</span><span lang="zh-Hans">{_marked(row.text, row.matched)}</span></li>'
                         for row in rows.itertuples())
        folded.append(f'<details class="evidence"><summary>{summary}</summary><ul class="quotes">{quotes}</ul></details>')
    return HTML("".join(folded))


def _marked(text, words):
    words = sorted(set(words.split()), key=len, reverse=True)
    if not words:
        return html.escape(text)
    parts = re.split("(" + "|".join(map(re.escape, words)) + ")", text)
    return "".join(f"<mark>{html.escape(part)}</mark>" if i % 2 else html.escape(part) for i, part in enumerate(parts))


def of_terms(terms, sentences, tokens, documents, gloss, n_terms):
    """For each term that leans to a place, the first sentences of that place that use it."""
    groups = []
    for place in documents["place"]:
        for term in leading_of(terms, documents, place).head(n_terms).itertuples():
            using = tokens.loc[(tokens["token"] == term.term) & (tokens["place"] == place), "sentence"].unique()
            rows = sentences[sentences["sentence"].isin(using)].head(PER_PLACE).assign(matched=term.term)
            groups.append((f"{glossed(term.term, gloss)}{'' if term.distinctive else ' (not certain)'}: {term.count} uses in {place.capitalize()}, {len(using)} sentences, the first {len(rows)} here", _placed(rows)))
    return groups


def of_topics(typical, topics, documents, gloss):
    """For each topic its most typical paragraphs. typical: as from topics.typical_paragraphs."""
    groups = []
    for topic in topics.itertuples():
        rows = typical[typical["topic"] == topic.topic].assign(matched=topic.terms)
        label = ", ".join(glossed(term, gloss) for term in topic.label.split(" · "))
        groups.append((f"{topic.topic} {label}: the {len(rows)} paragraphs it fills most", _placed(rows)))
    return groups


def of_themes(coded, sentences, shares, documents, codebook):
    """For each theme the sentences of each place that carry most of it."""
    whole = shares[shares["stage"] == "all"]
    joined = coded.merge(sentences, on="sentence")
    joined = joined.assign(size=(joined["weight"] * joined["characters"]).round(6)).sort_values(["size", "sentence"], ascending=[False, True])
    groups = []
    for theme in codebook[codebook["theme"] != UNCODED].itertuples():
        rows = joined[joined["theme"] == theme.theme].groupby("place", sort=False).head(PER_PLACE)
        rows = pd.concat([rows[rows["place"] == place] for place in documents["place"]])
        said = ", ".join(f"{r.place.capitalize()} {r.share:.1%} ({r.n_sentences} sentences)" for r in whole[whole["theme"] == theme.theme].itertuples())
        groups.append((f"{html.escape(theme.label_en)} {han(theme.label_zh)}: {html.escape(said)}", _placed(rows)))
    bare = sentences[~sentences["sentence"].isin(coded["sentence"])].sort_values(["characters", "sentence"], ascending=[False, True])
    rows = pd.concat([bare[bare["place"] == place].head(PER_PLACE) for place in documents["place"]]).assign(matched="")
    said = ", ".join(f"{r.place.capitalize()} {r.share:.1%} ({r.n_sentences} sentences)" for r in whole[whole["theme"] == UNCODED].itertuples())
    return [*groups, (f"Uncoded, the longest sentences that no term matches: {html.escape(said)}", _placed(rows))]


def all_theme_sentences(coded, sentences):
    """Every coded sentence with its offsets in the raw file, for publication."""
    columns = ["theme", "sentence", "place", "stage", "weight", "hits", "matched", "file", "start", "end", "text"]
    return coded.merge(sentences, on="sentence")[columns].sort_values(["theme", "sentence"], ignore_index=True)


def _placed(rows):
    return rows.assign(where=[f"{r.place.capitalize()}, {r.paragraph}{', ' + r.section if getattr(r, 'section', '') else ''}" for r in rows.itertuples()])
