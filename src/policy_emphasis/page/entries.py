"""What the search page lists: every place of a run's pages that has a name, and the words of its
texts that have an English gloss or are shown as terms, in groups of links."""

import re
from dataclasses import dataclass, replace
from urllib.parse import quote

from markupsafe import Markup

from policy_emphasis import paths, readings
from policy_emphasis.language import N_
from policy_emphasis.page.markup import escape, mixed
from policy_emphasis.page.render import links
from policy_emphasis.reference.lists import UNCODED

# What keeps the page light whatever the corpus; the most used, the outer ones, the targets first.
TEXTS = 800  # and their headings
INDICATORS = 300  # wordings
WORDS = 600  # that are not in the codebook
LINES, TARGETS, HEADLINE = "07_concordance.html?q=", "05_targets", "headline-targets"
OF_TEXTS = N_(
    "Headings that open a paragraph are listed for the texts compared in detail, and of very many "
    "texts the outer headings alone."
)
OF_WORDS = N_("Those used most; the concordance finds any other.")


@dataclass(frozen=True)
class Entry:
    """A link, or words alone where it has no address. words: HTML, in the language of its group;
    gloss: the same in the other language, where it is shown; also: other words to find it by."""

    address: str
    words: Markup
    gloss: str = ""
    also: str = ""


@dataclass(frozen=True)
class Part:
    """Entries under a heading, an Entry or None."""

    heading: Entry | None
    entries: list


@dataclass(frozen=True)
class Group:
    """Parts of one kind. title, note: messages; chinese: whether the words are the texts' own."""

    title: str
    parts: list
    chinese: bool = False
    note: str = ""

    @property
    def size(self):
        """How many links it holds."""
        headings = [part.heading for part in self.parts if part.heading and part.heading.address]
        return len(headings) + sum(len(part.entries) for part in self.parts)


def groups(run, pages, tables):
    """The Groups of a Run that hold anything, in order.

    pages: name → its Places, as from headings.places_of, of the pages that are made; tables: name →
    published table, of findings, terms and topics those that are there.
    """
    findings = _findings(tables["findings"], run.language) if "findings" in tables else []
    words = [Part(None, _others(run, tables))]
    common, worded = _common(run, pages), [Part(None, _worded(run))]
    found = [
        Group(N_("Themes"), [Part(None, _themes(run))]),
        Group(N_("Findings"), [Part(None, findings)]),
        Group(N_("Sections of the pages"), _places(run, pages, ["heading"])),
        Group(N_("Figures and tables"), _places(run, pages, ["figure", "table"])),
        Group(N_("The texts and their headings"), _texts(run), chinese=True, note=OF_TEXTS),
        Group(N_("Common indicators"), [Part(None, common)], chinese=True),
        Group(N_("Other indicators, in the words of the texts"), worded, chinese=True),
        Group(N_("Terms of the codebook in the texts"), _terms(run), chinese=True),
        Group(N_("Other words of the texts"), words, chinese=True, note=OF_WORDS),
    ]
    return [group for group in found if group.size]


def _spoken(run, chinese, english, *, address):
    """An Entry for Chinese words; their English is shown on an English page."""
    if run.language.code == "en":
        return Entry(address, escape(chinese), gloss=english)
    return Entry(address, escape(chinese), also=english)


def _themes(run):
    found = []
    for theme in run.codebook[run.codebook["theme"] != UNCODED].itertuples():
        address, note = f"{paths.CODEBOOK}.html#theme-{theme.theme}", run.language.say(theme.note)
        if run.language.code == "en":
            labels = {"words": escape(theme.label_en), "gloss": theme.label_zh, "also": note}
        else:
            labels = {"words": escape(theme.label_zh), "also": f"{theme.label_en} {note}"}
        found.append(Entry(address, **labels))
    return found


def _findings(table, language):
    return [
        Entry(f"index.html#finding-{row.finding}", mixed(row.statement, language))
        for row in table.itertuples()
    ]


def _places(run, pages, kinds):
    """The places of these kinds on each page, under the page's titles."""
    parts = []
    for name, places in pages.items():
        entries = [
            Entry(
                f"{name}.html#{place.anchor}",
                mixed(place.words, run.language),
                also=_other(place, run),
            )
            for place in places
            if place.kind in kinds
        ]
        if entries:
            parts.append(Part(_page(run, name, places, linked="heading" in kinds), entries))
    return parts


def _page(run, name, places, *, linked):
    """The heading of a page's entries: what links call it, and its own title."""
    say, called = run.language.say, links(run).get(name)
    titles = [say(called)] if called else []
    titles += [place.words for place in places if place.kind == "title"]
    titles = list(dict.fromkeys(titles))
    title = say("{title}: {words}", title=titles[0], words=titles[1]) if titles[1:] else titles[0]
    address = f"{name}.html" if linked else ""
    return Entry(address, mixed(title, run.language), also=_other(places[0], run))


def _other(place, run):
    """The words of a place in the other language, where the catalogue has them."""
    words = run.language.other.say(place.words)
    return words if words != place.words else ""


def _texts(run):
    """Each text and its headings: of those compared in detail also those that open a paragraph."""
    say, place, documents = run.language.say, run.language.place, run.everyone.documents
    if len(documents) > TEXTS:
        documents = run.documents
    headings = run.everyone.headings
    headings = headings[headings["document"].isin(documents["document"])]
    headings = _outer(headings, run.documents["document"], most=TEXTS - len(documents))
    headings = headings.assign(anchor="h" + headings["start"].astype(str))
    opening = run.sentences[run.sentences["is_heading"]]
    anchors = [row.sentence.removeprefix(f"{row.document}-") for row in opening.itertuples()]
    columns = ["document", "start", "text", "anchor"]
    listed = {name: [] for name in documents["document"]}
    for table in (headings, opening.assign(anchor=anchors)):
        for row in table[columns].itertuples():
            listed[row.document].append(row)
    parts = []
    for document in documents.itertuples():
        address, named = f"source-{document.document}.html", place(document.place)
        title = escape(say("{place} {year}: the text", place=named, year=document.year))
        own = sorted(listed[document.document], key=lambda row: row.start)
        entries = [
            _spoken(
                run,
                row.text,
                run.heading_gloss.get(row.text, ""),
                address=f"{address}#{row.anchor}",
            )
            for row in own
        ]
        heading = Entry(address, title, also=f"{document.place_zh} {document.place}")
        parts.append(Part(heading, entries))
    return parts


def _outer(headings, focus, *, most):
    """The headings down to the depth to which there are no more than `most`; those of the documents
    of the focus alone, where there are more of the outermost."""
    for depth in range(headings["depth"].max() if len(headings) else 0, 0, -1):
        kept = headings[headings["depth"] <= depth]
        if len(kept) <= most:
            return kept
    return headings[headings["document"].isin(focus)]


def _numbers(run):
    """The numbers of the texts compared in detail, the targets first."""
    return readings.quantities(run).sort_values("aim", ascending=False, kind="stable")


def _common(run, pages):
    """The common indicators that these texts speak of, each where targets are set side by side, or
    in the first sentence that holds it."""
    found, anchors = _numbers(run), {place.anchor for place in pages.get(TARGETS, ())}
    first = found.drop_duplicates("indicator_id").set_index("indicator_id")
    entries = []
    for row in run.indicators[run.indicators["id"].isin(first.index)].itertuples():
        aimed = first.loc[row.id, "aim"] == "target" and row.headline == "yes"
        beside = aimed and HEADLINE in anchors
        address = f"{TARGETS}.html#{HEADLINE}" if beside else _sentence(first.loc[row.id])
        entry = _spoken(run, row.label_zh, row.label_en, address=address)
        name = row.id.replace("_", " ")  # gdp
        entries.append(replace(entry, also=f"{entry.also} {name}".strip()))
    return entries


def _worded(run):
    """All other indicators, as the texts word them, in the first sentence that does."""
    found = _numbers(run)
    others = found[found["indicator_id"] == ""].drop_duplicates("indicator").head(INDICATORS)
    return [
        _spoken(run, row.indicator, run.gloss.get(row.indicator, ""), address=_sentence(row))
        for row in others.itertuples()
    ]


def _sentence(row):
    """Where a sentence stands on the page of its text. row: with document and sentence."""
    return f"source-{row.document}.html#{row.sentence.removeprefix(f'{row.document}-')}"


def _terms(run):
    """The terms of the codebook that stand in the texts compared in detail, theme by theme."""
    text, labels = "\n".join(run.sentences["text"]), run.language.labels(run.codebook, "theme")
    parts = []
    for theme in run.codebook[run.codebook["theme"] != UNCODED].itertuples():
        words = [_word(run, term) for term in theme.terms if term in text]
        parts += [Part(Entry("", escape(labels[theme.theme])), words)] if words else []
    return parts


def _others(run, tables):
    """The words of these texts, most used first, that the codebook does not list: those that have
    an English gloss, or are distinctive, or stand for a topic."""
    shown = set()
    if "terms" in tables:
        shown |= set(tables["terms"].loc[tables["terms"]["distinctive"], "term"])
    if "topics" in tables:
        shown |= set(" ".join(tables["topics"]["terms"]).split())
    listed = {term for terms in run.codebook["terms"] for term in terms}
    counts = run.tokens["token"].value_counts()
    words = sorted(counts.index, key=lambda word: (-counts[word], word))
    kept = [word for word in words if word in run.gloss or word in shown]
    return [_word(run, word) for word in kept if word not in listed][:WORDS]


def _word(run, word):
    """The lines of a word."""
    address = LINES + re.sub(r"[\x00-\x7f]+", lambda part: quote(part[0], safe=""), word)
    return _spoken(run, word, run.gloss.get(word, ""), address=address)
