"""What the texts are, in words: how they differ, which of them are compared, what of the raw files
was kept."""

from policy_emphasis.reference.documents import is_report
from policy_emphasis.text.ledger import WHITE_SPACE
from policy_emphasis.words.finding import Finding

PAGE = "01_corpus"
FEW = 10  # paragraphs below which a text carries no comparison


def findings(analysis):
    """What the texts are, and how much of the raw files they make up."""
    reports = analysis.documents[is_report(analysis.documents)]
    articles = analysis.documents[~is_report(analysis.documents)]
    found = [
        _lengths(analysis),
        *(_article(document, analysis) for document in articles.itertuples()),
    ]
    if len(reports) > 1:
        comparison = Finding(
            "like-for-like",
            PAGE,
            _like_for_like(analysis),
            subject="reports",
            measure="count",
            estimate=len(reports),
            evidence=f"{PAGE}.html#documents",
        )
        found.append(comparison)
    return [*found, _ledger(analysis)]


def comparability(analysis, lengths=True):
    """What has to be kept in mind before any two columns are compared: sentences.

    Genre, year, level and, with `lengths`, what each text is and how long.
    """
    say = analysis.run.language.say
    documents, place = analysis.documents, analysis.run.language.place
    sentences = [
        say(
            "Read {place}'s column with care: its text is a news article, not a report, so it shows "
            "what the article dwells on, not what the government of {place} plans.",
            place=place(article),
        )
        for article in analysis.articles
    ]
    sentences += [
        say(
            "{place}'s text has only {n} paragraphs: its intervals are wide for good reason.",
            place=place(document.place),
            n=document.paragraphs,
        )
        for document in documents[documents["paragraphs"] < FEW].itertuples()
    ]
    if lengths:
        sentences.append(_differences(analysis))
    if len(analysis.reports) > 1:
        sentences.append(_like_for_like(analysis))
    return sentences


def lengths_title(analysis):
    """How many times as long the longest text is as the shortest."""
    language, documents = analysis.run.language, analysis.documents
    longest = documents.loc[documents["characters"].idxmax()]
    shortest = documents.loc[documents["characters"].idxmin()]
    return language.say(
        "{longest}'s text is {ratio:.0f} times as long as {shortest}'s ({genre})",
        longest=language.place(longest.place),
        shortest=language.place(shortest.place),
        ratio=longest.characters / shortest.characters,
        genre=language.say(shortest.genre),
    )


def _lengths(analysis):
    characters = analysis.documents["characters"]
    ratio = characters.max() / characters.min()
    statement = analysis.run.language.say(
        "The {n} texts are not alike, the longest {ratio:.1f} times as long as the shortest: {texts}.",
        n=len(characters),
        ratio=ratio,
        texts=_described(analysis),
    )
    return Finding(
        "texts-differ",
        PAGE,
        statement,
        subject="length",
        measure="ratio",
        estimate=ratio,
        evidence=f"{PAGE}.html#documents",
    )


def _article(document, analysis):
    language = analysis.run.language
    statement = language.say(
        "{place}'s text is a {genre}, not a report, so its column shows what the article dwells on, "
        "not what the place plans.",
        place=language.place(document.place),
        genre=language.say(document.genre),
    )
    return Finding(
        f"article-{document.place}",
        PAGE,
        statement,
        subject="characters",
        measure="count",
        estimate=document.characters,
        evidence=f"source-{document.document}.html",
    )


def _ledger(analysis):
    """Where every character of the raw files went."""
    ledger = analysis.run.ledger
    characters = ledger["end"] - ledger["start"]
    total, kept = characters.sum(), characters[ledger["kept"]].sum()
    chrome = characters[~ledger["kept"] & ~ledger["reason"].isin(WHITE_SPACE)].sum()
    statement = _accounted(
        analysis.run.language.say,
        files=ledger["file"].nunique(),
        total=total,
        kept=kept,
        dropped=chrome,
        space=total - kept - chrome,
    )
    return Finding(
        "ledger",
        PAGE,
        statement,
        subject="kept",
        measure="share",
        estimate=kept / total,
        evidence=f"{PAGE}.html#ledger",
    )


def _accounted(say, files, **characters):
    if files == 1:
        return say(
            "Of {total:,} characters in the raw file, {kept:,} are kept as text and headings, "
            "{dropped:,} are dropped for a stated reason (credits, captions, search spam and the "
            "like) and the other {space:,} are the white space between paragraphs.",
            **characters,
        )
    return say(
        "Of {total:,} characters in the {files} raw files, {kept:,} are kept as text and headings, "
        "{dropped:,} are dropped for a stated reason (credits, captions, search spam and the like) "
        "and the other {space:,} are the white space between paragraphs.",
        files=files,
        **characters,
    )


def _differences(analysis):
    """In what the texts differ, and what each of them is."""
    language, documents = analysis.run.language, analysis.documents
    say = language.say
    aspects = [say("length")]
    if documents["level"].nunique() > 1:
        aspects.insert(0, say("level of government"))
    if documents["year"].nunique() > 1:
        aspects.insert(0, say("year"))
    return say(
        "The texts differ in {aspects}: {texts}.",
        aspects=language.listed(aspects),
        texts=_described(analysis),
    )


def _described(analysis):
    """Each text in a few words: place, genre, year, level of government where that is known, length."""
    language = analysis.run.language
    texts = (_one_described(document, language) for document in analysis.documents.itertuples())
    return language.apart(texts)


def _one_described(document, language):
    say = language.say
    values = {
        "place": language.place(document.place),
        "genre": say(document.genre),
        "year": document.year,
        "characters": document.characters,
    }
    if not document.level:
        return say("{place}, a {genre} of {year}, {characters:,} characters", **values)
    return say(
        "{place}, a {genre} of {year} ({level}), {characters:,} characters",
        level=say(document.level),
        **values,
    )


def _like_for_like(analysis):
    """Which texts are compared like for like, and in what even they differ."""
    language = analysis.run.language
    say = language.say
    reports = analysis.documents[is_report(analysis.documents)]
    places = language.listed(map(language.place, reports["place"]))
    aspects = []
    if reports["year"].nunique() > 1:
        years = sorted(set(reports["year"]))
        aspects.append(say("years ({years})", years=language.listed(map(str, years))))
    if reports["level"].nunique() > 1:
        aspects.append(say("levels of government"))
    if not aspects:
        return say(
            "The like-for-like comparison is between the work reports of {places}.", places=places
        )
    return say(
        "The like-for-like comparison is between the work reports of {places}, though they are of "
        "different {aspects}.",
        places=places,
        aspects=language.listed(aspects),
    )
