"""What a text says of itself before it begins, and in its headings: title, meeting and day, who
speaks for whom, the years reviewed and planned.

Only the first and the last characters are looked at, and headings: a report names other places and
years throughout.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice, pairwise

from policy_emphasis.intake.gazetteer import WORDS
from policy_emphasis.quantities.numerals import read_numeral

HEAD, TAIL = 3_000, 1_500  # characters looked at
LONGEST_LINE = 100  # characters of a line of the opening that are looked at
LONGEST_TITLE, LONGEST_HEADING = 60, 45
MOST_HEADINGS = 1_000  # that name a year; a report has some ten
UNADDRESSED = 10  # lines that may be an opening where nobody is addressed
PASSED, PASSING = "通过", 15  # what follows the meeting of a resolution, and how soon
FORMULA = 200  # characters in which the speaker says for whom

DIGITS = str.maketrans(
    "一二三四五六七八九" + WORDS["zeros"], "123456789" + "0" * len(WORDS["zeros"])
)
DIGIT = rf"[\d一二三四五六七八九{WORDS['zeros']}]"
YEAR_WRITTEN = re.compile(rf"[12一二]{DIGIT}{{3}}(?=年)")
HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
DAY_WRITTEN = re.compile(rf"(?<=\d年)({HAN_NUMBER})月(?:({HAN_NUMBER})日)?")
DATE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(?:(\d{1,2})日)?")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")

ADDRESS = re.compile(WORDS["address"])
MEETS, PUBLISHED = re.compile(WORDS["meets"]), re.compile(WORDS["published"])
SESSION, STANDS_FOR = re.compile(WORDS["session"]), re.compile(WORDS["stands_for"])
NATION = re.compile(WORDS["nation"])
TITLE, TITLE_OPENS = re.compile(WORDS["title"]), re.compile(WORDS["title_opens"])
OTHER_REPORT = re.compile(WORDS["other_report"])
TITLE_ENDS = re.compile(WORDS["title_ends"])
NAME, NO_NAME = WORDS["name"], re.compile(WORDS["no_name"])
OFFICE = rf"(?:{WORDS['before_office']})?(?:{WORDS['offices']})"
HELD = re.compile(OFFICE)
SPEAKS = WORDS["speaks"]
NAMED_AFTER = re.compile(rf"{OFFICE}:?({NAME}?)(?=同志|{SPEAKS}|讲话|[()（）。,，]|\1|$)")
NAMED_BEFORE = re.compile(rf"(?:^|日|[^一-鿿](?!日))({NAME}?){OFFICE}(?:同志)?(?:{SPEAKS})")
SPEAKER_NEXT = re.compile(rf"(?:会议?上?[)）]?|{OFFICE}:?)$")
NAMED_ALONE = re.compile(rf"[(（]?({NAME})[)）]?")
READS = re.compile(rf"(?:^|[^一-鿿])({NAME}?)(?:同志)?(?:向大会)?作《?政府工作报告")
MET_AND_NAME = re.compile(rf"(?:会议|大会)上?({NAME})[)）]?$")
DAY_ENDS = re.compile(rf"[(（]{DATE.pattern}[)）]$")
DAY_AND_NAME = re.compile(rf"{DATE.pattern}({NAME})[)）]?$")
HEADING_STARTS = re.compile(rf"\n|(?<=[\s。])(?={WORDS['numbered']})")
NUMBERED = re.compile(WORDS["numbered"])
KINDS = {  # what a heading speaks of, the surest words first
    re.compile(WORDS[words]): kind
    for words, kind in [
        ("reviewed", "review"),
        ("plan", "plan"),
        ("achieved", "review"),
        ("either", "either"),
    ]
}
FAR = re.compile(f"{WORDS['span']}|{WORDS['far']}")
FIVE_YEARS = re.compile(WORDS["five_years"])
BEFORE_PLANS = 1955  # the sixth five-year plan and those after it end five years apart: 1985 …
PAST_YEAR = re.compile(WORDS["past_year"], re.MULTILINE)


@dataclass(frozen=True)
class Opening:
    """What a text says of itself.

    title: its title line as it stands in the text. date: (year, month, day) of the meeting, None
    where it is not told, day 0 where only the month is. meeting: the line of the meeting. session:
    whose congress met. stands_for: whom the speaker speaks for, with the words around. nation:
    whether that is the State Council. speaker: a name. unit: the kind of place whose
    government it is, as 市. offices: what stands before an office, as in 「××市市长」. is_other:
    whether it speaks of the report on a plan or a budget, or of a court's.
    """

    title: str
    date: tuple | None
    meeting: str
    session: str
    stands_for: str
    nation: bool
    speaker: str
    unit: str
    offices: tuple
    is_other: bool


def read_opening(text):
    """The Opening of a text."""
    head = compact(text[:HEAD])
    lines, formula = _parts(head)
    joined = "".join(lines)
    date, meeting = meeting_in(joined)
    days = (day_and_name(line)[0] or _day_that_ends(line) for line in lines)
    date = date or next(filter(None, days), None)
    session = SESSION.search(meeting or joined)
    stands_for = STANDS_FOR.search(formula)
    return Opening(
        title=_title(text),
        date=date,
        meeting=meeting,
        session=session[1] if session else "",
        stands_for=stands_for[0] if stands_for else "",
        nation=bool(NATION.search(formula) or NATION.search(meeting)),
        speaker=_speaker(lines),
        unit=stands_for[1] if stands_for and stands_for[1] in WORDS["units"] else "",
        is_other=bool(OTHER_REPORT.search(joined) or OTHER_REPORT.search(formula)),
        offices=tuple(line[: office.start()] for line in lines if (office := HELD.search(line))),
    )


def compact(text):
    """A text without blanks within its lines, in plain characters, years and days in digits."""
    text = unicodedata.normalize("NFKC", text)
    text = "\n".join("".join(line.split()) for line in text.split("\n"))
    text = YEAR_WRITTEN.sub(lambda match: match[0].translate(DIGITS), text)
    return DAY_WRITTEN.sub(_day_in_digits, text)


def meeting_in(words):
    """The date of a meeting and the words on it, (None, "") where none is told; a page's date of
    publication is none. What the meeting passed then is a resolution rather than the report."""
    found = []
    for match in DATE.finditer(words):
        meets = MEETS.match(words, match.end())
        if meets and not PUBLISHED.search(words[: match.start()]):
            passed = PASSED in words[meets.end() :][:PASSING]
            found.append((passed, as_date(match), words[match.start() : meets.end()]))
    return min(found, key=lambda one: one[0], default=(False, None, ""))[1:]


def _day_that_ends(line):
    """The day in brackets that ends a line, as in 「省长张三(2002年1月24日)」."""
    match = DAY_ENDS.search(line)
    return as_date(match) if match else None


def day_and_name(line):
    """The day and the speaker that end a title or a line: 「(2016年1月20日张三)」; (None, "") where
    they do not."""
    match = DAY_AND_NAME.search(line)
    if not match or NO_NAME.fullmatch(match[4]):
        return None, ""
    return as_date(match), match[4]


def as_date(match):
    """(year, month, day) of a match of DATE, None for no day of the calendar."""
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    return (year, month, day) if 1 <= month <= 12 and day <= 31 else None


def years_of_headings(text):
    """The years that the headings of a text name: kind (review, plan, either) → year → heading."""
    named, ended = {"review": {}, "plan": {}, "either": {}}, {}
    for heading in islice(_headings(text), MOST_HEADINGS):
        _, *parts = YEAR.split(FAR.sub("", heading))
        for year, words in zip(parts[::2], parts[1::2], strict=True):
            if kind := _kind(words):
                named[kind].setdefault(int(year), heading)
        if plan := FIVE_YEARS.search(heading):
            ended.setdefault(BEFORE_PLANS + 5 * int(read_numeral(plan[1])), heading)
    return named | {"review": named["review"] or ended}


def planned_year(text, named):
    """The year whose work a text plans, by the years of its headings (as from years_of_headings),
    or of its first paragraphs where those name none, 0 where they do not tell; and the words."""
    if not any(named.values()):
        past = PAST_YEAR.search(compact(text[:HEAD]))
        return (int(past[1] or past[2]) + 1, past[0]) if past else (0, "")
    year = _planned(**named)
    around = named["plan"] | named["either"] | named["review"]
    return year, around.get(year) or around.get(year - 1, "")


def _parts(head):
    """The lines of the opening, and the words that address the deputies."""
    address = ADDRESS.search(head)
    if address:
        lines, formula = head[: address.start()], head[address.start() :][:FORMULA]
    else:
        lines, formula = "\n".join(_short_lines(head)), ""
    return [line[:LONGEST_LINE] for line in lines.split("\n") if line], formula


def _short_lines(head):
    """The short lines with which a text begins that addresses nobody."""
    for line in head.split("\n")[:UNADDRESSED]:
        if len(line) > LONGEST_LINE or NUMBERED.match(line):
            return
        yield line


def _day_in_digits(match):
    day = f"{read_numeral(match[2]):.0f}日" if match[2] else ""
    return f"{read_numeral(match[1]):.0f}月{day}"


def _title(text):
    """The title as it stands in its line, without the meeting and what follows; "" for none."""
    for line in text[:HEAD].split("\n"):
        address = ADDRESS.search(line)
        line = line[: address.start()] if address else line
        line = TITLE_OPENS.sub("", line.strip())
        title = TITLE_ENDS.split(line, maxsplit=1)[0].strip()
        if len(title) <= LONGEST_TITLE and is_title(compact(title)):
            return title
        if address or NUMBERED.match(line):
            return ""
    return ""


def is_title(words):
    """Whether compact words are the title of a work report."""
    found = TITLE.search(words)
    if not found or re.search("[。,，]", words) or re.search(WORDS["no_report"], words):
        return False
    return not words[: found.start()].rstrip("《").endswith("作")


def named_speaker(line):
    """The name of who holds an office or has spoken on a day, in a compact line or title."""
    for pattern in (NAMED_AFTER, NAMED_BEFORE, READS, MET_AND_NAME, DAY_AND_NAME):
        for match in pattern.finditer(line):
            name = match[match.lastindex]
            if not NO_NAME.fullmatch(name):
                return name
    return ""


def _speaker(lines):
    """The speaker: by office, or by name alone in the line after the meeting's or the office's, or
    in the last."""
    for before, line in pairwise(["", *lines]):
        if name := named_speaker(line):
            return name
        alone = NAMED_ALONE.fullmatch(line)
        stands = line is lines[-1] or SPEAKER_NEXT.search(before)
        if alone and stands and not NO_NAME.fullmatch(alone[1]):
            return alone[1]
    return ""


def _headings(text):
    """The headings of a text that may name a year, compact."""
    for line in HEADING_STARTS.split(text):
        line = line.strip()
        numbered = NUMBERED.match(line)
        if len(line) > LONGEST_HEADING and numbered:
            line = re.split("[。,，;；]", line[:LONGEST_HEADING])[0]
        if len(line) <= LONGEST_HEADING and re.search("[年五]", line):
            line = compact(line)
            if numbered or line[-1] not in "。;；:,，!?":
                yield line


def _kind(words):
    """Whether the words after a year speak of a review, a plan, either, or neither ("")."""
    return next((kind for pattern, kind in KINDS.items() if pattern.search(words)), "")


def _planned(review, plan, either):
    """The year planned, from the years that headings of each kind name; 0 where they disagree."""
    if review:
        year = max(review) + 1
        near = not plan or year in plan or min(plan) > year
        return year if near or year in either else 0
    years = sorted({*plan, *either})
    if len(years) == 1:
        return years[0] if plan else 0
    return years[1] if years[1] == years[0] + 1 and len(years) == 2 else 0
