"""How places, terms and rows of tables are named in sentences."""

PLACES = ("place", "place_a", "place_b", "more", "less")
SHARES = ("share", "difference", "low", "high")


def with_gloss(term, run):
    """A Chinese term with its English in quotation marks, or 「the term」 alone where the page is
    Chinese, as plain text."""
    if run.language.code == "zh":
        return f"「{term}」"
    return f"{term} “{run.gloss[term]}”" if term in run.gloss else term


def lines_of(row, language):
    """The lines of a label, of a row with label_en and label_zh: the English over the Chinese, or
    the Chinese alone."""
    return [row.label_zh] if language.code == "zh" else [row.label_en, row.label_zh]


def place(name, analysis):
    """A place's name, marked where its text is a news article and no report."""
    named = analysis.run.language.place(name)
    if name not in analysis.articles:
        return named
    return analysis.run.language.say("{place} (news article)", place=named)


def spoken(row, analysis):
    """A row on a theme as the values of messages: places and theme by their names, shares in
    percent. row: column → value."""
    places = {name: analysis.run.language.place(row[name]) for name in PLACES if name in row}
    percent = {name: 100 * row[name] for name in SHARES if name in row}
    return row | places | percent | {"theme": analysis.theme_names[row["theme"]]}
