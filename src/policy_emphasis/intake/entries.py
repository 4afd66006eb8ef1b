"""The rows of an imported corpus's documents.csv: how documents are named, and how what a person
changed there outlives the next import."""

import re
from dataclasses import dataclass

import pandas as pd
from pypinyin import lazy_pinyin

from policy_emphasis.reference.documents import COLUMNS

DESCRIBED = ["place", "place_zh", "level", "province", "year", "date", "speaker", "title", "genre"]
WRITTEN = [*COLUMNS, "province", "found", "original", "original_sha256"]
LONGEST = 50  # characters of a document's name, without what tells it from others


@dataclass(frozen=True)
class Kept:
    """The rows after an import, and what became of the earlier ones. table: WRITTEN; edited: how
    many cells a person's value was kept in; left_out: documents that a person had taken out; gone:
    documents whose original is no longer there."""

    table: pd.DataFrame
    edited: int
    left_out: list
    gone: list


def entry(text, described, content):
    """A row (column → text) for one text. described: column → Found; content: name and sha256 of
    the original."""
    values = {name: described[name].value for name in DESCRIBED}
    told = [name for name in DESCRIBED if described[name].where and name != "place_zh"]
    ways = {}
    for name in told:
        ways.setdefault(described[name].where, []).append(name)
    found = [f"{', '.join(names)}: {where}" for where, names in ways.items()]
    source = str(text.given.get("source", "")) or text.name
    values |= {"source": source, "found": "; ".join(found), "starts_with": "", "ends_with": ""}
    return values | content


def named(entries, before):
    """The entries with the name of a document and of its file: as `before` (original → document),
    else place and year, else after the original."""
    taken = set(before.values())
    for values in entries:
        name = before.get(values["original"])
        if not name:
            name = _unlike(_name(values), taken)
            taken.add(name)
        values |= {"document": name, "file": f"texts/{name}.txt"}
    return entries


def _name(values):
    if values["place"] and values["year"]:
        return f"{values['place']}-{values['year']}"[:LONGEST]
    spelt = "-".join(lazy_pinyin(values["original"].rsplit("/", 1)[-1]))
    return re.sub(r"[\W_]+", "-", spelt.lower()).strip("-")[:LONGEST].strip("-") or "document"


def _unlike(name, taken):
    unlike, n = name, 1
    while unlike in taken:
        n += 1
        unlike = f"{name}-{n}"
    return unlike


def with_edits(table, found_before, edited):
    """Kept: the rows as found now, but every cell that a person changed as that person left it.

    table: WRITTEN, as found now; found_before: the same of the last import; edited: documents.csv
    as it stands. A document that is no longer in documents.csv was taken out, and stays out.
    """
    before, stands = (t.set_index("document").fillna("") for t in (found_before, edited))
    left_out = [
        name for name in before.index.difference(stands.index) if name in set(table.document)
    ]
    gone = sorted(set(stands.index) - set(table["document"]))
    table = table[~table["document"].isin(left_out)].set_index("document")
    same = table.index.intersection(stands.index).intersection(before.index)
    changed = 0
    for column in [name for name in table if name in stands and name in before]:
        own = same[(stands.loc[same, column] != before.loc[same, column]).to_numpy()]
        table.loc[own, column] = stands.loc[own, column]
        changed += len(own)
    return Kept(table.reset_index()[WRITTEN], changed, left_out, gone)
