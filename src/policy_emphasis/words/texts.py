"""What the texts are, in words: how they differ, which of them are compared, what of the raw files
was kept."""

from itertools import compress

from policy_emphasis.reference.documents import is_report
from policy_emphasis.text.ledger import WHITE_SPACE
from policy_emphasis.words.finding import Finding

PAGE = "01_corpus"
DOCUMENTS = f"{PAGE}.html#documents"
FEW = 10  # paragraphs below which a text carries no comparison


def findings(analysis):
    """What the texts are, and how much of the raw files they make up."""
    articles = analysis.documents[~is_report(analysis.documents)]
    found = [_lengths(analysis), *(_article(row, analysis) for row in articles.itertuples())]
    if len(analysis.reports) > 1:
        figure = ("reports", "count", len(analysis.reports))
        statement = _like_for_like(analysis)
        found.append(Finding("like-for-like", PAGE, statement, *figure, evidence=DOCUMENTS))
    return [*found, _ledger(analysis)]


def comparability(analysis, lengths=True):
    """What has to be kept in mind before any two columns are compared: sentences.

    Genre, year, level and, with `lengths`, what each text is and how long.
    """
    language = analysis.run.language
    short = analysis.documents[analysis.documents["paragraphs"] < FEW]
    sentences = [
        language.say(
            "Read {place}'s column with care: its text is a news article, not a report, so it "
            "shows what the article dwells on, not what the government of {place} plans.",
            place=language.place(place),
        )
        for place in analysis.articles
    ]
    sentences += [
        language.say(
            "{place}'s text has only {n} paragraphs: its intervals are wide for good reason.",
            place=language.place(row.place),
            n=row.paragraphs,
        )
        for row in short.itertuples()
    ]
    if lengths:
        sentences.append(_differences(analysis))
    if len(analysis.reports) > 1:
        sentences.append(_like_for_like(analysis))
    return sentences


def lengths_title(analysis):
    """How many times as long the longest text is as the shortest."""
    language = analysis.run.language
    by_length = analysis.documents.sort_values("characters")
    shortest, longest = by_length.iloc[0], by_length.iloc[-1]
    values = {"longest": language.place(longest.place), "shortest": language.place(shortest.place)}
    return language.say(
        "{longest}'s text is {ratio:.0f} times as long as {shortest}'s ({genre})",
        ratio=longest.characters / shortest.characters,
        genre=language.say(shortest.genre),
        **values,
    )


def _lengths(analysis):
    characters = analysis.documents["characters"]
    ratio = characters.max() / characters.min()
    values = {"n": len(characters), "ratio": ratio, "texts": _described(analysis)}
    statement = analysis.run.language.say(
        "The {n} texts are not alike, the longest {ratio:.1f} times as long as the shortest: "
        "{texts}.",
        **values,
    )
    return Finding("texts-differ", PAGE, statement, "length", "ratio", ratio, evidence=DOCUMENTS)


def _article(document, analysis):
    language = analysis.run.language
    values = {"place": language.place(document.place), "genre": language.say(document.genre)}
    statement = language.say(
        "{place}'s text is a {genre}, not a report, so its column shows what the article dwells "
        "on, not what the place plans.",
        **values,
    )
    figure = ("characters", "count", document.characters)
    evidence = f"source-{document.document}.html"
    return Finding(f"article-{document.place}", PAGE, statement, *figure, evidence=evidence)


def _ledger(analysis):
    """Where every character of the raw files went."""
    ledger = analysis.run.ledger
    characters = ledger["end"] - ledger["start"]
    total, kept = characters.sum(), characters[ledger["kept"]].sum()
    dropped = characters[~ledger["kept"] & ~ledger["reason"].isin(WHITE_SPACE)].sum()
    space = total - kept - dropped
    values = {"total": total, "kept": kept, "dropped": dropped, "space": space}
    statement = _accounted(ledger["file"].nunique(), values, analysis.run.language)
    evidence = f"{PAGE}.html#ledger"
    return Finding("ledger", PAGE, statement, "kept", "share", kept / total, evidence=evidence)


def _accounted(files, characters, language):
    if files == 1:
        return language.say(
            "Of {total:,} characters in the raw file, {kept:,} are kept as text and headings, "
            "{dropped:,} are dropped for a stated reason (credits, captions, search spam and the "
            "like) and the other {space:,} are the white space between paragraphs.",
            **characters,
        )
    return language.say(
        "Of {total:,} characters in the {files} raw files, {kept:,} are kept as text and headings, "
        "{dropped:,} are dropped for a stated reason (credits, captions, search spam and the like) "
        "and the other {space:,} are the white space between paragraphs.",
        files=files,
        **characters,
    )


def _differences(analysis):
    """In what the texts differ, and what each of them is."""
    language = analysis.run.language
    say, differ = language.say, analysis.documents[["year", "level"]].nunique() > 1
    aspects = compress([say("year"), say("level of government"), say("length")], [*differ, True])
    values = {"aspects": language.listed(aspects), "texts": _described(analysis)}
    return say("The texts differ in {aspects}: {texts}.", **values)


def _described(analysis):
    language = analysis.run.language
    return language.apart(_one_text(row, language) for row in analysis.documents.itertuples())


def _one_text(document, language):
    """Place, genre, year, level of government where that is known, length."""
    spoken = {"genre": language.say(document.genre), "level": language.say(document.level)}
    values = document._asdict() | spoken | {"place": language.place(document.place)}
    if document.level:
        return language.say(
            "{place}, a {genre} of {year} ({level}), {characters:,} characters", **values
        )
    return language.say("{place}, a {genre} of {year}, {characters:,} characters", **values)


def _like_for_like(analysis):
    """Which texts are compared like for like, and in what even they differ."""
    language = analysis.run.language
    reports = analysis.documents[is_report(analysis.documents)]
    places = language.listed(map(language.place, reports["place"]))
    years = sorted(set(reports["year"]))
    aspects = []
    if len(years) > 1:
        aspects.append(language.say("years ({years})", years=language.listed(map(str, years))))
    if reports["level"].nunique() > 1:
        aspects.append(language.say("levels of government"))
    if not aspects:
        return language.say(
            "The like-for-like comparison is between the work reports of {places}.", places=places
        )
    return language.say(
        "The like-for-like comparison is between the work reports of {places}, though they are of "
        "different {aspects}.",
        places=places,
        aspects=language.listed(aspects),
    )
