"""Page chrome: the stretches of a document's file that are none of its text, each with its reason.

Credits, bylines, captions and share prompts are found by the rules in CHROME and FRONT_MATTER; the
title and what dropped.csv lists come besides. All offsets are half-open character positions in the
raw file as decoded, before any cleaning.
"""

import re

import pandas as pd

from policy_emphasis.reference.documents import between

# Page chrome that any scraped page may hold, anywhere in a file: reason → pattern.
CHROME = {
    "byte order mark": r"\ufeff",
    "page label": r"原标题[:：]",
    "photo mark": r"[(（]组?图[)）]",
    "meeting and date line": r"——\d{4}年\d{1,2}月\d{1,2}日在[^。\n]{4,40}?会议上",
    "reporter's byline": r"□[^\s。]{2,16}记者\s?[一-鿿]{2,4}",
    "editors' credit": r"[(（]责任?编辑?[:：][^()（）\n]{1,40}[)）]",
    "share prompt": r"分享让更多人看到",
    "scraping residue": r"(?m)^[ \t]*[{}][ \t]*$|(?<=[。!！])[{}](?=\s*$)",
}
# The same, for what can be told only by the speaker and place that documents.csv names; looked for
# in that document.
FRONT_MATTER = {
    "photo caption": r"{speaker}(?:同志)?(?:向大会)?作政府工作报告。",
    "speaker's byline": r"{place_zh}[一-鿿]{{0,4}}(?:市长|省长|主席|州长|盟长)\s?{speaker}",
}
TITLE_WITHIN = 60  # characters from a document's start in which its title is looked for


def chrome(documents, listed):
    """The spans to drop: file, start, end, reason.

    documents: as from reference.documents.read_documents; listed: as from read_dropped.
    """
    texts = dict(zip(documents["file"], documents["text"], strict=True))
    spans = [
        (file, match.start(), match.end(), reason)
        for file, text in texts.items()
        for reason, pattern in CHROME.items()
        for match in re.finditer(pattern, text)
    ]
    for document in documents.itertuples():
        spans += _front_matter(document)
    for row in listed.itertuples():
        if row.file in texts:
            where = f"dropped.csv: {row.reason}"
            stretch = between(texts[row.file], row.starts_with, row.ends_with, where)
            spans.append((row.file, *stretch, row.reason))
    return pd.DataFrame(sorted(spans), columns=["file", "start", "end", "reason"])


def _front_matter(document):
    """What stands before the text: who reads it where, and its title."""
    spans = []
    names = {name: re.escape(getattr(document, name)) for name in ("speaker", "place_zh")}
    for reason, pattern in FRONT_MATTER.items() if document.speaker else ():
        found = re.compile(pattern.format(**names)).finditer(
            document.text, document.start, document.end
        )
        spans += [(document.file, match.start(), match.end(), reason) for match in found]
    title, start = document.title, document.start
    at = document.text.find(title, start, start + TITLE_WITHIN) if title else -1
    if at >= 0:
        spans.append((document.file, at, at + len(title), "title, kept in documents.csv"))
    return spans
