"""What the texts are, in words: how they differ, which of them are compared, what of the raw files
was kept."""

from itertools import compress

from policy_emphasis.inference.resample import FEW
from policy_emphasis.language import N_
from policy_emphasis.reference.documents import is_report
from policy_emphasis.text.ledger import WHITE_SPACE
from policy_emphasis.words import faults
from policy_emphasis.words.finding import Finding, few_places, row_by_row, spoken

PAGE = "01_corpus"
DOCUMENTS = "#documents"


def findings(analysis):
    """How the texts differ, and how much of the raw files they make up; what that means for a
    comparison, comparability() says."""
    differ = [_lengths(analysis)] if len(analysis.everyone.documents) > 1 else []
    return [*differ, _ledger(analysis)]


def comparability(analysis):
    """What has to be kept in mind before any two columns are compared: sentences."""
    documents = analysis.documents
    article = N_(
        "Read {place}'s column with care: its text is no work report ({genre}), so it shows what "
        "that text dwells on, not what the government of {place} plans."
    )
    sentences = _focus(analysis) + faults.left_out(analysis) + faults.doubts(analysis)
    sentences += row_by_row(article, documents[~is_report(documents)], analysis)
    sentences += _short(analysis)
    if analysis.report_pairs:
        sentences.append(_like_for_like(analysis))
    return sentences


def reminder(analysis):
    """The same in a line, for the pages after the first."""
    articles = analysis.documents[~is_report(analysis.documents)]
    message = N_("{place}'s text is no work report ({genre}).")
    found = _focus(analysis) + faults.left_out(analysis) + faults.doubts(analysis)
    found += row_by_row(message, articles, analysis) + _short(analysis)
    if analysis.report_pairs:
        places = few_places(analysis.alike, analysis)
        found.append(analysis.say("Like for like are the reports of {places}.", places=places))
    return [analysis.language.sentences(found)] if found else []


def _short(analysis):
    """Which texts are compared with no other, as they are too short for that."""
    documents = analysis.documents
    short = documents[documents["paragraphs"] < FEW].rename(columns={"paragraphs": "n"})
    message = N_(
        "{place}'s text has only {n} paragraphs: it is described, but compared with no other."
    )
    return row_by_row(message, short, analysis)


def _focus(analysis):
    """Of a run of many, which documents are compared in detail: a sentence, or none."""
    every = len(analysis.everyone.documents)
    if every == len(analysis.documents):
        return []
    message = N_(
        "Of the {every} texts of this run, {places} are compared in detail; their words are held "
        "against all others, topics are those of all, and one page shows all."
    )
    places = few_places(analysis.places, analysis)
    return [analysis.say(message, every=every, places=places)]


def lengths_title(analysis):
    """How many times as long the longest text is as the shortest; of one text, its length."""
    by_length = analysis.documents.sort_values("characters", kind="stable")
    shortest, longest = by_length.iloc[0], by_length.iloc[-1]
    if len(by_length) < 2:
        place = analysis.language.place(longest.place)
        message = N_("{place}'s text has {n:,} characters")
        return analysis.say(message, place=place, n=longest.characters)
    values = {"longest": longest.place, "shortest": shortest.place, "genre": shortest.genre}
    return analysis.say(
        "{longest}'s text is {ratio:.2g} times as long as {shortest}'s ({genre})",
        ratio=longest.characters / shortest.characters,
        **spoken(values, analysis),
    )


def _lengths(analysis):
    documents = analysis.everyone.documents
    characters = documents["characters"]
    ratio = characters.max() / characters.min()
    aspects = compress(
        [analysis.say("year"), analysis.say("level of government"), analysis.say("length")],
        [*(documents[["year", "level"]].nunique() > 1), True],
    )
    statement = analysis.say(
        "The {n} texts differ in {aspects}, the longest {ratio:.1f} times as long as the shortest.",
        n=len(characters),
        ratio=ratio,
        aspects=analysis.language.listed(aspects),
    )
    return Finding("texts-differ", PAGE, statement, "length", "ratio", ratio, evidence=DOCUMENTS)


def _ledger(analysis):
    """Where every character of the raw files went."""
    ledger = analysis.everyone.ledger
    characters = ledger["end"] - ledger["start"]
    total, kept = characters.sum(), characters[ledger["kept"]].sum()
    dropped = characters[~ledger["kept"] & ~ledger["reason"].isin(WHITE_SPACE)].sum()
    values = {"total": total, "kept": kept, "dropped": dropped, "space": total - kept - dropped}
    values |= {"files": ledger["file"].nunique()}
    message = N_(
        "Of {total:,} characters in the {files} raw files, {kept:,} are kept as text and headings, "
        "{dropped:,} are dropped for a stated reason (credits, captions, search spam and the like) "
        "and the other {space:,} are the white space between paragraphs."
    )
    if values["files"] == 1:
        message = N_(
            "Of {total:,} characters in the raw file, {kept:,} are kept as text and headings, "
            "{dropped:,} are dropped for a stated reason (credits, captions, search spam and the "
            "like) and the other {space:,} are the white space between paragraphs."
        )
    statement = analysis.say(message, **values)
    return Finding("ledger", PAGE, statement, "kept", "share", kept / total, evidence="#ledger")


def _like_for_like(analysis):
    """Which texts are compared like for like, and in what even they differ."""
    language = analysis.language
    reports = analysis.documents[analysis.documents["place"].isin(analysis.alike)]
    years = sorted(set(reports["year"]))
    aspects = []
    if len(years) > 1:
        aspects.append(analysis.say("years ({years})", years=language.listed(map(str, years))))
    if reports["level"].nunique() > 1:
        aspects.append(analysis.say("levels of government"))
    message = N_("The like-for-like comparison is between the work reports of {places}.")
    if aspects:
        message = N_(
            "The like-for-like comparison is between the work reports of {places}, though they are "
            "of different {aspects}."
        )
    places = few_places(analysis.alike, analysis)
    return analysis.say(message, places=places, aspects=language.listed(aspects))
