"""How places, terms and rows are named on the pages."""


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
