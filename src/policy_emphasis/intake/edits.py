"""Edits of a text, one after another, told in offsets of the text as it was first."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np


@dataclass(frozen=True)
class Draft:
    """A text on its way from `original`: each character of `text` stands for the stretch of the
    original from `starts` to `ends`; `done` holds the stretches changed so far: start, end, reason,
    whether white space alone was changed."""

    original: str
    text: str
    starts: np.ndarray
    ends: np.ndarray
    done: tuple = ()


@dataclass(frozen=True)
class Cleaned:
    """A text whose `spans` (start, end, instead, reason; half-open offsets in the original, sorted,
    not overlapping) have been replaced."""

    text: str
    spans: tuple


def draft(text):
    """The draft of a text that nothing is changed in yet."""
    places = np.arange(len(text) + 1)
    return Draft(text, text, places[:-1], places[1:])


def edited(before, spans):
    """The draft with each span (start, end, instead, reason) of its text replaced; the spans are
    sorted and do not overlap."""
    if not spans:
        return before
    text, last, pieces, done = before.text, 0, [], []
    keep = np.ones(len(text), dtype=bool)
    added = []  # for every character put in: before which it stands, and the stretch it stands for
    for start, end, instead, reason in spans:
        pieces += [text[last:start], instead]
        keep[start:end] = False
        low, high = _stretch(before, start, end)
        done.append((low, high, reason, text[start:end].isspace()))
        added += [(start, low, low)] * (len(instead) - 1) + [(start, low, high)] * bool(instead)
        last = end
    pieces.append(text[last:])
    starts, ends = before.starts[keep], before.ends[keep]
    if added:
        where, low, high = np.array(added).T
        where = np.concatenate([[0], np.cumsum(keep)])[where]
        starts, ends = np.insert(starts, where, low), np.insert(ends, where, high)
    return Draft(before.original, "".join(pieces), starts, ends, (*before.done, *done))


def _stretch(before, start, end):
    """The stretch of the original that a stretch of the draft stands for."""
    if end > start:
        return int(before.starts[start]), int(before.ends[end - 1])
    place = before.starts[start] if start < len(before.text) else len(before.original)
    return int(place), int(place)


def cleaned(last):
    """What became of the original, as Cleaned: neighbouring changes of one reason are one span."""
    new, old = _codes(last.text), _codes(last.original)
    same = last.ends - last.starts == 1
    same[same] = new[same] == old[last.starts[same]]
    number_of = {reason: i for i, reason in enumerate(dict.fromkeys(d[2] for d in last.done))}
    label = np.full(len(old) + 1, -1)  # the reason of the last change that met a character
    between = {}  # the same where something was put in between two characters
    for low, high, reason, blank in last.done:
        met = label[low:high]  # what was dropped before keeps its reason when its blanks go
        met[met < 0 if blank else slice(None)] = number_of[reason]
        between[low] = number_of[reason]
    label[last.starts[same]] = -1
    cuts = np.flatnonzero(np.diff(label, prepend=-1))
    runs = [
        [a, b, "", label[a]] for a, b in pairwise([*cuts.tolist(), len(label)]) if label[a] >= 0
    ]
    spans = _with_added(runs, last, np.flatnonzero(~same), between)
    reasons = list(number_of)
    return Cleaned(last.text, tuple((*span, reasons[number]) for *span, number in spans))


def _with_added(runs, last, added, between):
    """The runs (start, end, instead, number of the reason) with the characters that stand instead
    of them; what is put in between two kept characters is a run of no length."""
    opens = np.array([run[0] for run in runs], dtype=int)
    places = last.starts[added]
    alone = {}
    for i, place, run in zip(
        added, places, np.searchsorted(opens, places, "right") - 1, strict=True
    ):
        if run >= 0 and place < runs[run][1]:
            runs[run][2] += last.text[i]
        else:
            alone.setdefault(place, [int(place), int(place), "", between[place]])[2] += last.text[i]
    return sorted([*runs, *alone.values()])


def _codes(text):
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def back(clean, offsets):
    """The offsets in the original of offsets in the clean text; a character that was put in has the
    place of what it stands for."""
    starts, ends, lengths = (
        np.array([(start, end, len(instead)) for start, end, instead, _ in clean.spans], dtype=int)
        .reshape(-1, 3)
        .T
    )
    after = ends - np.cumsum(ends - starts - lengths)  # where a span ends in the clean text
    before = after - lengths
    offsets = np.asarray(offsets)
    passed = np.searchsorted(after, offsets, side="right") - 1
    moved = np.where(passed >= 0, (ends - after)[passed] if len(ends) else 0, 0)
    inside = np.searchsorted(before, offsets, side="right") - 1
    within = (inside > passed) if len(ends) else np.zeros(offsets.shape, dtype=bool)
    return np.where(within, starts[inside] if len(ends) else 0, offsets + moved)
