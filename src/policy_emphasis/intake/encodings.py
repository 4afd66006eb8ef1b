"""Which encoding a text is written in, and what of it cannot be read."""

import re
from collections import Counter

from charset_normalizer import from_bytes

from policy_emphasis.intake.fields import KNOWN
from policy_emphasis.paths import ProjectError

COMMON = frozenset("".join(KNOWN["common"].split()))
MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
)  # before UTF-16, which is its start
MARKS += (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")
CANDIDATES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")
BY_LINE = ("utf-8", "gb18030")  # a line feed is a line feed in these
SAMPLE, LINE_SAMPLE, UNKNOWN_SAMPLE = 200_000, 200, 20_000  # bytes
CHINESE = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+")
LOST, LOST_BEFORE = "\ufffd", "锟斤拷"  # the second: what GBK makes of two of the first
# A text in the right encoding has 60 to 85 % of common characters, in a wrong one under 10 %.
LEAST_COMMON = 0.2


def decoded(content):
    """The text of a file and what is wrong with it, as a list of sentences.

    A byte order mark decides, then strict UTF-8, then the encoding that gives the largest share of
    common Chinese characters; a line that is in another encoding than its file is read in its own.
    Lines end in \\n. Raises ProjectError for bytes that are no text.
    """
    text, faults = _decoded(content)
    return text.replace("\r\n", "\n").replace("\r", "\n"), faults


def whole(text):
    """A text that can be written: halves of characters, which JSON and PDF may hold, are joined or
    become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def lost(text):
    """What is said of a text in which characters could not be read, as a list of sentences."""
    count = text.count(LOST) + text.count(LOST_BEFORE)
    sentence = f"characters that cannot be read (U+FFFD): {count}; compare with the original"
    return [sentence] if count else []


def commonness(text):
    """The share of common Chinese characters in what is neither ASCII nor punctuation."""
    counts = Counter(text)
    letters = sum(
        n for c, n in counts.items() if c > "\x7f" and c not in "，。、；：“”（）《》　—…％"
    )
    letters += 2 * sum(n for c, n in counts.items() if c < " " and c not in "\t\n\r\f")
    return sum(n for c, n in counts.items() if c in COMMON) / max(letters, 1)


def chinese(text):
    """The number of Chinese characters."""
    return sum(map(len, CHINESE.findall(text)))


def _decoded(content):
    marked = (encoding for mark, encoding in MARKS if content.startswith(mark))
    encoding = next(marked, "utf-8")
    try:
        text = content.decode(encoding)
        if "\0" not in text or encoding != "utf-8":
            return text, []
    except UnicodeDecodeError:
        if encoding.startswith(("utf-16", "utf-32")):
            return content.decode(encoding, "replace"), []
    content = content.removeprefix(b"\xef\xbb\xbf")
    best = _likeliest(content)
    return _by_line(content, best) if best in BY_LINE else (content.decode(best, "replace"), [])


def _likeliest(content):
    sample = content[:SAMPLE]
    scores = {name: commonness(sample.decode(name, "replace")) for name in CANDIDATES}
    best = max(scores, key=scores.get)
    if scores[best] >= LEAST_COMMON:
        return best
    guess = from_bytes(content[:UNKNOWN_SAMPLE]).best()
    if (
        guess is None
        or commonness(content[:SAMPLE].decode(guess.encoding, "replace")) < LEAST_COMMON
    ):
        raise ProjectError("no text in an encoding of Chinese, and no known format; save it as txt")
    return guess.encoding


def _by_line(content, encoding):
    """A text whose lines may be in UTF-8 and in GB18030, and a fault if they are in both."""
    other = next(name for name in BY_LINE if name != encoding)
    lines, strange = [], 0
    for line in content.split(b"\n"):
        mine = encoding
        doubtful = not line.isascii() and _is_utf8(line) != (encoding == "utf-8")
        if doubtful and _fits(line, other) > _fits(line, encoding):
            mine, strange = other, strange + 1
        lines.append(line.decode(mine, "replace"))
    fault = f"mixed encodings: lines in {other}: {strange}, the others in {encoding}"
    return "\n".join(lines), [fault] if strange else []


def _is_utf8(line):
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _fits(line, encoding):
    """How well a line reads in an encoding."""
    text = line[:LINE_SAMPLE].decode(encoding, "replace")
    return commonness(text) - text.count(LOST) / len(text)
