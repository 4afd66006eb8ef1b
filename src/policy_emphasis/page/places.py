"""How a place is shown, the same on every page: its colour, its name, whether it has a report."""

from dataclasses import dataclass

from policy_emphasis.reference.documents import REPORT, is_report

# After Okabe and Ito, safe for colour-blind readers; --place-0 … in templates/page.css.
PALETTE = ("#0072b2", "#d55e00", "#007f5f", "#aa4499", "#7a5c00", "#44546a")


@dataclass(frozen=True)
class PlaceStyle:
    """colour, and its number in PALETTE; label: the name, with the genre of what is no report;
    article: whether its text is drawn hollow, hatched or broken, as no report is."""

    colour: str
    number: int
    label: str
    article: bool


def place_styles(documents, language):
    """place → PlaceStyle, in the order of the documents. Work reports have the first colours, so
    that a run of reports alone shows them as they are beside an article."""
    reports = is_report(documents)
    coloured = [*documents.loc[reports, "place"], *documents.loc[~reports, "place"]]
    number = {place: i % len(PALETTE) for i, place in enumerate(coloured)}
    styles = {}
    for place, genre in zip(documents["place"], documents["genre"], strict=True):
        label, report = language.place(place), genre == REPORT
        if not report:
            label = language.say("{place} ({genre})", place=label, genre=language.say(genre))
        styles[place] = PlaceStyle(PALETTE[number[place]], number[place], label, not report)
    return styles
