"""The audit: what is wrong with the texts of a corpus, before anything is counted in them.

Faults have names, severities and sentences in audit.yaml. Severe: the text is not what its label
says, or not whole. Warning: look at it. Note: good to know. Texts of another genre than the work
report are asked only what any text can be asked.
"""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from policy_emphasis.reference.documents import REPORT
from policy_emphasis.text import RULES, damage, labels
from policy_emphasis.text.duplicates import duplicates

FAULTS, LIMITS = RULES["faults"], RULES["thresholds"]
SEVERITIES = ("severe", "warning", "note")
EVIDENCE = 120  # characters
REPORTED = 40  # lines
NAMED = 6  # documents in one of them
GARBLED = "wrong encoding"  # the fault from which all others of a text follow
UNACCOUNTED = "unaccounted for"  # as the ledger says it
BREAK = re.compile(r"[\r\n\v\f\x85\u2028\u2029\u3000]|[ \t\xa0]{2}")
OF_NORMAL = 1.4826  # median absolute deviation → standard deviation of a normal distribution


@dataclass(frozen=True)
class Audited:
    """A document as the checks see it: its label, its stretch of the file, what was made of it.

    stages: stage → whether no heading names it. lost: Chinese characters
    that stand in no paragraph, no heading and nothing dropped for a reason.
    """

    document: str
    place_zh: str
    level: str
    year: int
    genre: str
    text: str
    headings: list
    stages: dict
    lost: int

    @cached_property
    def lines(self):
        """What stands between its line breaks, or the wide spaces that stand for them."""
        return [line for line in map(str.strip, BREAK.split(self.text)) if line]

    @cached_property
    def chinese(self):
        """How many Chinese characters the text has."""
        return damage.chinese(self.text)

    @property
    def opening(self):
        """What stands first, without blanks."""
        return re.sub(r"[^\S\n]+", "", self.text[: LIMITS["opening"]])

    @property
    def national(self):
        """Whether its label is the national report's."""
        label = f"{self.level} {self.place_zh}"
        return bool(re.search(RULES["places"]["national label"], label))


def audit(documents, ledger, *, headings, paragraphs, originals=()):
    """The faults of documents, from their prepared tables (text.prepare).

    Returns a table, the severest first, then in the order of the documents: document, fault (its
    name in audit.yaml), severity (severe, warning, note), evidence (the words or figures that show
    it), advice. paragraphs may have a column inferred: whether no heading names their stage.
    originals: (document, fault, evidence) each of the files that they were imported from.
    """
    texts = list(_audited(documents, ledger, headings=headings, paragraphs=paragraphs))
    peers = {text.level: set() for text in texts}
    for text in texts:
        peers[text.level] |= {labels.core(text.place_zh)} - {""}
    found = [(text.document, *fault) for text in texts for fault in _faults(text, peers)]
    garbled = {document for document, fault, _ in found if fault == GARBLED}
    legible = [text for text in texts if text.document not in garbled]
    faulty = {document for document, fault, _ in found if FAULTS[fault]["severity"] != "note"}
    legible.sort(key=lambda text: text.document in faulty)  # of two copies the faulty one is named
    found += [*_twice(legible), *_outlying(legible), *originals]
    place = {document: i for i, document in enumerate(documents["document"])}
    found = [(document, FAULTS[fault], fault, evidence) for document, fault, evidence in found]
    found.sort(key=lambda row: (SEVERITIES.index(row[1]["severity"]), place[row[0]]))
    table = [
        (document, fault, says["severity"], " ".join(evidence.split())[:EVIDENCE], says["advice"])
        for document, says, fault, evidence in found
    ]
    return pd.DataFrame(table, columns=["document", "fault", "severity", "evidence", "advice"])


def faults_of_original(text):
    """What was wrong with a text as its file gave it, and was mended: (fault, evidence) each."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    for fault, evidence in damage.breaks(lines):
        yield f"{fault}, mended", evidence


def report(table):
    """The lines in which the command line tells of an audit: one a severe fault, then how many
    documents have each of the others; at most REPORTED."""
    severe = table[table["severity"] == "severe"]
    lines = [
        f"severe   {row.document}: {FAULTS[row.fault]['says']} ({row.evidence}). {row.advice}"
        for row in severe.itertuples()
    ]
    others = table[table["severity"] != "severe"].groupby(["severity", "fault"], sort=False)
    counts = [
        f"{severity:8} {len(same)} × {FAULTS[fault]['says']}: {_named(same['document'])}"
        for (severity, fault), same in others
    ]
    room = max(0, REPORTED - len(counts) - 1)
    if len(lines) > room:
        lines = [*lines[:room], f"severe   … and {len(lines) - room} more"]
    return [*lines, *counts][:REPORTED] or ["nothing to remark"]


def _named(names):
    """The first few names, and how many there are more."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _audited(documents, ledger, *, headings, paragraphs):
    """Each document with what its prepared tables hold of it."""
    titles = headings.groupby("document")["text"].agg(list)
    inferred = paragraphs.get("inferred", pd.Series(False, index=paragraphs.index)).astype(bool)
    stages = inferred.groupby([paragraphs["document"], paragraphs["stage"]]).all()
    stages = {name: same.droplevel(0).to_dict() for name, same in stages.groupby(level=0)}
    gone = ledger[ledger["reason"] == UNACCOUNTED].groupby("document")
    gone = {name: list(zip(same["start"], same["end"], strict=True)) for name, same in gone}
    for row in documents.itertuples():
        lost = "".join(row.text[start:end] for start, end in gone.get(row.document, []))
        yield Audited(
            document=row.document,
            place_zh=_word(row.place_zh) if _word(row.place) else "",
            level=_word(row.level),
            year=_year(row.year),
            genre=row.genre,
            text=row.text[row.start : row.end],
            headings=titles.get(row.document, []),
            stages=stages.get(row.document, {}),
            lost=damage.chinese(lost),
        )


def _word(value):
    return "" if pd.isna(value) else str(value)


def _year(value):
    year = pd.to_numeric(value, errors="coerce")
    return 0 if pd.isna(year) else int(year)


def _faults(text, peers):
    """The faults of one document, (fault, evidence) each. peers: level → places of the corpus."""
    if not text.place_zh:
        yield "no place", text.document
    if not text.year:
        yield "no year", text.document
    if garbled := damage.garbled(text):
        yield GARBLED, garbled  # whatever else is found follows from it
        return
    yield from damage.characters(text)
    yield from damage.lines(text)
    if text.genre != REPORT:
        return
    yield from damage.length(text)
    yield from damage.parts(text)
    if text.place_zh and not text.national:
        yield from labels.place_faults(text, peers[text.level])
    if text.year:
        yield from labels.year_faults(text)


def _twice(texts):
    """Texts that stand in another document, too, or twice in their own."""
    found = duplicates(pd.Series({text.document: text.text for text in texts}, dtype=object))
    for row in found.itertuples():
        if row.share >= LIMITS["shared"]:
            fault = "copy" if row.share >= LIMITS["copied"] else "near duplicate"
            yield row.Index, fault, f"{row.other} {row.share:.0%}"
        if row.repeated >= LIMITS["repeated"]:
            fault = "doubled" if row.repeated >= LIMITS["doubled"] else "partly repeated"
            yield row.Index, fault, f"{row.repeated:.0%}"


def _outlying(texts):
    """Reports whose length is far from the others': robust z of its logarithm (Iglewicz and Hoaglin
    1993), and several times as short or long as the median."""
    reports = [text for text in texts if text.genre == REPORT]
    if len(reports) < LIMITS["least reports"]:
        return
    sizes = np.log([max(1, text.chinese) for text in reports])
    away = sizes - np.median(sizes)
    spread = max(OF_NORMAL * np.median(np.abs(away)), np.finfo(float).eps)
    for text, distance in zip(reports, away, strict=True):
        if abs(distance) / spread > LIMITS["outlying"] and abs(distance) > np.log(LIMITS["times"]):
            typical = np.exp(np.median(sizes))
            yield text.document, "unlike the others in length", f"{text.chinese}, {typical:.0f}"
