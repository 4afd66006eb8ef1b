"""The outline of a document: headings, paragraphs with their section path and stage, and sentences.

A heading may be a line of its own, be glued to the end of the paragraph before it, or open its
paragraph (「(一)实施制造业高质量发展行动。深入实施…」). Stages follow the headings: review (what
was done), plan (what is to be done), governance (the government's own conduct), other (opening,
closing, and every text without such headings, the news article among them). The rules were written
on the seed's three texts and on reports of provinces and cities from 1991 to 2026; what stands
under no heading that speaks of a stage is "other", never guessed.
"""

import re
from dataclasses import dataclass

import pandas as pd

from policy_emphasis.reference.documents import REPORT
from policy_emphasis.text import PATTERNS

PARAGRAPH_MARK = re.compile(r"\s*\n\s*|[ \t\xa0]{2,}|\u3000+")
SENTENCE_END = re.compile(r"[。!?！？]+[”’」』》)）\"]*")
SENTENCE = re.compile(rf"(?=\S).*?(?:{SENTENCE_END.pattern}|\Z)", re.DOTALL)
MARKERS = PATTERNS["markers"]
UNNUMBERED = len(MARKERS)  # the innermost rank: an unnumbered line that names no stage
NUMBERED = re.compile("|".join(MARKERS))
PAST_YEAR = re.compile(r"(?:[一二三四五]、)?(20\d\d)年(?!.*目标)")  # 「2023年主要工作」
YEAR = re.compile(r"20\d\d(?!\d)")
OUTER = (0, 1)  # ranks of headings that may speak of a stage without naming it
GLUED = re.compile(
    r"(?:\d{4}年|过去|今后|未来|新一届|一、|二、|三、|四、)[^。!?;,:！？；，：]{2,28}$"
)
LONGEST_HEADING = 45  # characters; longer lines without a full stop are paragraphs that lack one
CLOSING = "各位代表"  # how the closing appeal addresses the deputies
HEADINGS = ["document", "file", "start", "end", "text", "depth"]
SHARED = ["paragraph", "document", "place", "stage", "file"]  # of a sentence and its paragraph
NOTHING = pd.DataFrame(columns=["file", "start", "end"])


@dataclass(frozen=True)
class Outline:
    """The headings, paragraphs and sentences of some documents; `start` and `end` are half-open
    offsets in the raw file.

    headings: document, file, start, end, text, depth. paragraphs: paragraph, document, place,
    stage, file, section (the path of headings from the outermost in, joined by " › "), heading (the
    innermost), start, end, characters, text. sentences: sentence, paragraph, document, place,
    stage, file, is_heading, start, end, characters, text.
    """

    headings: pd.DataFrame
    paragraphs: pd.DataFrame
    sentences: pd.DataFrame


def outline(documents, dropped=NOTHING):
    """The Outline of documents (as from reference.documents.read_documents). dropped: file, start,
    end, reason of the stretches that are none of their text."""
    headings, paragraphs = [], []
    for document in documents.itertuples():
        path, after_heading, number, planned = [], False, 0, False
        for start, end in _parts(document, dropped[dropped["file"] == document.file]):
            text = document.text[start:end]
            if is_heading := _is_heading(text):
                path = _opened(path, text, after_heading)
                headings.append((document.document, document.file, start, end, text, len(path)))
            else:
                number += 1
                span = {"start": start, "end": end, "planned": planned}
                paragraphs.append(_paragraph(document, number, path, **span))
                planned = planned or paragraphs[-1]["stage"] == "plan"
            after_heading = is_heading
    headings = pd.DataFrame(headings, columns=HEADINGS)
    paragraphs = _closed(pd.DataFrame(paragraphs))
    return Outline(headings, paragraphs, _sentences(paragraphs))


def sentence_spans(text):
    """Half-open spans of the sentences in a text. Only 。!? end a sentence: a list joined by ;
    stays one."""
    return [match.span() for match in SENTENCE.finditer(text)]


def _parts(document, dropped):
    """Spans of the headings and paragraphs: what stands between paragraph marks and dropped spans,
    without white space at its ends; a heading may be glued to a paragraph's end."""
    marks = PARAGRAPH_MARK.finditer(document.text, document.start, document.end)
    cuts = [match.span() for match in marks]
    within = (dropped["start"] < document.end) & (dropped["end"] > document.start)
    cuts += [(row.start, row.end) for row in dropped[within].itertuples()]
    start = document.start
    for cut_start, cut_end in [*sorted(cuts), (document.end, document.end)]:
        stretch = document.text[start : max(start, cut_start)]
        if text := stretch.strip():
            opens = start + len(stretch) - len(stretch.lstrip())
            closes = opens + len(text)
            glued = opens + _before_glued_heading(text)
            yield from [(opens, glued), (glued, closes)] if glued > opens else [(opens, closes)]
        start = max(start, cut_end)


def _before_glued_heading(text):
    """The length of the paragraph that a heading is glued to, 0 where there is none."""
    tail = max((match.end() for match in SENTENCE_END.finditer(text)), default=0)
    glued = not _is_heading(text) and GLUED.match(text, tail)
    return tail if glued and stage_named(text[tail:]) != "other" else 0


def _is_heading(text):
    """Whether a line is short and nothing ends it."""
    ended = SENTENCE_END.search(text[-3:]) or re.search(r"[:;：；，,]$", text)
    return not ended and len(text) <= LONGEST_HEADING


def _run_in(text):
    """The numbered heading that opens a paragraph, with more to follow; "" where none does."""
    (start, end), *others = sentence_spans(text)
    opens = NUMBERED.match(text) and end - start <= LONGEST_HEADING and others
    return text[start:end] if opens else ""


def _paragraph(document, number, path, *, start, end, planned):
    """A paragraph under a path of headings. planned: whether the document has come to its plan."""
    text = document.text[start:end]
    opening = _run_in(text)
    above = [*path, opening] if opening else path
    stage = "other"
    if document.genre == REPORT:
        stage = _stage(above, getattr(document, "year", 0), planned)
    return {
        "paragraph": f"{document.document}-p{number:03d}",
        "document": document.document,
        "place": document.place,
        "stage": stage,
        "file": document.file,
        "section": " › ".join(above),
        "heading": above[-1] if above else "",
        "start": start,
        "end": end,
        "characters": len(text),
        "text": text,
    }


def _sentences(paragraphs):
    """The sentences of the paragraphs, each with what it shares with its own."""
    sentences = [
        {
            "sentence": f"{p.paragraph}-s{n:02d}",
            **{column: getattr(p, column) for column in SHARED},
            "is_heading": n == 1 and bool(_run_in(p.text)),
            "start": p.start + start,
            "end": p.start + end,
            "characters": end - start,
            "text": p.text[start:end],
        }
        for p in paragraphs.itertuples()
        for n, (start, end) in enumerate(sentence_spans(p.text), 1)
    ]
    return pd.DataFrame(sentences)


def _opened(path, heading, after_heading):
    """The path of open headings, outermost first, once `heading` is opened under it. An unnumbered
    line right after a heading stands under that heading."""
    rank = heading_rank(heading)
    if rank != UNNUMBERED or not after_heading:
        path = [above for above in path if heading_rank(above) < rank]
    return [*path, heading]


def heading_rank(heading):
    """-1 for an unnumbered heading that names a stage, 0… by marker, UNNUMBERED for any other."""
    for rank, marker in enumerate(MARKERS):
        if re.match(marker, heading):
            return rank
    return -1 if stage_named(heading) != "other" else UNNUMBERED


def _stage(path, year, planned):
    """The stage that a path of headings stands for: the outermost that is named, but governance
    inside a plan is governance; where none is, what the outermost numbered one tends to. year: of
    the document."""
    named = [stage_named(heading, year) for heading in path]
    outermost = next((stage for stage in named if stage != "other"), "other")
    if outermost == "other" and path and heading_rank(path[0]) in OUTER:
        return _tendency(path[0], year, planned)
    return "governance" if outermost == "plan" and "governance" in named else outermost


def _tendency(heading, year, planned):
    """The stage that an outer numbered heading speaks of without naming it: by its years, else as
    the plan before it, else by its words. 「一、攻坚奋斗的2022年」 is a review in a report of 2023.
    """
    words = PATTERNS["tendencies"]
    if re.search(words["governance"], heading, re.VERBOSE):
        return "governance"
    years = [int(found) for found in YEAR.findall(heading)]
    if years and year:
        return "plan" if max(years) >= year else "review"
    if planned:
        return "plan"
    found = (stage for stage in ("review", "plan") if re.search(words[stage], heading, re.VERBOSE))
    return next(found, "other")


def stage_named(heading, year=0):
    """The stage that one heading names; 「2023年主要工作」 is a review in a report of 2024."""
    past = PAST_YEAR.match(heading)
    if past and int(past[1]) < year:
        return "review"
    named = (
        stage
        for stage, words in PATTERNS["stages"].items()
        if re.search(words, heading, re.VERBOSE)
    )
    return next(named, "other")


def _closed(paragraphs):
    """The closing appeal (last paragraphs that address the deputies) stands in no section."""
    addresses = paragraphs["text"].str.startswith(CLOSING)[::-1]
    closing = addresses.groupby(paragraphs["document"]).cummin()[::-1]
    paragraphs.loc[closing, ["stage", "section", "heading"]] = ["other", "", ""]
    return paragraphs
