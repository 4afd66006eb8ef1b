"""Findings: every sentence on a page that holds a figure, built from the tables, so that no rerun leaves an old claim standing.

Each function takes published tables and returns a findings table, a sentence and an estimate a row:

    finding, notebook   its name, and the page with the working
    statement           one sentence, in the language in use
    subject             what the estimate is of, the same in every language: a theme (with the places in the order compared), a term, an indicator, or the finding's own kind
    measure             what the estimate counts in: share (0–1), difference (of shares, 0–1), log-odds, density (per 1,000 characters), percent, count, ratio
    estimate, low, high the figure and its 95 % interval, where it has one
    robust_share        empty until the finding has been recomputed under other choices
    evidence            the place on a page that shows what the finding rests on

What may be doubted about the findings (validation, robustness, comparability) is in caveats.py. Labels of themes come in the language in use.
"""

import pandas as pd

from policy_emphasis import language
from policy_emphasis.inference.comparability import report_pairs as pairs_of_reports
from policy_emphasis.inference.keyness import leading as leading_of
from policy_emphasis.inference.shares import clear as stands
from policy_emphasis.language import listed, say
from policy_emphasis.measures.terms import shared_phrases
from policy_emphasis.reference.lists import UNCODED
from policy_emphasis.text.ledger import WHITE_SPACE

COLUMNS = [
    "finding",
    "notebook",
    "statement",
    "subject",
    "measure",
    "estimate",
    "low",
    "high",
    "robust_share",
    "evidence",
]


def about_texts(documents, ledger, paragraphs):
    """What the texts are, and how much of the raw files they make up."""
    name, rows = language.place_names(documents), []
    reports, articles = (
        documents[documents["genre"] == "work report"],
        documents[documents["genre"] != "work report"],
    )
    ratio = documents["characters"].max() / documents["characters"].min()
    rows.append(
        _row(
            "texts-differ",
            "01_corpus",
            say(
                "The {n} texts are not alike, the longest {ratio:.1f} times as long as the shortest: {texts}.",
                n=len(documents),
                ratio=ratio,
                texts=described(documents),
            ),
            subject="length",
            measure="ratio",
            estimate=ratio,
            evidence="01_corpus.html#documents",
        )
    )
    for d in articles.itertuples():
        message = say(
            "{place}'s text is a {genre}, not a report, so its column shows what the article dwells on, not what the place plans.",
            place=name[d.place],
            genre=say(d.genre),
        )
        rows.append(
            _row(
                f"article-{d.place}",
                "01_corpus",
                message,
                subject="characters",
                measure="count",
                estimate=d.characters,
                evidence=f"source-{d.document}.html",
            )
        )
    if len(reports) > 1:
        rows.append(
            _row(
                "like-for-like",
                "01_corpus",
                like_for_like(reports),
                subject="reports",
                measure="count",
                estimate=len(reports),
                evidence="01_corpus.html#documents",
            )
        )
    size = (ledger["end"] - ledger["start"]).groupby(ledger["kept"]).sum()
    reasons = ledger.loc[~ledger["kept"] & ~ledger["reason"].isin(WHITE_SPACE)]
    chrome = (reasons["end"] - reasons["start"]).sum()
    figures = dict(
        total=size.sum(),
        kept=size[True],
        dropped=chrome,
        space=size[False] - chrome,
        files=ledger["file"].nunique(),
    )
    message = (
        say(
            "Of {total:,} characters in the raw file, {kept:,} are kept as text and headings, {dropped:,} are dropped for a stated reason (credits, captions, search spam and the like) and "
            "the other {space:,} are the white space between paragraphs.",
            **figures,
        )
        if figures["files"] == 1
        else say(
            "Of {total:,} characters in the {files} raw files, {kept:,} are kept as text and headings, {dropped:,} are dropped for a stated reason (credits, captions, search spam and the like) and "
            "the other {space:,} are the white space between paragraphs.",
            **figures,
        )
    )
    rows.append(
        _row(
            "ledger",
            "01_corpus",
            message,
            subject="kept",
            measure="share",
            estimate=size[True] / size.sum(),
            evidence="01_corpus.html#ledger",
        )
    )
    return _table(rows)


def about_themes(themes, by_stage, differences, documents, labels):
    """What each place speaks of most, how plan differs from review, and which differences between places hold.

    themes, differences (theme_contrasts) as published; by_stage: plan − review; labels: theme → label.
    """
    name, rows = language.place_names(documents), []
    whole = themes[(themes["stage"] == "all") & (themes["theme"] != UNCODED)].sort_values(
        ["share", "theme"], ascending=[False, True]
    )
    for place in documents["place"]:
        top = whole[whole["place"] == place].head(3)
        first, *others = (
            say(
                "{theme}, {share:.1f} % ({low:.1f}–{high:.1f})",
                theme=labels[t.theme],
                share=100 * t.share,
                low=100 * t.low,
                high=100 * t.high,
            )
            for t in top.itertuples()
        )
        message = (
            say(
                "{place}'s news article dwells most on {first}; then {others}.",
                place=name[place],
                first=first,
                others=listed(others),
            )
            if _is_article(documents, place)
            else say(
                "{place} gives the largest share of its text to {first}; then {others}.",
                place=name[place],
                first=first,
                others=listed(others),
            )
        )
        largest = top.iloc[0]
        rows.append(
            _row(
                f"themes-{place}",
                "04_emphasis",
                message,
                subject=largest["theme"],
                measure="share",
                estimate=largest["share"],
                low=largest["low"],
                high=largest["high"],
                evidence=f"04_emphasis.html#evidence-{largest['theme']}-{place}",
            )
        )
    for a, b in pairs_of_reports(differences, documents):
        pair = differences[
            (differences["place_a"] == a)
            & (differences["place_b"] == b)
            & (differences["theme"] != UNCODED)
        ]
        sure, widest = pair[stands(pair)], pair.loc[pair["difference"].abs().idxmax()]
        more, less = (a, b) if widest.difference > 0 else (b, a)
        low, high = sorted(
            (widest.low, widest.high) if widest.difference > 0 else (-widest.low, -widest.high)
        )
        gap = say(
            "{theme}: {more} {points:.1f} points above {less} (95 % interval {low:+.1f} to {high:+.1f}, q = {q:.2f})",
            theme=labels[widest.theme],
            more=name[more],
            less=name[less],
            points=100 * abs(widest.difference),
            low=100 * low,
            high=100 * high,
            q=widest.q,
        )
        values = dict(
            n=len(sure),
            of=len(pair),
            a=name[a],
            b=name[b],
            themes=apart(labels[t] for t in sure["theme"]),
            widest=gap,
        )
        message = (
            say(
                "None of the {of} theme differences between {a} and {b} is clear once the number of themes is allowed for; the widest is {widest}.",
                **values,
            )
            if sure.empty
            else say(
                "1 of {of} theme differences between {a} and {b} is clear once the number of themes is allowed for ({themes}); the widest is {widest}.",
                **values,
            )
            if len(sure) == 1
            else say(
                "{n} of {of} theme differences between {a} and {b} are clear once the number of themes is allowed for ({themes}); the widest is {widest}.",
                **values,
            )
        )
        rows.append(
            _row(
                f"contrast-{a}-{b}",
                "04_emphasis",
                message,
                subject=f"{widest.theme} {more}-{less}",
                measure="difference",
                estimate=abs(widest.difference),
                low=low,
                high=high,
                evidence=f"04_emphasis.html#evidence-{widest.theme}",
            )
        )
    for place in by_stage["place"].drop_duplicates():
        one = by_stage[(by_stage["place"] == place) & (by_stage["theme"] != UNCODED)].sort_values(
            "difference", ascending=False, kind="stable"
        )
        sure = one[stands(one)]
        up, down = _shift(one.iloc[0], labels), _shift(one.iloc[-1], labels)
        message = (
            say(
                "{place}'s plan and its review of the past differ clearly in {n} of {of} themes: {shifts}.",
                place=name[place],
                n=len(sure),
                of=len(one),
                shifts=apart(_shift(r, labels) for r in sure.itertuples()),
            )
            if len(sure)
            else say(
                "No shift from {place}'s review of the past to its plan is clear; the largest rise is {up} and the largest fall {down}; an interval that leaves out zero beside a high q is what one theme among so many shows by chance.",
                place=name[place],
                up=up,
                down=down,
            )
            if ((one["low"] > 0) | (one["high"] < 0)).any()
            else say(
                "No shift from {place}'s review of the past to its plan is clear; the largest rise is {up} and the largest fall {down}.",
                place=name[place],
                up=up,
                down=down,
            )
        )
        first = one.loc[one["difference"].abs().idxmax()]  # the shift whose robustness is computed
        rows.append(
            _row(
                f"plan-{place}",
                "04_emphasis",
                message,
                subject=first.theme,
                measure="difference",
                estimate=first.difference,
                low=first.low,
                high=first.high,
                evidence=f"04_emphasis.html#evidence-{first.theme}-{place}",
            )
        )
    return _table(rows)


def about_terms(terms, documents, gloss, n=5):
    """Which words set each place apart."""
    name, rows = _names(documents), []
    for place in documents["place"]:
        own, evidence = leading_of(terms, documents, place), f"02_terms.html#evidence-{place}"
        if own.empty:
            rows.append(
                _row(
                    f"terms-{place}",
                    "02_terms",
                    say("No word leans to {place} beyond chance.", place=name[place]),
                    subject="terms",
                    measure="count",
                    estimate=0,
                    evidence=evidence,
                )
            )
            continue
        sure, first = own[own["distinctive"]], own.iloc[0]
        values = dict(
            n=len(sure),
            tested=int(terms.loc[terms["place"] == place, "tested"].sum()),
            words=listed(with_gloss(t, gloss) for t in sure["term"].head(2 * n)),
        )
        clear = (
            say(
                "none of the {tested} words tested is clearly used more often there than elsewhere, its own name aside",
                **values,
            )
            if sure.empty
            else say(
                "1 of {tested} words tested is clearly used more often there than elsewhere: {words}",
                **values,
            )
            if len(sure) == 1
            else say(
                "{n} of {tested} words tested are clearly used more often there than elsewhere: {words}",
                **values,
            )
            if len(sure) <= 2 * n
            else say(
                "{n} of {tested} words tested are clearly used more often there than elsewhere, among them {words}",
                **values,
            )
        )
        words = listed(with_gloss(t, gloss) for t in own["term"].head(n))
        message = (
            say(
                "{place} leans most to {words}; {clear}; the words named belong to its genre as much as to its place.",
                place=name[place],
                words=words,
                clear=clear,
            )
            if _is_article(documents, place)
            else say(
                "{place} leans most to {words}; {clear}.",
                place=name[place],
                words=words,
                clear=clear,
            )
        )
        rows.append(
            _row(
                f"terms-{place}",
                "02_terms",
                message,
                subject=first["term"],
                measure="log-odds",
                estimate=first["log_odds"],
                low=first["low"],
                high=first["high"],
                evidence=evidence,
            )
        )
    return _table(rows)


def about_shared(tokens, documents, phrases, gloss, n=5):
    """The set phrases that come from above: lexicon terms of four or more characters that every text, or every report, uses."""
    name = _names(documents)
    shared = shared_phrases(tokens, documents, phrases)
    group, common, everywhere, found = shared.places, shared.common, shared.everywhere, shared.found
    n_reports = (documents["genre"] == "work report").sum()
    values = dict(
        n=len(common),
        of=found,
        everywhere=len(everywhere),
        places=listed(name[p] for p in group),
        examples=listed(with_gloss(t, gloss) for t in common[:n]),
    )
    message = (
        say("None of the {of} set policy phrases found stands in {places} alike.", **values)
        if not common
        else say(
            "{n} of the {of} set policy phrases found stand in every text ({examples}).", **values
        )
        if n_reports < 2
        else say(
            "{n} of the {of} set policy phrases found stand in {places} alike ({examples}).",
            **values,
        )
        if n_reports == len(documents)
        else say(
            "{n} of the {of} set policy phrases found stand in {places} alike ({examples}), and {everywhere} in every text, the article included.",
            **values,
        )
    )
    return _table(
        [
            _row(
                "shared",
                "02_terms",
                message,
                subject="shared",
                measure="share",
                estimate=len(common) / max(found, 1),
                evidence="02_terms.html#shared",
            )
        ]
    )


def about_topics(topics, agreement, documents, gloss):
    """What the text itself suggests, and whether the codebook agrees. agreement: as from topic_theme_overlap."""
    largest = topics.iloc[0]
    best, worst = (
        agreement.loc[agreement["overlap"].idxmax()],
        agreement.loc[agreement["overlap"].idxmin()],
    )
    led = say(
        "With no codebook, the {n} topics asked for come out led by one on {words}, {share:.0%} of all text.",
        n=len(topics),
        words=listed(with_gloss(t, gloss) for t in largest["label"].split(" · ")),
        share=largest.prevalence,
    )
    met = say(
        "Topics and codebook agree in part: a topic's nearest theme fills {worst:.0%} ({worst_theme}) to {best:.0%} ({best_theme}) of the topic's coded text, where chance alone "
        "would give {low:.0%} to {high:.0%}.",
        worst=worst.overlap,
        worst_theme=worst.theme_label,
        best=best.overlap,
        best_theme=best.theme_label,
        low=agreement["expected"].min(),
        high=agreement["expected"].max(),
    )
    return _table(
        [
            _row(
                "topics",
                "03_topics",
                led,
                subject=largest["label"],
                measure="share",
                estimate=largest.prevalence,
                evidence=f"03_topics.html#evidence-{largest['topic']}",
            ),
            _row(
                "topics-themes",
                "03_topics",
                met,
                subject="agreement",
                measure="share",
                estimate=agreement["overlap"].median(),
                evidence=f"03_topics.html#evidence-{best['topic']}",
            ),
        ]
    )


def about_doubt(themes, documents):
    """How wide the intervals are, and what these texts cannot tell. The estimate is half an interval's width, the widest of the places' medians."""
    name = _names(documents)
    whole = themes[(themes["stage"] == "all") & (themes["theme"] != UNCODED)]
    half = ((whole["high"] - whole["low"]) / 2).groupby(whole["place"]).median()
    uncoded = themes[(themes["stage"] == "all") & (themes["theme"] == UNCODED)].set_index("place")[
        "share"
    ]
    first, *others = documents["place"]
    halves = [
        say("±{points:.1f} points for {place}", points=100 * half[first], place=name[first]),
        *(say("±{points:.1f} for {place}", points=100 * half[p], place=name[p]) for p in others),
    ]
    values = dict(halves=listed(halves), least=min(uncoded), most=max(uncoded))
    message = (
        say(
            "A typical theme share could be off by {halves} (half of its 95 % interval, at the median); the codebook leaves {least:.0%} to {most:.0%} of a text uncoded; one text a place, of different years, "
            "cannot separate the place from the year or the occasion; and words are not budgets: what a report dwells on is not what a government spends.",
            **values,
        )
        if documents["year"].nunique() > 1
        else say(
            "A typical theme share could be off by {halves} (half of its 95 % interval, at the median); the codebook leaves {least:.0%} to {most:.0%} of a text uncoded; one text a place "
            "cannot separate the place from the year or the occasion; and words are not budgets: what a report dwells on is not what a government spends.",
            **values,
        )
    )
    return _table(
        [
            _row(
                "doubt",
                "04_emphasis",
                message,
                subject="interval width",
                measure="difference",
                estimate=half.max(),
                evidence="04_emphasis.html#chart-shares",
            )
        ]
    )


def with_robustness(findings, robustness):
    """The findings with robust_share and robust_n, and a sentence on what they mean; a claim that most specifications do not confirm is said to be uncertain.

    robustness: as from multiverse.robustness."""
    of = robustness.set_index("finding")
    findings = findings.assign(
        robust_share=findings["finding"].map(of["robust_share"]),
        robust_n=findings["finding"].map(of["robust_n"]).astype("Int64"),
    )
    return findings.assign(
        robustness=[
            _in_words(finding, of.loc[finding]) if finding in of.index else ""
            for finding in findings["finding"]
        ]
    )


def standing(findings, names):
    """How many claims were recomputed (n), how many most specifications confirm (strong; claims: their labels) and how many only a minority does (weak)."""
    checked = findings[findings["robust_n"].notna()]
    strong = checked.loc[checked["robust_share"] >= 0.9, "finding"]
    return dict(
        n=len(checked),
        strong=len(strong),
        claims=apart(names[f] for f in strong),
        weak=int((checked["robust_share"] < 0.5).sum()),
    )


def _in_words(finding, one):
    verdict = (
        say("Robust")
        if one.robust_share >= 0.9
        else say("Mostly robust")
        if one.robust_share >= 0.5
        else say("Uncertain, the order could be chance")
        if finding.startswith("themes-")
        else say("Uncertain")
    )
    values = dict(verdict=verdict, n=int(one.robust_n), same=one.same_sign, robust=one.robust_share)
    return {
        "themes": say(
            "{verdict}: of {n:,} ways to compute that the first theme named is ahead of the second, {same:.0%} agree in direction and {robust:.0%} with an interval that leaves out zero.",
            **values,
        ),
        "contrast": say(
            "{verdict}: of {n:,} ways to compute this widest difference, {same:.0%} agree in direction and {robust:.0%} with an interval that leaves out zero.",
            **values,
        ),
        "plan": say(
            "{verdict}: of {n:,} ways to compute the largest shift, {same:.0%} agree in direction and {robust:.0%} with an interval that leaves out zero.",
            **values,
        ),
        "terms": say(
            "{verdict}: of {n:,} ways to compute that the words named lean this way, {same:.0%} agree in direction and {robust:.0%} with an interval that leaves out zero.",
            **values,
        ),
        "topics": say(
            "{verdict}: of {n:,} ways to compute that topics and codebook agree beyond chance, {same:.0%} agree in direction and {robust:.0%} with an interval that leaves out zero.",
            **values,
        ),
    }[finding.split("-")[0]]


def with_gloss(term, gloss):
    """A Chinese term with its English in quotation marks, or 「the term」 alone where the page is Chinese, as plain text."""
    return (
        f"「{term}」"
        if language.current() == "zh"
        else f"{term} “{gloss[term]}”"
        if term in gloss
        else term
    )


def apart(items):
    """Items that hold commas themselves, a semicolon between them."""
    return say("; ").join(items)


def lines_of(row):
    """The lines of a label, of a row with label_en and label_zh: the English over the Chinese, or the Chinese alone."""
    return [row.label_zh] if language.current() == "zh" else [row.label_en, row.label_zh]


def described(documents):
    """Each text in a few words: place, genre, year, level of government where that is known, length."""
    name = language.place_names(documents)
    return apart(
        say(
            "{place}, a {genre} of {year} ({level}), {characters:,} characters",
            place=name[d.place],
            genre=say(d.genre),
            year=d.year,
            level=say(d.level),
            characters=d.characters,
        )
        if d.level
        else say(
            "{place}, a {genre} of {year}, {characters:,} characters",
            place=name[d.place],
            genre=say(d.genre),
            year=d.year,
            characters=d.characters,
        )
        for d in documents.itertuples()
    )


def like_for_like(reports):
    """Which texts are compared like for like, and in what even they differ. reports: the rows of documents that are work reports, two or more."""
    name = language.place_names(reports)
    places, years = (
        listed(name[p] for p in reports["place"]),
        listed(map(str, sorted(set(reports["year"])))),
    )
    apart_in = [say("years ({years})", years=years)] * (reports["year"].nunique() > 1) + [
        say("levels of government")
    ] * (reports["level"].nunique() > 1)
    return (
        say(
            "The like-for-like comparison is between the work reports of {places}, though they are of different {aspects}.",
            places=places,
            aspects=listed(apart_in),
        )
        if apart_in
        else say(
            "The like-for-like comparison is between the work reports of {places}.", places=places
        )
    )


def _names(documents):
    name = language.place_names(documents)
    return {
        d.place: say("{place} (news article)", place=name[d.place])
        if d.genre != "work report"
        else name[d.place]
        for d in documents.itertuples()
    }


def _is_article(documents, place):
    return documents.set_index("place")["genre"][place] != "work report"


def _shift(row, labels):
    return say(
        "{theme} ({difference:+.1f} points, 95 % interval {low:+.1f} to {high:+.1f}, q = {q:.2f})",
        theme=labels[row.theme],
        difference=100 * row.difference,
        low=100 * row.low,
        high=100 * row.high,
        q=row.q,
    )


def _row(
    finding, notebook, statement, *, subject, measure, estimate, evidence, low=None, high=None
):
    return (finding, notebook, statement, subject, measure, estimate, low, high, None, evidence)


def _table(rows):
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"estimate": float, "low": float, "high": float, "robust_share": float}
    )
