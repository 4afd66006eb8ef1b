"""How a report is built: the characters of each numbered section, and the tasks that its plan lists
in order. They are counts of the whole text, so no interval belongs to them."""

import re

import numpy as np
import pandas as pd

from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.text.inferred import CLOSING
from policy_emphasis.text.outline import LONGEST_HEADING
from policy_emphasis.text.stages import (
    FIRST,
    NUMBERED,
    UNNUMBERED,
    heading_rank,
    is_annex,
    stage_named,
)

OUTSIDE = "outside every section"
LEAST_TASKS = 3  # items of a list that is called a list of tasks
LEAST_OF_PLAN = 1 / 4  # of the plan's characters: what fills less is a list within a task
MAIN = 1 / 3  # of a task's characters: a theme that fills less is not what the task is about
COLUMNS = ["document", "place", "list", "rank", "depth", "item", "heading", "stage", "paragraph"]
COLUMNS += ["start", "end", "characters", "share"]


def sections(headings, paragraphs, sentences):
    """The sections of each text that a numbered heading opens, or one that names a stage, in order.

    headings, paragraphs, sentences: as of text.outline.Outline. A section reaches to the next
    heading of its own rank or an outer one, to the closing appeal or to the annex; where all other
    items of a list are a paragraph each, the last one ends with its paragraph.

    Returns document, place, list (items numbered on from one another share it), rank (as of
    outline.heading_rank), depth (1 for outermost), item (its place in the list, from 1), heading
    (the line, or the sentence that opens the section), stage, paragraph (its first), start, end
    (half-open, in the raw file), characters and share (of the document's). The last row of a
    document is what stands OUTSIDE all of them.
    """
    places = paragraphs.drop_duplicates("document").set_index("document")["place"]
    loose = set(paragraphs.loc[paragraphs["section"] == "", "paragraph"])
    pieces = pd.concat([headings, sentences]).fillna({"paragraph": "", "stage": ""})
    pieces = dict(list(pieces.sort_values("start", kind="stable").groupby("document")))
    found = []
    for document, place in places.items():
        own = pieces[document]
        opened = _ended(_opened(own, loose))
        total = own["text"].str.len().sum()
        within = sum(section["characters"] for section in opened if section["depth"] == 1)
        rest = {"heading": OUTSIDE, "stage": "other", "characters": total - within, "depth": 1}
        given = {"document": document, "place": place}
        for section in [*opened, rest]:
            found.append(section | given | {"share": section["characters"] / total})
    whole = ["list", "rank", "item", "start", "end"]
    return pd.DataFrame(found, columns=COLUMNS).astype(dict.fromkeys(whole, "Int64"))


def tasks(found, every):
    """The tasks of each report's plan: of the numbered lists that start in the plan the one with
    most characters. Lists are left out that have less than LEAST_TASKS items or less than
    LEAST_OF_PLAN of the plan, and those whose items mostly name a plan or the government's own
    conduct, as sections do. A text without such a list has no row.

    found: as from sections; every: sentences with their themes, as from themes.with_uncoded.
    Returns the columns of `found`, and theme (the one with most of the task's characters, "" where
    that is less than MAIN) with theme_share.
    """
    plan = found[(found["depth"] == 1) & (found["stage"] == "plan")]
    plan = plan.groupby("document")["characters"].sum()
    lists = []
    items = found[found["rank"] >= 0]
    several = items.groupby(["document", "list"])["item"].transform("size") >= LEAST_TASKS
    for document, own in items[several].groupby("document", sort=False):
        fitting = [items for _, items in own.groupby("list") if _lists_tasks(items)]
        largest = max(fitting, key=lambda items: items["characters"].sum(), default=None)
        if largest is not None:
            filled = largest["characters"].sum() / plan.get(document, 1)
            lists += [largest] if filled >= LEAST_OF_PLAN else []
    if not lists:
        return found.head(0).assign(theme="", theme_share=0.0)
    listed = pd.concat(lists, ignore_index=True)
    return listed.join(_themes(listed, every))


def title(heading):
    """A heading without its number and full stop; of a long sentence what comes first."""
    words = NUMBERED.sub("", heading, count=1).strip()
    if len(words) > LONGEST_HEADING:
        words = re.split(r"[,，;；:：。\s]", words, maxsplit=1)[0]
    return words.rstrip("。.!！")


def _opened(pieces, loose):
    """The sections of one document as they are opened, each with the characters under it; `own` are
    those of the paragraph that opens it, `until` where that ends. loose: paragraphs under no
    heading."""
    found, path, lists = [], [], {}
    for piece in pieces.itertuples():
        is_line = not piece.paragraph
        if is_line and is_annex(piece.text):
            break
        if piece.paragraph in loose and piece.text.startswith(CLOSING):
            path = []
        rank = heading_rank(piece.text) if is_line or NUMBERED.match(piece.text) else UNNUMBERED
        if rank < UNNUMBERED:
            path = [above for above in path if above["rank"] < rank]
            lists = {outer: at_it for outer, at_it in lists.items() if outer <= rank}
            if rank not in lists or FIRST.match(piece.text):
                lists[rank] = (len(found), 0)
            lists[rank] = (lists[rank][0], lists[rank][1] + 1)
            path = [*path, _section(piece, rank, len(path) + 1) | _numbered(lists[rank])]
            found.append(path[-1])
        for section in path:
            _add(section, piece)
    return found


def _section(piece, rank, depth):
    opening = {"rank": rank, "depth": depth, "heading": piece.text, "start": piece.start}
    inside = {"paragraph": piece.paragraph, "within": piece.paragraph, "stage": piece.stage}
    return opening | inside | {"characters": 0, "own": 0}


def _numbered(counted):
    return dict(zip(("list", "item"), counted, strict=True))


def _add(section, piece):
    """Counts a heading or sentence to a section that it stands in."""
    section["characters"] += len(piece.text)
    section["end"] = piece.end
    section["paragraph"] = section["paragraph"] or piece.paragraph
    section["stage"] = section["stage"] or piece.stage
    if section["within"] == piece.paragraph:
        section |= {"own": section["own"] + len(piece.text), "until": piece.end}


def _ended(found):
    """Sections, of which the last item of a list ends with its paragraph where all others do."""
    lists = {}
    for section in found:
        section["stage"] = section["stage"] or "other"
        lists.setdefault(section["list"], []).append(section)
    for *others, last in lists.values():
        single = [item["own"] == item["characters"] for item in others]
        if single and all(single) and last["within"]:
            last |= {"characters": last["own"], "end": last["until"]}
    return found


def _lists_tasks(items):
    """Whether a list may be that of the plan's tasks."""
    starts = items.iloc[0]["stage"] == "plan" and FIRST.match(items.iloc[0]["heading"])
    staged = [stage_named(title(heading)) in ("plan", "governance") for heading in items["heading"]]
    return len(items) >= LEAST_TASKS and starts and 2 * sum(staged) < len(items)


def _themes(listed, every):
    """The main theme of each section, and its share of the section's characters."""
    found, sentences = [], dict(list(every.groupby("document")))
    for document, own in listed.groupby("document", sort=False):
        texts = sentences[document].sort_values("start", kind="stable")
        ends = own[["start", "end"]].to_numpy(int)
        spans = iter(np.searchsorted(texts["start"].to_numpy(int), ends).tolist())
        for section in own.itertuples():
            inside = texts.iloc[slice(*next(spans))]
            mass = (inside["characters"] * inside["weight"]).groupby(inside["theme"]).sum()
            shares = (mass / max(mass.sum(), 1)).drop(UNCODED, errors="ignore")
            main = shares.round(9).idxmax() if len(shares) else ""
            share = shares.get(main, 0.0)
            found.append((section.Index, main if share >= MAIN else "", share))
    found = pd.DataFrame(found, columns=["index", "theme", "theme_share"])
    return found.set_index("index")
