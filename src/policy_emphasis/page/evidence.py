"""The sentences behind a number, folded under it, the matched words marked, each with the way to its place in the text.

of_terms(...), of_shared(...), of_topics(...), of_themes(...) → groups of sentences
quotations(groups) → those groups on the page
where(...)         → document, section and link of a sentence or paragraph
"""

from urllib.parse import quote

from IPython.display import HTML

from policy_emphasis import language
from policy_emphasis.inference.keyness import leading as leading_of
from policy_emphasis.language import say
from policy_emphasis.measures.terms import shared_phrases
from policy_emphasis.page.charts import place_style
from policy_emphasis.page.markup import escape, label, marked, mixed, occurrences, term
from policy_emphasis.reference.lists import UNCODED

PER_PLACE = 3  # sentences shown for each theme or term and place; the source page and the published tables hold all


def quotations(groups, name="evidence"):
    """Sentences behind a number, folded. name: the id that links to the whole lead to.

    groups: dicts of id, summary (HTML) and parts, each part (its own id or "", heading as HTML, quotes as from `quotes`); `head` (plain text) opens a run of groups.
    """
    folded = []
    for group in groups:
        folded.append(f"<h3>{mixed(group['head'])}</h3>" if group.get("head") else "")
        parts = "".join(
            f'<p class="of"{f" id=evidence-{own}" if own else ""}>{heading}</p>'
            + f'<ul class="quotes">{"".join(said)}</ul>'
            for own, heading, said in group["parts"]
        )
        folded.append(
            f'<details class="evidence"><summary>{group["summary"]}</summary><div id="evidence-{escape(group["id"])}">{parts}</div></details>'
        )
    return HTML(f'<div id="{name}">{"".join(folded)}</div>')


def quotes(rows, run):
    """Sentences or paragraphs as list items. rows: of the sentences or paragraphs, with `matched`: words to mark, separated by spaces."""
    sections = run.paragraphs.set_index("paragraph")["section"]
    return [
        f'<li><q lang="zh-Hans">{marked(row.text, occurrences(row.text, row.matched.split()))}</q>'
        f"{where(row.document, getattr(row, 'sentence', row.paragraph), row.stage, sections[row.paragraph], run)}</li>"
        for row in rows.itertuples()
    ]


def where(document, unit, stage, section, run):
    """Where a sentence or paragraph stands: a link into the page of its text, its stage, its heading with the English."""
    place, year = run.documents.set_index("document").loc[document, ["place", "year"]]
    anchor = unit.removeprefix(f"{document}-")
    heading = section.split(" › ")[-1]
    parts = [
        f'<a href="source-{escape(document)}.html#{escape(anchor)}">{escape(language.place(place))} {year}, ¶ {int(anchor[1:].split("-")[0])}</a>'
    ]
    parts += [escape(say(stage))] if stage in ("review", "plan", "governance") else []
    parts += [term(heading, run.heading_gloss)] if heading else []
    return f'<span class="where">{" · ".join(parts)}</span>'


def of_terms(terms, run, n_terms):
    """For each place the terms that lean to it, each with its first sentences there."""
    groups, names = (
        [],
        {place: label for place, (_, label, _) in place_style(run.documents).items()},
    )
    for place in run.documents["place"]:
        leading = leading_of(terms, run.documents, place).head(n_terms)
        if leading.empty:
            groups.append(
                {
                    "id": place,
                    "head": say("Words that lean to {place}", place=names[place]),
                    "summary": escape(
                        say("No word leans to {place} beyond chance.", place=names[place])
                    ),
                    "parts": [],
                }
            )
        for i, row in enumerate(leading.itertuples()):
            head = {"head": say("Words that lean to {place}", place=names[place])} if i == 0 else {}
            groups.append(
                head
                | _uses(
                    row.term,
                    [place],
                    run,
                    place if i == 0 else f"{place}-{i + 1}",
                    "" if row.distinctive else say("not clear"),
                )
            )
    return groups


def of_shared(run, n=12):
    """The set phrases that all work reports use (all texts, where there are no two reports), most used first, with sentences of each place."""
    shared = shared_phrases(run.tokens, run.documents, run.lexicon)
    places, common = shared.places, shared.common
    return [_uses(word, places, run, f"shared-{i + 1}", "", 2) for i, word in enumerate(common[:n])]


def of_topics(typical, topics, shares, run):
    """For each topic the paragraphs of each place that it fills most. typical: as from topics.typical_paragraphs; shares: topic_shares."""
    groups, by = [], shares.set_index(["topic", "place"])
    for topic in topics.itertuples():
        rows = typical[typical["topic"] == topic.topic].assign(matched=topic.terms)
        words = " · ".join(term(word, run.gloss) for word in topic.label.split(" · "))
        parts = []
        for place in run.places:
            s = by.loc[(topic.topic, place)]
            of = rows[rows["place"] == place]
            heading = say(
                "{place}: {share:.1f} % of its text ({low:.1f}–{high:.1f}); the paragraphs that the topic fills most",
                place=language.place(place),
                share=100 * s.share,
                low=100 * s.low,
                high=100 * s.high,
            )
            parts.append(("", escape(heading), quotes(of, run)))
        groups.append(
            {"id": topic.topic, "summary": f"{escape(topic.topic)} {words}", "parts": parts}
        )
    return groups


def of_themes(coded, shares, run, codebook):
    """For each theme, and for what no theme matches, the sentences of each place that carry most of it."""
    by = shares.set_index(["theme", "place", "stage"])
    joined = coded.merge(run.sentences, on="sentence")
    joined = joined.assign(size=(joined["weight"] * joined["characters"]).round(6)).sort_values(
        ["size", "sentence"], ascending=[False, True]
    )
    bare = (
        run.sentences[~run.sentences["sentence"].isin(coded["sentence"])]
        .sort_values(["characters", "sentence"], ascending=[False, True])
        .assign(matched="")
    )
    document = dict(zip(run.documents["place"], run.documents["document"]))
    groups = []
    for theme in codebook.itertuples():
        rows = bare if theme.theme == UNCODED else joined[joined["theme"] == theme.theme]
        parts, said = [], []
        for place in run.places:
            s = by.loc[(theme.theme, place, "all")]
            stages = [
                say(
                    "{stage} {share:.1f} %",
                    stage=say(x),
                    share=100 * by.loc[(theme.theme, place, x)].share,
                )
                for x in ("review", "plan")
                if (theme.theme, place, x) in by.index
            ]
            heading = say(
                "{place}: {share:.1f} % of its text ({low:.1f}–{high:.1f}), sentences: {n}",
                place=language.place(place),
                share=100 * s.share,
                low=100 * s.low,
                high=100 * s.high,
                n=int(s.n_sentences),
            )
            every = (
                ""
                if rows[rows["place"] == place].empty
                else f' · <a href="source-{escape(document[place])}.html#theme-{theme.theme}">{escape(say("all of them marked in the text"))}</a>'
            )
            parts.append(
                (
                    f"{theme.theme}-{place}",
                    escape(" · ".join([heading, *stages])) + every,
                    quotes(rows[rows["place"] == place].head(PER_PLACE), run),
                )
            )
            said.append(f"{language.place(place)} {100 * s.share:.1f} %")
        groups.append(
            {
                "id": theme.theme,
                "summary": f"{label(theme)} · {escape(', '.join(said))}",
                "parts": parts,
            }
        )
    return groups


def _uses(word, places, run, name, remark, n=PER_PLACE):
    """One term with sentences that use it in the given places."""
    parts, said = [], []
    for place in places:
        tokens = run.tokens[(run.tokens["token"] == word) & (run.tokens["place"] == place)]
        rows = run.sentences[run.sentences["sentence"].isin(tokens["sentence"])].assign(
            matched=word
        )
        said.append(say("{place} {n}×", place=language.place(place), n=len(tokens)))
        heading = say(
            "{place}: {n} of {of} sentences",
            place=language.place(place),
            n=min(n, len(rows)),
            of=len(rows),
        )
        parts.append(
            (
                "",
                f'{escape(heading)} · <a href="07_concordance.html?q={quote(word)}">{escape(say("every line in the concordance"))}</a>',
                quotes(rows.head(n), run),
            )
        )
    remark = f" <small>({escape(remark)})</small>" if remark else ""
    return {
        "id": name,
        "summary": f"{term(word, run.gloss)} · {escape(', '.join(said))}{remark}",
        "parts": parts,
    }
