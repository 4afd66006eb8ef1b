"""Names of places as titles, meeting lines and paths write them, looked up in places.csv; counties
and districts, which it does not list, are read by the ends of their names."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pkgutil import get_data

import yaml
from pypinyin import lazy_pinyin

from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import lists

WORDS = yaml.safe_load(get_data(__package__, "metadata.yaml"))
LEVEL = WORDS["units"]
RANKS = list(WORDS["ranks"])  # from the outermost in
RANK = {level: rank for rank, levels in WORDS["ranks"].items() for level in levels}
COUNTY = re.compile(
    rf"(?!{WORDS['opens_no_county']})([一-鿿]{{1,10}}?)(自治县|自治旗|[县区旗市])(?!长)"
)
NO_COUNTY = re.compile(WORDS["no_county"])
SHARED = WORDS["shared"].split()
LATIN = re.compile("[a-z]+")
LATIN_WORDS = 4  # of a place's name, at most
LONGEST, LONGEST_SHORT = 16, 4  # characters of a name, and of a short one, at most
# How often the ends of a report have to name a place to be of it: 967 of 1,300 reports in
# github.com/lawtext/gov name their own so often; one names another, whose report it is.
LEAST_NAMED = 4
NATION = "china"


@dataclass(frozen=True)
class Place:
    """A place: slug, short and full name, level, slug of its province ("" of the nation)."""

    place: str
    place_zh: str
    full_zh: str
    level: str
    province: str


@cache
def known_places():
    """Every way to write a place of places.csv → the Places that are written so."""
    known = {}
    for row in lists.read_places().itertuples():
        if row.level not in RANK:
            takes = ", ".join(RANK)
            raise ProjectError(
                f"places.csv: level {row.level[:60]!r} of {row.place}: takes {takes}"
            )
        place = Place(row.place, row.place_zh, row.full_zh, row.level, row.province)
        for name in _ways(place) | set(row.also.split()):
            known.setdefault(name, []).append(place)
    return known


def named_in(words, places, fits=lambda place: False):
    """The one place that some words name, the innermost of those that lie in each other; None where
    they name none or several. places: as from known_places. fits: tells places of the same name
    apart."""
    if exact := places.get(words):
        return _settled([exact], fits)
    found, end = _mentions(words, places)
    around = _settled(found, fits)
    county = COUNTY.match(words, end)
    if county and not NO_COUNTY.fullmatch(county[0]) and (around or not found):
        return _county(county, around, places)
    return around


def named_in_latin(words, places, fits=lambda place: False):
    """The same for words in Latin letters: a slug, pinyin or an official English name; of places of
    one name that nothing tells apart, the one of this slug."""
    tokens, found, i = LATIN.findall(words.lower()), {}, 0
    while i < len(tokens):
        for n in range(min(LATIN_WORDS, len(tokens) - i), 0, -1):
            word = "".join(tokens[i : i + n])
            if same := _latin(word, places, n == len(tokens)):
                found[word] = same
                i += n - 1
                break
        i += 1
    if place := _settled(found.values(), fits):
        return place
    own = [[p for p in same if p.place.replace("-", "") == word] for word, same in found.items()]
    return _settled(filter(None, own), fits)


def most_named(words, places, unit):
    """The province or prefecture whose full name ends with `unit` that some words name most often,
    and how often; (None, 0) where they name none, or another half as often."""
    counts, end, opens = Counter(), 0, {name[:2] for name in places}
    for i in (i for i in range(len(words)) if words[i : i + 2] in opens):
        for n in range(LONGEST_SHORT, 1, -1) if i >= end else ():
            same = [p for p in places.get(words[i : i + n], ()) if p.full_zh.endswith(unit)]
            if len(same) == 1 and RANK[same[0].level] in ("province", "city"):
                counts[same[0]] += 1
                end = i + n
                break
    (place, most), (_, next_most) = [*counts.most_common(2), (None, 0), (None, 0)][:2]
    return (place, most) if most >= max(LEAST_NAMED, 2 * next_most) else (None, 0)


def _ways(place):
    """The ways to write a place's name: full, short, with a shorter unit, in Latin letters."""
    short, slug = place.place_zh, place.place
    ways = {short, place.full_zh, slug.removeprefix(f"{place.province}-"), slug.replace("-", "")}
    ways |= {"".join(lazy_pinyin(short))}
    if place.level == LEVEL["自治州"]:
        return ways | {f"{short}州", f"{short}自治州"}
    return ways | {f"{short}自治区"} if place.level == LEVEL["自治区"] else ways


def _mentions(words, places):
    """The places named in some words, each as a list of those of that name, and where the last
    ends. 「朝阳区」 is no mention of 朝阳: before another unit a short name is another place's."""
    found, end, i = [], 0, 0
    while i < len(words):
        for n in range(min(LONGEST, len(words) - i), 1, -1):
            name, after = words[i : i + n], words[i + n : i + n + 1]
            same = [place for place in places.get(name, ()) if _stands(name, after, place)]
            if same:
                found.append(same)
                i += n - 1
                end = i + 1
                break
        i += 1
    return found, end


def _stands(name, after, place):
    """Whether a name within other words means a place: a short one may be part of another word."""
    if name == place.full_zh:
        return True
    return RANK[place.level] in ("province", "city") and after not in ("县", "区", "旗", "市")


def _latin(word, places, alone):
    endings = ["", *(unit for unit in WORDS["latin_units"] if word.endswith(unit))]
    for ending in endings:
        same = places.get(word.removesuffix(ending), [])
        if same := [p for p in same if alone or RANK[p.level] in ("province", "city")]:
            return same
    return []


def _settled(found, fits):
    """The innermost of the places found, None where several are left. found: for each mention, the
    places of that name."""
    found = list(found)
    sure = [same[0] for same in found if len(same) == 1]
    for same in (same for same in found if len(same) > 1):
        provinces = {place.province for place in sure}
        left = [p for p in same if p not in sure]
        left = [p for p in left if fits(p)] or [p for p in left if p.province in provinces] or left
        if len(left) > 1:
            return None
        sure += left
    inner = [p for p in sure if not any(q != p and p.place in (q.province, NATION) for q in sure)]
    return inner[0] if len(set(inner)) == 1 else None


def _county(match, around, places):
    """The county or district of a name, with its city's or province's slug in front where another
    place has the same."""
    name, (base, unit) = match[0], match.groups()
    sounds = lazy_pinyin(name)  # with its unit, by which some characters are read
    slug, long = "".join(sounds[: len(base)]), "".join(sounds)
    taken = name in SHARED or any(place.place == slug for place in places.get(slug, ()))
    if taken:
        slug = f"{around.place}-{slug}" if around else long
    province = around.province if around else ""
    return Place(slug, name, name, LEVEL[unit], province)
