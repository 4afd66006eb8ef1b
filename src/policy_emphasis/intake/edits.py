"""Edits of a text, one after another, told in offsets of the text as it was first."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np


@dataclass(frozen=True)
class Draft:
    """A text on its way from `original`: each character of `text` stands for the stretch of the
    original from `starts` to `ends`; `done` holds the edits so far, as from _edit."""

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
    pieces, last = [], 0
    for start, end, instead, _ in spans:
        pieces += [before.text[last:start], instead]
        last = end
    starts, ends = np.array([span[:2] for span in spans]).T
    edit = _edit(before, spans, starts=starts, ends=ends)
    keep = np.ones(len(before.text), dtype=bool)
    keep[_inside(starts, ends)] = False
    lengths = np.array([len(instead) for *_, instead, _ in spans])
    where = np.repeat(np.append(0, np.cumsum(keep))[starts], lengths)
    low, high = np.repeat(edit.low, lengths), np.repeat(edit.low, lengths)
    high[np.cumsum(lengths)[lengths > 0] - 1] = edit.high[lengths > 0]  # the last stands for all
    return Draft(
        before.original,
        "".join([*pieces, before.text[last:]]),
        np.insert(before.starts[keep], where, low),
        np.insert(before.ends[keep], where, high),
        (*before.done, edit),
    )


@dataclass(frozen=True)
class Edit:
    """The stretches of the original that one step changed, from `low` to `high`, each with its
    reason, and whether white space alone was changed."""

    low: np.ndarray
    high: np.ndarray
    reasons: list
    blank: np.ndarray


def _edit(before, spans, *, starts, ends):
    low = np.append(before.starts, len(before.original))[starts]
    high = np.where(ends > starts, np.append(0, before.ends)[ends], low)
    blank = np.array([before.text[start:end].isspace() for start, end, *_ in spans])
    return Edit(low, high, [reason for *_, reason in spans], blank)


def _inside(starts, ends):
    """All the places from each start to its end."""
    lengths = ends - starts
    before = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
    return before + np.arange(len(before))


def cleaned(last):
    """What became of the original, as Cleaned: neighbouring changes of one reason are one span."""
    new, old = _codes(last.text), _codes(last.original)
    same = last.ends - last.starts == 1
    same[same] = new[same] == old[last.starts[same]]
    reasons = list(dict.fromkeys(reason for edit in last.done for reason in edit.reasons))
    label, between = _labels(last, reasons)
    label[last.starts[same]] = -1
    cuts = np.flatnonzero(np.diff(label, prepend=-1))
    runs = [(a, b, label[a]) for a, b in pairwise([*cuts.tolist(), len(label)]) if label[a] >= 0]
    added = _added(runs, last, np.flatnonzero(~same))
    spans = [(a, b, added.pop((a, b), ""), reasons[number]) for a, b, number in runs]
    spans += [(a, b, instead, reasons[between[a]]) for (a, b), instead in added.items()]
    return Cleaned(last.text, tuple(sorted(spans)))


def _labels(last, reasons):
    """The number of the reason for which each character of the original was changed last, -1 for
    none; and of that for which something was put in before it."""
    number_of = {reason: number for number, reason in enumerate(reasons)}
    label, between = np.full((2, len(last.original) + 1), -1)
    for edit in last.done:
        numbers = np.array([number_of[reason] for reason in edit.reasons])
        between[edit.low] = numbers
        places, lengths = _inside(edit.low, edit.high), edit.high - edit.low
        # What was dropped before keeps its reason when its blanks go.
        free = ~np.repeat(edit.blank, lengths) | (label[places] < 0)
        label[places[free]] = np.repeat(numbers, lengths)[free]
    return label, between


def _added(runs, last, added):
    """The characters put in, by the run in which they stand; by a run of no length where they
    stand between two kept characters."""
    if not len(added):
        return {}
    places = last.starts[added]
    opens, ends = np.array([run[:2] for run in runs] or [(0, 0)]).T
    run = np.searchsorted(opens, places, side="right") - 1
    inside = (run >= 0) & (places < ends[run])
    start, end = np.where(inside, opens[run], places), np.where(inside, ends[run], places)
    new = np.flatnonzero(np.diff(start, prepend=-1) | np.diff(end, prepend=-1))
    characters = [last.text[i] for i in added.tolist()]
    return {
        (int(start[a]), int(end[a])): "".join(characters[a:b])
        for a, b in pairwise([*new.tolist(), len(characters)])
    }


def _codes(text):
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def back(clean, offsets):
    """The offsets in the original of offsets in the clean text; a character that was put in has the
    place of what it stands for."""
    offsets = np.asarray(offsets)
    if not clean.spans:
        return offsets
    spans = [(start, end, len(instead)) for start, end, instead, _ in clean.spans]
    starts, ends, lengths = np.array(spans).T
    after = ends - np.cumsum(ends - starts - lengths)  # where a span ends in the clean text
    passed = np.searchsorted(after, offsets, side="right") - 1
    inside = np.searchsorted(after - lengths, offsets, side="right") - 1
    moved = np.where(passed >= 0, (ends - after)[passed], 0)
    return np.where(inside > passed, starts[inside], offsets + moved)
