"""The outline of a document: headings, paragraphs with their section path and stage, and sentences.

A heading may be a line of its own, be glued to the end of the paragraph before it, or open its paragraph
(「(一)实施制造业高质量发展行动。深入实施…」). Stages follow the headings: review (what was done), plan (what is to be done),
governance (the government's own conduct), other (opening, closing, and every text without such headings, the news
article among them). The rules were written on the seed's three texts; a report with no heading that names a stage is
all "other", never guessed.
"""

import re

import pandas as pd

PARAGRAPH_MARK = re.compile(r"\s*\n\s*|[ \t\xa0]{2,}|\u3000+")
SENTENCE_END = re.compile(r"[。!?！？]+[”’」』》)）\"]*")
# Outer markers first: a heading closes every open one of its own rank or of an inner rank.
MARKERS = [
    re.compile(p)
    for p in (
        r"第[一二三四五六七八九十]+部分",
        r"[一二三四五六七八九十]+、",
        r"[((（][一二三四五六七八九十]+[))）]",
        r"\d{1,2}[..．、](?!\d)",
        r"[一二三四五六七八九十]+(?:是|要)",
    )
]
NUMBERED = re.compile("|".join(p.pattern for p in MARKERS))
STAGES = {  # the first that matches a heading decides
    "governance": r"政府(?:自身)?建设|自身建设|政府工作效能|服务型政府|法治政府|人民满意(?:的)?政府|政府系统",
    "review": r"回顾|过去(?:五|一|的)|工作总结|(?:主要)?成就|取得.{0,12}(?:成绩|成效|进展)|完成情况",
    "plan": r"安排|目标|任务|今后|未来|总体要求|重点工作|工作重点|工作部署|思路|建议|\d{4}年(?:的)?(?:政府|主要|重点)?工作$|主攻方向",
}
GLUED = re.compile(
    r"(?:\d{4}年|过去|今后|未来|新一届|一、|二、|三、|四、)[^。!?;,:！？；，：]{2,28}$"
)
LONGEST_HEADING = 45  # characters; longer lines without a full stop are paragraphs that lack one


def outline(documents, dropped):
    """The headings, paragraphs and sentences of `documents`.

    documents: as from corpus.read_documents; dropped: file, start, end, reason.
    Returns three tables whose `start` and `end` are offsets in the raw file:
    headings (document, file, start, end, text, depth), paragraphs (paragraph, document, place, stage, section, heading,
    file, start, end, characters, text) and sentences (sentence, paragraph, document, place, stage, is_heading, file, start,
    end, characters, text). `section` is the path of headings from the outermost in, joined by " › ".
    """
    headings, paragraphs, sentences = [], [], []
    for document in documents.itertuples():
        path = []  # open headings, outermost first: (rank, text)
        last_was_heading, number = False, 0
        for start, end in _stretches(document, dropped[dropped["file"] == document.file]):
            for kind, a, b in _parts(document.text, start, end):
                text = document.text[a:b]
                if kind == "heading":
                    rank = _rank(text)
                    if not (rank == len(MARKERS) and last_was_heading):
                        path = [item for item in path if item[0] < rank]
                    path.append((rank, text))
                    headings.append((document.document, document.file, a, b, text, len(path)))
                    last_was_heading = True
                    continue
                last_was_heading = False
                spans = sentence_spans(document.text, a, b)
                run_in = (
                    NUMBERED.match(text) and spans[0][1] - a <= LONGEST_HEADING and len(spans) > 1
                )
                above = [t for _, t in path] + ([document.text[slice(*spans[0])]] if run_in else [])
                number += 1
                name = f"{document.document}-p{number:03d}"
                common = {
                    "document": document.document,
                    "place": document.place,
                    "stage": _stage(above, getattr(document, "year", 0))
                    if document.genre == "work report"
                    else "other",
                    "file": document.file,
                }
                paragraphs.append(
                    {
                        "paragraph": name,
                        **common,
                        "section": " › ".join(above),
                        "heading": above[-1] if above else "",
                        "start": a,
                        "end": b,
                        "characters": b - a,
                        "text": text,
                    }
                )
                sentences += [
                    {
                        "sentence": f"{name}-s{n:02d}",
                        "paragraph": name,
                        **common,
                        "is_heading": bool(run_in and n == 1),
                        "start": c,
                        "end": d,
                        "characters": d - c,
                        "text": document.text[c:d],
                    }
                    for n, (c, d) in enumerate(spans, 1)
                ]
    headings = pd.DataFrame(headings, columns=["document", "file", "start", "end", "text", "depth"])
    return headings, *_close(pd.DataFrame(paragraphs), pd.DataFrame(sentences))


def sentence_spans(text, start, end):
    """Half-open spans of the sentences in text[start:end]. Only 。!? end a sentence: a list joined by ; stays one."""
    spans, at = [], start
    for match in SENTENCE_END.finditer(text, start, end):
        spans.append((at, match.end()))
        at = match.end()
        while at < end and text[at].isspace():
            at += 1
    if at < end:
        spans.append((at, end))
    return spans


def _stretches(document, dropped):
    """Spans of the document between paragraph marks and dropped spans, without white space at their ends."""
    cuts = [
        (m.start(), m.end())
        for m in PARAGRAPH_MARK.finditer(document.text, document.start, document.end)
    ]
    cuts += [
        (r.start, r.end)
        for r in dropped.itertuples()
        if r.start < document.end and r.end > document.start
    ]
    at = document.start
    for a, b in sorted(cuts) + [(document.end, document.end)]:
        stretch = document.text[at : max(at, a)]
        if stretch.strip():
            yield (
                at + len(stretch) - len(stretch.lstrip()),
                a - len(stretch) + len(stretch.rstrip()),
            )
        at = max(at, b)


def _parts(text, start, end):
    """A stretch as paragraph and heading parts: ("paragraph" | "heading", start, end)."""
    piece = text[start:end]
    if (
        not SENTENCE_END.search(piece[-3:])
        and len(piece) <= LONGEST_HEADING
        and not re.search(r"[:;：；，,]$", piece)
    ):
        yield "heading", start, end
        return
    tail = max((m.end() for m in SENTENCE_END.finditer(piece)), default=0)
    if 0 < tail < len(piece) and GLUED.match(piece, tail) and _stage([piece[tail:]]) != "other":
        yield "paragraph", start, start + tail
        yield "heading", start + tail, end
    else:
        yield "paragraph", start, end


def _rank(heading):
    """0 for an unnumbered heading that names a stage, 1… by marker, len(MARKERS) for any other unnumbered line."""
    for rank, marker in enumerate(MARKERS):
        if marker.match(heading):
            return rank
    return -1 if _stage([heading]) != "other" else len(MARKERS)


def _stage(path, year=0):
    """The stage that a path of headings stands for: the outermost that is named, but governance inside a plan is governance.

    year: of the document; 「2023年主要工作」 is a review in a report of 2024.
    """
    named = [
        "review"
        if (m := re.match(r"(?:[一二三四五]、)?(20\d\d)年(?!.*目标)", heading)) and int(m[1]) < year
        else next(
            (stage for stage, pattern in STAGES.items() if re.search(pattern, heading)), "other"
        )
        for heading in path
    ]
    outermost = next((stage for stage in named if stage != "other"), "other")
    return "governance" if outermost == "plan" and "governance" in named else outermost


def _close(paragraphs, sentences):
    """The closing appeal (last paragraphs that address the deputies) belongs to no section."""
    for _, of in paragraphs.groupby("document", sort=False):
        for i in reversed(of.index):
            if not re.match(r"各位代表", of["text"][i]):
                break
            paragraphs.loc[i, ["stage", "section", "heading"]] = ["other", "", ""]
            sentences.loc[sentences["paragraph"] == of["paragraph"][i], "stage"] = "other"
    return paragraphs, sentences
