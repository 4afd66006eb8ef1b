"""Does the theme coding measure what it says? Most paragraphs stand under a heading that names
their theme, so the documents answer it themselves: the theme of each heading beside that of the
body, coded without it.
"""

import re
from dataclasses import dataclass

import pandas as pd
from scipy import stats
from sklearn.metrics import precision_recall_fscore_support

from policy_emphasis.reference.lists import UNCODED

LEAD = 26  # characters: a short first sentence without a figure is the paragraph's own heading
NO_LEAD = re.compile(r"\d|我们|各位|\bI\b")  # a sentence with one of these is no heading
RUN_IN = re.compile(r" › .*?。$")  # the end of a section's path: the paragraph's own heading
HELD_OUT, SEEN = "held out", "may be improved on"  # the halves of the validated paragraphs
PARAGRAPH = ["paragraph", "document", "place", "file"]


def headed_paragraphs(paragraphs, sentences):
    """The paragraphs with a heading, and the body without it.

    The heading is the paragraph's own first sentence if that is a numbered heading or a short lead
    without figures (「守护人民群众健康。」), else the innermost heading above it, unless that only
    names a stage of the report (「2022年工作安排」). Returns paragraph, document, place, file,
    heading, start, end (of the heading where it is the paragraph's own; else of the paragraph's
    first character, empty), own (True where it is); the body's sentences are those of the paragraph
    that start at or after `end`.
    """
    first = sentences.drop_duplicates("paragraph").set_index("paragraph")
    first = first.loc[paragraphs["paragraph"]].set_axis(paragraphs.index)
    opening, several = first["text"], sentences["paragraph"].value_counts() > 1
    short = (first["characters"] <= LEAD) & opening.str.endswith("。")
    names_subject = first["is_heading"] | (short & ~opening.str.contains(NO_LEAD))
    own = paragraphs["paragraph"].map(several) & names_subject
    section = paragraphs["section"].mask(
        first["is_heading"], paragraphs["section"].str.replace(RUN_IN, "", regex=True)
    )
    path = section.str.rpartition(" › ")  # the headings above it, " › ", the innermost
    headed = paragraphs[PARAGRAPH].assign(
        heading=opening.where(own, path[2].where(path[0] != "")),
        start=first["start"].where(own, paragraphs["start"]),
        end=first["end"].where(own, paragraphs["start"]),
        own=own,
    )
    return headed.dropna(subset="heading").reset_index(drop=True)


def body_themes(headed, sentences, coded):
    """The theme that fills most of each headed paragraph's body, its heading left out; "uncoded"
    where no term matched.

    headed: as from headed_paragraphs; coded: as from themes.code_sentences. A sentence counts with
    its length times the theme's weight; ties go to the theme that comes first by name. Returns
    paragraph → theme.
    """
    heading_end = headed.set_index("paragraph")["end"]
    body = sentences.assign(heading_end=sentences["paragraph"].map(heading_end))
    body = coded.merge(body[body["start"] >= body["heading_end"]], on="sentence")
    mass = (body["weight"] * body["characters"]).round(6)
    mass = mass.groupby([body["paragraph"], body["theme"]]).sum().unstack(fill_value=0.0)
    return mass.idxmax(axis=1).reindex(headed["paragraph"]).fillna(UNCODED)


def validate(paragraphs, sentences, coded, *, gold):
    """Headed paragraphs whose heading names one theme, with that theme and the theme of their body.

    gold: heading → theme, coded by hand from the headings alone (heading_themes.csv); headings
    without a theme are left out. Returns paragraph, place, heading, theme, predicted, and half:
    every second paragraph is "held out", the others are those that the codebook may be improved on.
    """
    headed = headed_paragraphs(paragraphs, sentences)
    headed = headed.assign(theme=headed["heading"].map(gold)).dropna(subset="theme")
    half = [HELD_OUT if i % 2 else SEEN for i in range(len(headed))]
    predicted = body_themes(headed, sentences, coded).to_numpy()
    columns = ["paragraph", "place", "heading", "theme", "predicted", "half"]
    return headed.assign(predicted=predicted, half=half)[columns].reset_index(drop=True)


def held_out(validated):
    """The rows of validate() that the codebook was not improved on."""
    return validated[validated["half"] == HELD_OUT]


def theme_scores(validated):
    """scores() of the rows of validate() that the codebook was not improved on."""
    return scores(held_out(validated)["theme"], held_out(validated)["predicted"])


@dataclass(frozen=True)
class Agreement:
    """In what share of `n` paragraphs heading and body agree, with Wilson's 95% interval."""

    share: float
    low: float
    high: float
    n: int


def confusion(validated):
    """How often each theme of a heading met each theme of a body: half, theme, predicted, n."""
    return validated.groupby(["half", "theme", "predicted"]).size().reset_index(name="n")


def agreement(validated):
    """The Agreement of the rows of validate(), or of some of them."""
    agreeing = int((validated["theme"] == validated["predicted"]).sum())
    counted = stats.binomtest(agreeing, len(validated))
    interval = counted.proportion_ci(confidence_level=0.95, method="wilson")
    return Agreement(counted.statistic, interval.low, interval.high, len(validated))


def scores(gold, predicted):
    """Precision, recall and F1 of each theme, and of all together: theme, n (paragraphs whose
    heading names it), precision, recall, f1.

    gold, predicted: themes in the same order. With one theme a paragraph, precision, recall and F1
    of all together (micro) are the share that agrees.
    """
    gold, predicted = list(gold), list(predicted)
    themes = sorted(set(gold))
    if not gold:
        return pd.DataFrame(columns=["theme", "n", "precision", "recall", "f1"])
    found = precision_recall_fscore_support(gold, predicted, labels=themes, zero_division=0)
    precision, recall, f1, n = found
    columns = {"theme": themes, "n": n, "precision": precision, "recall": recall, "f1": f1}
    table = pd.DataFrame(columns)
    right = pd.Series(gold).eq(predicted).mean()
    table.loc[len(table)] = ["all", len(gold), right, right, right]
    return table


def alpha(first, second):
    """Krippendorff's α of two complete nominal codings of the same units: 1 for agreement, 0 for
    that of chance (Krippendorff 2004)."""
    first, second = pd.Series(list(first)), pd.Series(list(second))
    pooled = pd.concat([first, second]).value_counts().to_numpy(float)
    n = pooled.sum()
    expected = 1 - (pooled * (pooled - 1)).sum() / (n * (n - 1))
    return 1 - (first != second).sum() / len(first) / expected if expected else 1.0
