"""Which report a text is: place, year, day, speaker, title and genre, by what its file states, its
own opening, its headings and its path.

The place that a user declares (in the file, its name or its folder) is the label; the year is the
one whose work is planned, by the day of the meeting first. What says otherwise is told with each
value, and what cannot be told is left empty.
"""

import re
from itertools import combinations

from pypinyin import lazy_pinyin

from policy_emphasis.intake import gazetteer
from policy_emphasis.intake.claims import NOTHING, PAGE, PATH, Found, Told
from policy_emphasis.intake.gazetteer import LEVEL, RANK, RANKS, WORDS, Place
from policy_emphasis.intake.opening import compact, is_title, named_speaker
from policy_emphasis.intake.years import by_meeting, day, text_years, year_planned
from policy_emphasis.reference.documents import REPORT

GENERIC, NEWS_WORDS = PATH["generic"], re.compile(WORDS["news"])
NEWS = "news article"
CITY, NO_UNIT = "市", "?"  # the unit of places of several levels; what ends no name
ADDRESSED = "各位代表"
HAN, BLANK = re.compile("[一-鿿]"), re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")


def described(name, text, given, *, places):
    """What can be told of a document: place, place_zh, level, province, year, date, speaker, title
    and genre, each as Found.

    name: the path of its file. text: cleaned, with its title and opening. given: what the file
    states, name → value. places: as from gazetteer.known_places.
    """
    parts = [part for part in name.split("/") if part]
    is_row = bool(parts) and bool(PATH["row"].match(parts[-1]))
    is_page = bool(PATH["page"].search(name))
    parts = [compact(PATH["ending"].sub("", part)) for part in (parts[:-1] if is_row else parts)]
    told = Told(
        parts=list(zip(reversed(parts), ["file name", *["folder"] * len(parts)], strict=False)),
        text=text,
        given={key: str(value).strip() for key, value in given.items() if str(value).strip()},
        stated="column {}" if is_row else PAGE if is_page else "front matter",
        places=places,
    )
    year = year_planned(told)
    found = {"year": year, "date": day(told, year.value), "speaker": _speaker(told)}
    return {**_place(told), **found, "title": _title(told), "genre": _genre(told)}


def named(text, places=None):
    """What a text itself says of its place (the slug), level and year, each as Found with the words
    that say so; empty where it does not."""
    told = Told([], text, {}, "", places or gazetteer.known_places())
    place, _, words = next(iter(_own_places(told)), (None, "", ""))
    unit = told.opening.unit
    level = place.level if place else LEVEL.get(unit.replace(CITY, ""), "")
    year, _, said_so = by_meeting(told, list(text_years(told)))
    return {
        "place": Found(place.place, words) if place else NOTHING,
        "level": Found(level, words or told.opening.stands_for) if level else NOTHING,
        "year": Found(str(year), said_so) if year else NOTHING,
    }


def _place(told):
    """The place, as Found for place, place_zh, level and province: the one declared, else the
    text's own."""
    own = list(_own_places(told))
    declared = list(_declared_places(told, own))
    claims = [*declared, *(claim[:2] for claim in own)]
    if not claims or (not declared and _disagree(own)):
        return dict.fromkeys(("place", "place_zh", "level", "province"), NOTHING)
    place, where = claims[0]
    if _holds_others(told, where) and own and _lies_in(own[0][0], place):
        place, where, _ = own[0]
    for other, there in claims:
        doubt = f"; {there} says {other.full_zh}"
        around = (other, there) in declared and _lies_in(place, other)
        if other.place != place.place and not around and doubt not in where:
            where += doubt
    level = told.given.get("level", "")
    level = level if level in RANK else place.level
    values = {"place": place.place, "place_zh": place.place_zh, "province": place.province}
    values["level"] = level
    return {key: Found(value, where) if value else NOTHING for key, value in values.items()}


def _holds_others(told, where):
    """Whether a place stands where it may be around the report's own: in a column of provinces, or
    on a folder of files whose names say more than a year."""
    only_year = told.parts and not GENERIC.sub("", told.parts[0][0])
    return where == told.where("province") or (where == "folder" and not only_year)


def _lies_in(place, other):
    """Whether a place may lie in another: in one of its province and of an outer level."""
    inner, outer = (RANKS.index(RANK.get(p.level, RANKS[-1])) for p in (place, other))
    return outer < inner and (not place.province or other.province in ("", place.province))


def _disagree(own):
    """Whether the opening of a text names several places that do not lie in each other."""
    found = [place for place, where, _ in own if where == "opening"]
    return any(
        p.full_zh != q.full_zh and not _lies_in(p, q) and not _lies_in(q, p)
        for p, q in combinations(found, 2)
    )


def _own_places(told):
    """The places that a text says it is of, surest first: (Place, where, the words)."""
    opening = told.opening
    if opening.nation:
        yield told.places[gazetteer.NATION][0], "opening", opening.stands_for or opening.meeting
    words = [
        (opening.session.rsplit("在", 1)[-1], "opening", opening.meeting or opening.session),
        (opening.stands_for.removeprefix("代表"), "opening", opening.stands_for),
        (compact(opening.title), "title", opening.title),
        (told.title, "title", told.given.get("title", "")),
        *((line, "opening", line) for line in opening.offices),
    ]
    for named_by, where, evidence in words:
        if place := gazetteer.named_in(GENERIC.sub("", named_by), told.places):
            yield place, where, evidence
    place, times = gazetteer.most_named(told.ends, told.places, opening.unit or NO_UNIT)
    if place:
        yield place, "text", f"{place.place_zh} {times} times"


def _declared_places(told, own):
    """The places that the file states and its path names, the nearest first: (Place, where)."""
    around = {place.province for words, _ in told.parts if (place := _in_path(words, told))}

    def fits(place):
        if own:
            return place == own[0][0]
        unit = told.opening.unit
        near = not around or place.province in around
        return near and place.full_zh.endswith(unit) if unit else place.province in around

    province, stated = (compact(told.given.get(key, "")) for key in ("province", "place"))
    if stated:
        both = _in_path(province + stated, told, fits) if province else None
        place = both or _in_path(stated, told, fits) or _unlisted(told.given["place"])
        yield place, told.where("place")
    for i, (words, where) in enumerate(told.parts):
        if place := _in_path(words, told, fits):
            outer = [_in_path(words, told, fits) for words, _ in told.parts[i + 1 :]]
            if not place.province and (around := next(filter(None, outer), None)):
                place = _in_path(around.full_zh + words, told, fits) or place
            yield place, where
    if province and (place := _in_path(province, told, fits)):
        yield place, told.where("province")


def _in_path(words, told, fits=lambda place: False):
    words = GENERIC.sub("", PATH["years"].sub("", words)) if HAN.search(words) else words
    named_in = gazetteer.named_in if HAN.search(words) else gazetteer.named_in_latin
    return named_in(words, told.places, fits)


def _unlisted(words):
    """A place that a file states and no list holds."""
    slug = "-".join(re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(words)).lower()))
    return Place(slug.replace("-", "") if HAN.search(words) else slug, words, words, "", "")


def _speaker(told):
    speakers = [
        (told.given.get("speaker", ""), told.where("speaker")),
        (told.opening.speaker, "opening"),
        (named_speaker(told.title), "title"),
    ]
    return next((Found(BLANK.sub("", name), where) for name, where in speakers if name), NOTHING)


def _title(told):
    """The title as it stands in the text, else the file's."""
    file_name = next((words for words, _ in told.parts[:1] if is_title(words)), "")
    titles = [
        (told.opening.title, "opening"),
        (told.given.get("title", ""), told.where("title")),
        (file_name, "file name"),
    ]
    return next((Found(title, where) for title, where in titles if title), NOTHING)


def _genre(told):
    """A report by its opening, title or headings, news by its credits."""
    if genre := told.given.get("genre"):
        return Found(genre, told.where("genre"))
    opening = told.opening
    if opening.stands_for or opening.nation:
        return Found(REPORT, "opening")
    if opening.title:
        return Found(REPORT, "title")
    years = {} if opening.is_other else told.heading_years
    if (
        years
        and told.planned[0]
        and (ADDRESSED in told.text or (years["review"] and years["plan"]))
    ):
        return Found(REPORT, "headings")
    if NEWS_WORDS.search(told.ends):
        return Found(NEWS, "opening")
    return Found(REPORT, "title") if is_title(told.title) else NOTHING
