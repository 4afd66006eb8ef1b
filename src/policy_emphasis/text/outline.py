"""The outline of a document: headings, paragraphs with their section path and stage, and sentences.

A heading may be a line of its own, be glued to the end of the paragraph before it, or open its
paragraph (「(一)实施制造业高质量发展行动。深入实施…」, 「一、2005年工作回顾 过去的一年…」). Stages
follow the headings (text.stages), and in a report whose headings leave out a part what the
paragraphs say (text.inferred): review (what was done), plan (what is to be done), governance (the
government's own conduct), other (opening, closing, annexes, and every text of another genre).
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from policy_emphasis.reference.documents import REPORT
from policy_emphasis.text.inferred import staged
from policy_emphasis.text.stages import (
    DIVIDING,
    FIRST,
    MARKERS,
    NAMING,
    NUMBERED,
    UNNUMBERED,
    heading_rank,
    is_annex,
    stage_named,
)

SPACE = re.compile(r"\s+")
PARAGRAPH_MARK = re.compile(
    r".*[\n\u3000]|..", re.DOTALL
)  # of a stretch of space: all but one blank
SENTENCE_END = re.compile(r"[。!?！？]+[”’」』》)）\"]*")
GLUED = re.compile(
    r"(?:\d{4}年|过去|今后|未来|新一届|一、|二、|三、|四、)[^。!?;,:！？；，：]{2,28}$"
)
# What may stand between a heading and the text that follows it in its line.
JOINT = re.compile(
    r"(?<=[一-鿿”）)]) (?=[一-鿿“\d])|(?=(?:刚刚)?过去[的一五]|20\d\d年[,，是]|今年是)"
)
TIME = re.compile(r"(?:刚刚)?过去|20\d\d年|今[年后]|未来|[“\"]")
STRAY = re.compile("[一-鿿] [一-鿿]")
SHORTEST_JOINED = 8  # characters of a heading before a blank that names no stage
DEEPEST = 8  # headings over a paragraph that are kept: of many short lines each is a heading
INSIDE = re.compile(rf"(?<=[。!?！？”])\s?(?={'|'.join(MARKERS[:3])})")  # a text in one line
OVERLONG = 3000  # characters: no paragraph is so long, but a text in one line is
LONGEST_HEADING = 45  # characters; longer lines without a full stop are paragraphs that lack one
HEADINGS = ["document", "file", "start", "end", "text", "depth"]
SHARED = [
    "paragraph",
    "document",
    "place",
    "stage",
    "inferred",
    "file",
]  # of a sentence and its paragraph
PARAGRAPHS = [*SHARED, "section", "heading", "start", "end", "characters", "text"]
SENTENCES = ["sentence", *SHARED, "is_heading", "start", "end", "characters", "text"]
NOTHING = pd.DataFrame(columns=["file", "start", "end"])


@dataclass(frozen=True)
class Outline:
    """The headings, paragraphs and sentences of some documents; `start` and `end` are half-open
    offsets in the raw file.

    headings: document, file, start, end, text, depth. paragraphs: paragraph, document, place,
    stage, inferred (whether the stage comes from the text, not from a heading), file, section (the
    path of headings from the outermost in, joined by " › "), heading (the innermost), start, end,
    characters, text. sentences: sentence, paragraph, document, place, stage, inferred, file,
    is_heading, start, end, characters, text.
    """

    headings: pd.DataFrame
    paragraphs: pd.DataFrame
    sentences: pd.DataFrame


def outline(documents, dropped=NOTHING):
    """The Outline of documents (as from reference.documents.read_documents). dropped: file, start,
    end, reason of the stretches that are none of their text."""
    headings, paragraphs, spans_dropped = [], [], {}
    for row in dropped.itertuples():
        spans_dropped.setdefault(row.file, []).append((row.start, row.end))
    for document in documents.itertuples():
        own = spans_dropped.get(document.file, [])
        spans = []
        for start, end, path, is_heading in _pieces(document, own):
            text = document.text[start:end]
            if is_heading:
                headings.append((document.document, document.file, start, end, text, len(path)))
            else:
                opening = _run_in(text)
                spans.append((start, end, [*path, opening] if opening else path))
        paragraphs += _paragraphs(document, spans)
    headings = pd.DataFrame(headings, columns=HEADINGS)
    sentences = _sentences(paragraphs)
    return Outline(headings, pd.DataFrame(paragraphs, columns=PARAGRAPHS), sentences)


def sentence_spans(text):
    """Half-open spans of the sentences in a text. Only 。!? end a sentence: a list joined by ;
    stays one."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    cuts = pairwise([0, *ends, len(text)])
    spans = ((end - len(text[start:end].lstrip()), end) for start, end in cuts)
    return [(start, end) for start, end in spans if start < end]


def _pieces(document, dropped):
    """The headings and paragraphs of a document: start, end, the path of headings over it (its own
    text last, of a heading) and whether it is one. From an annex on, that is the path."""
    path, outside, after_heading, annexed = [], None, False, False
    half = (document.start + document.end) // 2
    for start, end in _parts(document, dropped):
        text = document.text[start:end]
        opens_annex = not annexed and start > half and _is_short(text) and is_annex(text)
        is_heading = opens_annex or _is_heading(text)
        if opens_annex:
            path, annexed = [text], document.genre == REPORT
        elif is_heading and not annexed:
            if path and heading_rank(text) == NAMING and heading_rank(path[0]) in DIVIDING:
                outside = heading_rank(path[0])
            path, outside = _opened(path, text, outside=outside, after_heading=after_heading)
        yield start, end, path, is_heading
        after_heading = is_heading


def _opened(path, heading, *, outside, after_heading):
    """The path of open headings, outermost first, once `heading` is opened under it; and the rank
    of the numbered heading that stood open where an unnumbered one named a stage: the next number
    of that rank closes it. An unnumbered line right after a heading stands under that heading."""
    rank = heading_rank(heading)
    if rank == outside:
        path, outside = path if FIRST.match(heading) else [], None
    if rank != UNNUMBERED or not after_heading:
        path = [above for above in path if heading_rank(above) < rank]
    return [*path[:DEEPEST], heading], outside


def _parts(document, dropped):
    """Spans of the headings and paragraphs: what stands between paragraph marks and dropped spans,
    without white space at its ends, apart from headings that stand in one line with it."""
    spaces = SPACE.finditer(document.text, document.start, document.end)
    cuts = [space.span() for space in spaces if PARAGRAPH_MARK.match(space[0])]
    cuts += [(a, b) for a, b in dropped if a < document.end and b > document.start]
    start = document.start
    for cut_start, cut_end in [*sorted(cuts), (document.end, document.end)]:
        stretch = document.text[start : max(start, cut_start)]
        inside = INSIDE.finditer(stretch) if len(stretch) > OVERLONG else ()
        inside = [match.start() for match in inside]
        for opens, closes in pairwise([0, *inside, len(stretch)]):
            yield from _lines(stretch[opens:closes], start + opens)
        start = max(start, cut_end)


def _lines(stretch, start):
    """Spans of a stretch without blanks at its ends, of the heading that its text is joined to and
    of the one that is glued to it."""
    text = stretch.strip()
    if not text:
        return
    start += len(stretch) - len(stretch.lstrip())
    joined, rest = _joined_heading(text)
    glued = _before_glued_heading(text)
    cuts = [(0, joined), (rest, max(glued, rest)), (max(glued, rest), len(text))]
    yield from ((start + opens, start + closes) for opens, closes in cuts if closes > opens)


def _joined_heading(text):
    """Where the heading that opens a paragraph's line ends and where its text begins, 0 where there
    is none."""
    if _is_heading(text):
        return 0, 0
    for joint in JOINT.finditer(text, 0, LONGEST_HEADING + 1):
        heading, blank = text[: joint.start()], joint.end() > joint.start()
        if re.search(r"[。!?;:！？；：]", heading):
            break
        named = heading_rank(heading) < UNNUMBERED and stage_named(heading) != "other"
        if blank and NUMBERED.match(heading) and (named or _is_whole(heading, text[joint.end() :])):
            return joint.span()
        whole = named and not re.search("[，,]", heading)
        if whole and (NUMBERED.match(heading) or (blank and TIME.match(text, joint.end()))):
            return joint.span()
    return 0, 0


def _is_whole(heading, rest):
    """Whether a blank ends a heading that names no stage: it is no stray one within a sentence."""
    strays = STRAY.search(rest, 0, 3 * LONGEST_HEADING)
    return len(heading) >= SHORTEST_JOINED and len(sentence_spans(rest)) > 1 and not strays


def _before_glued_heading(text):
    """The length of the paragraph that a heading is glued to, 0 where there is none."""
    ends = SENTENCE_END.finditer(text, max(0, len(text) - 2 * LONGEST_HEADING))
    tail = max((match.end() for match in ends), default=0)
    glued = not _is_heading(text) and GLUED.match(text, tail)
    return tail if glued and stage_named(text[tail:]) != "other" else 0


def _is_heading(text):
    """Whether a line is short and nothing ends it."""
    ended = SENTENCE_END.search(text[-3:]) or re.search(r"[:;：；，,]$", text)
    return not ended and _is_short(text)


def _is_short(text):
    return len(text) <= LONGEST_HEADING


def _run_in(text):
    """The numbered heading that opens a paragraph, with more to follow; "" where none does."""
    first = NUMBERED.match(text) and SENTENCE_END.search(text, 0, LONGEST_HEADING + 2)
    more = first and text[first.end() :].strip()
    return text[: first.end()] if more and first.end() <= LONGEST_HEADING else ""


def _paragraphs(document, spans):
    """The paragraphs of one document. spans: start, end and the headings above of each."""
    texts = [document.text[start:end] for start, end, _ in spans]
    paths = [path for *_, path in spans]
    stages, closing = [("other", False)] * len(spans), range(0)
    if document.genre == REPORT:
        stages, closing = staged(paths, texts, getattr(document, "year", 0))
    found = []
    for number, (start, end, path) in enumerate(spans, 1):
        stage, inferred = stages[number - 1]
        path = [] if number - 1 in closing else path
        found.append(
            {
                "paragraph": f"{document.document}-p{number:03d}",
                "document": document.document,
                "place": document.place,
                "stage": stage,
                "inferred": inferred,
                "file": document.file,
                "section": " › ".join(path),
                "heading": path[-1] if path else "",
                "start": start,
                "end": end,
                "characters": end - start,
                "text": texts[number - 1],
            }
        )
    return found


def _sentences(paragraphs):
    """The sentences of the paragraphs, each with what it shares with its own."""
    sentences = []
    for paragraph in paragraphs:
        shared = [paragraph[column] for column in SHARED]
        text, opens = paragraph["text"], paragraph["start"]
        for n, (start, end) in enumerate(sentence_spans(text), 1):
            is_heading = n == 1 and bool(_run_in(text))
            own = (is_heading, opens + start, opens + end, end - start, text[start:end])
            sentences.append((f"{paragraph['paragraph']}-s{n:02d}", *shared, *own))
    return pd.DataFrame(sentences, columns=SENTENCES)
