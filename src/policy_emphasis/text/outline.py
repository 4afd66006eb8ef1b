"""The outline of a document: headings, paragraphs with their section path and stage, and sentences.

A heading may be a line of its own, be glued to the end of the paragraph before it, or open its
paragraph (「(一)实施制造业高质量发展行动。深入实施…」). Stages follow the headings: review (what
was done), plan (what is to be done), governance (the government's own conduct), other (opening,
closing, and every text without such headings, the news article among them). The rules were written
on the seed's three texts; a report with no heading that names a stage is all "other", never
guessed.
"""

import re
from dataclasses import dataclass

import pandas as pd

from policy_emphasis.reference.documents import REPORT

PARAGRAPH_MARK = re.compile(r"\s*\n\s*|[ \t\xa0]{2,}|\u3000+")
SENTENCE_END = re.compile(r"[。!?！？]+[”’」』》)）\"]*")
# Outer markers first: a heading closes every open one of its own rank or of an inner rank.
MARKERS = [
    re.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十]+部分",
        r"[一二三四五六七八九十]+、",
        r"[((（][一二三四五六七八九十]+[))）]",
        r"\d{1,2}[..．、](?!\d)",
        r"[一二三四五六七八九十]+(?:是|要)",
    )
]
UNNUMBERED = len(MARKERS)  # the innermost rank: an unnumbered line that names no stage
NUMBERED = re.compile("|".join(marker.pattern for marker in MARKERS))
STAGES = {  # the first that matches a heading decides
    "governance": r"""政府(?:自身)?建设 | 自身建设 | 政府工作效能 | 服务型政府 | 法治政府
        | 人民满意(?:的)?政府 | 政府系统""",
    "review": r"""回顾 | 过去(?:五|一|的) | 工作总结 | (?:主要)?成就
        | 取得.{0,12}(?:成绩|成效|进展) | 完成情况""",
    "plan": r"""安排 | 目标 | 任务 | 今后 | 未来 | 总体要求 | 重点工作 | 工作重点 | 工作部署
        | 思路 | 建议 | \d{4}年(?:的)?(?:政府|主要|重点)?工作$ | 主攻方向""",
}
PAST_YEAR = re.compile(r"(?:[一二三四五]、)?(20\d\d)年(?!.*目标)")  # 「2023年主要工作」
GLUED = re.compile(
    r"(?:\d{4}年|过去|今后|未来|新一届|一、|二、|三、|四、)[^。!?;,:！？；，：]{2,28}$"
)
LONGEST_HEADING = 45  # characters; longer lines without a full stop are paragraphs that lack one
CLOSING = "各位代表"  # how the closing appeal addresses the deputies


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


@dataclass(frozen=True)
class Part:
    """A stretch of a document that is one heading or one paragraph."""

    is_heading: bool
    start: int
    end: int


def outline(documents, dropped=None):
    """The Outline of `documents`.

    documents: as from reference.documents.read_documents; dropped: file, start, end, reason of the
    stretches that are none of their text.
    """
    if dropped is None:
        dropped = pd.DataFrame(columns=["file", "start", "end"])
    headings, paragraphs, sentences = [], [], []
    for document in documents.itertuples():
        path, after_heading, number = [], False, 0
        spans = _stretches(document, dropped[dropped["file"] == document.file])
        for part in (part for span in spans for part in _parts(document.text, *span)):
            if part.is_heading:
                path = _opened(path, document.text[part.start : part.end], after_heading)
                place = (document.document, document.file, part.start, part.end)
                headings.append((*place, path[-1], len(path)))
            else:
                number += 1
                paragraph, inside = _paragraph(document, part, path, number)
                paragraphs.append(paragraph)
                sentences += inside
            after_heading = part.is_heading
    columns = ["document", "file", "start", "end", "text", "depth"]
    paragraphs, sentences = pd.DataFrame(paragraphs), pd.DataFrame(sentences)
    _close(paragraphs, sentences)
    return Outline(pd.DataFrame(headings, columns=columns), paragraphs, sentences)


def sentence_spans(text, start, end):
    """Half-open spans of the sentences in text[start:end]. Only 。!? end a sentence: a list joined
    by ; stays one."""
    spans = []
    for match in SENTENCE_END.finditer(text, start, end):
        spans.append((start, match.end()))
        start = match.end()
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append((start, end))
    return spans


def _paragraph(document, part, path, number):
    """A paragraph under a path of headings, and its sentences."""
    text = document.text
    spans = sentence_spans(text, part.start, part.end)
    run_in = _opens_with_heading(text[part.start : part.end], spans)
    above = [*path, text[slice(*spans[0])]] if run_in else path
    name = f"{document.document}-p{number:03d}"
    is_report = document.genre == REPORT
    stage = _stage(above, getattr(document, "year", 0)) if is_report else "other"
    shared = {
        "document": document.document,
        "place": document.place,
        "stage": stage,
        "file": document.file,
    }
    paragraph = {
        "paragraph": name,
        **shared,
        "section": " › ".join(above),
        "heading": above[-1] if above else "",
        **_stretch(text, part.start, part.end),
    }
    sentences = [
        {
            "sentence": f"{name}-s{n:02d}",
            "paragraph": name,
            **shared,
            "is_heading": run_in and n == 1,
            **_stretch(text, start, end),
        }
        for n, (start, end) in enumerate(spans, 1)
    ]
    return paragraph, sentences


def _stretch(text, start, end):
    return {"start": start, "end": end, "characters": end - start, "text": text[start:end]}


def _opens_with_heading(text, spans):
    """Whether a paragraph's first sentence is a numbered heading, with more to follow."""
    first_start, first_end = spans[0]
    short = first_end - first_start <= LONGEST_HEADING
    return bool(NUMBERED.match(text)) and short and len(spans) > 1


def _stretches(document, dropped):
    """Spans of the document between paragraph marks and dropped spans, without white space at their
    ends."""
    marks = PARAGRAPH_MARK.finditer(document.text, document.start, document.end)
    cuts = [match.span() for match in marks]
    within = (dropped["start"] < document.end) & (dropped["end"] > document.start)
    cuts += [(row.start, row.end) for row in dropped[within].itertuples()]
    start = document.start
    for cut_start, cut_end in [*sorted(cuts), (document.end, document.end)]:
        stretch = document.text[start : max(start, cut_start)]
        if stretch.strip():
            leading = len(stretch) - len(stretch.lstrip())
            trailing = len(stretch) - len(stretch.rstrip())
            yield start + leading, cut_start - trailing
        start = max(start, cut_end)


def _parts(text, start, end):
    """The parts of a stretch: a heading, a paragraph, or a paragraph with a heading at its end."""
    stretch = text[start:end]
    unfinished = not SENTENCE_END.search(stretch[-3:]) and not re.search(r"[:;：；，,]$", stretch)
    if unfinished and len(stretch) <= LONGEST_HEADING:
        yield Part(True, start, end)
        return
    tail = max((match.end() for match in SENTENCE_END.finditer(stretch)), default=0)
    glued = 0 < tail < len(stretch) and GLUED.match(stretch, tail)
    if glued and _stage([stretch[tail:]]) != "other":
        yield Part(False, start, start + tail)
        yield Part(True, start + tail, end)
    else:
        yield Part(False, start, end)


def _opened(path, heading, after_heading):
    """The path of open headings, outermost first, once `heading` is opened under it. An unnumbered
    line right after a heading stands under that heading."""
    rank = _rank(heading)
    if rank != UNNUMBERED or not after_heading:
        path = [above for above in path if _rank(above) < rank]
    return [*path, heading]


def _rank(heading):
    """-1 for an unnumbered heading that names a stage, 0… by marker, UNNUMBERED for any other."""
    for rank, marker in enumerate(MARKERS):
        if marker.match(heading):
            return rank
    return -1 if _stage([heading]) != "other" else UNNUMBERED


def _stage(path, year=0):
    """The stage that a path of headings stands for: the outermost that is named, but governance
    inside a plan is governance. year: of the document."""
    named = [_stage_named(heading, year) for heading in path]
    outermost = next((stage for stage in named if stage != "other"), "other")
    return "governance" if outermost == "plan" and "governance" in named else outermost


def _stage_named(heading, year):
    """The stage that one heading names; 「2023年主要工作」 is a review in a report of 2024."""
    past = PAST_YEAR.match(heading)
    if past and int(past[1]) < year:
        return "review"
    for stage, pattern in STAGES.items():
        if re.search(pattern, heading, re.VERBOSE):
            return stage
    return "other"


def _close(paragraphs, sentences):
    """Take the closing appeal (last paragraphs that address the deputies) out of every section."""
    for _, own in paragraphs.groupby("document", sort=False):
        for i in reversed(own.index):
            if not own["text"][i].startswith(CLOSING):
                break
            paragraphs.loc[i, ["stage", "section", "heading"]] = ["other", "", ""]
            sentences.loc[sentences["paragraph"] == own["paragraph"][i], "stage"] = "other"
