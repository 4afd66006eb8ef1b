"""Does the theme coding measure what it says? The documents answer it themselves: most paragraphs stand under a heading that names their theme.

headed_paragraphs(...) → paragraphs with the heading that names their subject
body_themes(...)       → the theme of each body, coded without its heading
validate(...)          → both side by side
scores(...), alpha(...) → precision, recall, F1; Krippendorff's α
"""

import re

import pandas as pd

LEAD = 26  # characters: a first sentence up to this long without a figure is read as the paragraph's own heading


def headed_paragraphs(paragraphs, sentences):
    """The paragraphs with a heading, and the body without it.

    The heading is the paragraph's own first sentence if that is a numbered heading or a short lead without figures (「守护人民群众健康。」),
    else the innermost heading above it, unless that only names a stage of the report (「2022年工作安排」). Returns paragraph, document, place,
    heading, start, end (of the heading where it is the paragraph's own; else of the paragraph's first character, empty), own (True where it is)
    and the body's sentences are those of the paragraph that start at or after `end`.
    """
    rows = []
    by_paragraph = dict(list(sentences.groupby("paragraph", sort=False)))
    for paragraph in paragraphs.itertuples():
        of = by_paragraph[paragraph.paragraph]
        first = of.iloc[0]
        lead = len(of) > 1 and (
            first["is_heading"]
            or (
                first["characters"] <= LEAD
                and first["text"].endswith("。")
                and not re.search(r"\d|我们|各位|\bI\b", first["text"])
            )
        )
        above = (
            re.sub(r" › .*?。$", "", paragraph.section)
            if first["is_heading"]
            else paragraph.section
        )
        innermost = above.split(" › ")[-1] if " › " in above else ""
        if lead:
            rows.append(
                (
                    paragraph.paragraph,
                    paragraph.document,
                    paragraph.place,
                    first["text"],
                    paragraph.file,
                    first["start"],
                    first["end"],
                    True,
                )
            )
        elif innermost:
            rows.append(
                (
                    paragraph.paragraph,
                    paragraph.document,
                    paragraph.place,
                    innermost,
                    paragraph.file,
                    paragraph.start,
                    paragraph.start,
                    False,
                )
            )
    return pd.DataFrame(
        rows, columns=["paragraph", "document", "place", "heading", "file", "start", "end", "own"]
    )


def body_themes(headed, sentences, coded):
    """The theme that fills most of each headed paragraph's body, its heading left out; "uncoded" where no term matched.

    headed: as from headed_paragraphs; coded: as from themes.code_sentences. A sentence counts with its length times the theme's weight; ties go to the
    theme that comes first by name. Returns paragraph → theme.
    """
    body = sentences.merge(
        headed[["paragraph", "end"]].rename(columns={"end": "heading_end"}), on="paragraph"
    )
    body = coded.merge(body[body["start"] >= body["heading_end"]], on="sentence")
    mass = (
        body.assign(mass=(body["weight"] * body["characters"]).round(6))
        .groupby(["paragraph", "theme"])["mass"]
        .sum()
    )
    best = (
        mass.reset_index()
        .sort_values(["mass", "theme"], ascending=[False, True])
        .drop_duplicates("paragraph")
        .set_index("paragraph")["theme"]
    )
    return best.reindex(headed["paragraph"]).fillna("uncoded")


def scores(gold, predicted):
    """Precision, recall and F1 of each theme, and of all together: theme, n (paragraphs whose heading names it), precision, recall, f1.

    gold, predicted: themes in the same order. With one theme a paragraph, precision, recall and F1 of all together (micro) are the share that agrees.
    """
    pairs = pd.DataFrame({"gold": list(gold), "predicted": list(predicted)})
    hit = pairs["gold"] == pairs["predicted"]
    rows = []
    for theme in sorted(set(pairs["gold"])):
        n, found, right = (
            (pairs["gold"] == theme).sum(),
            (pairs["predicted"] == theme).sum(),
            (hit & (pairs["gold"] == theme)).sum(),
        )
        precision, recall = right / found if found else 0.0, right / n
        rows.append((theme, n, precision, recall, 2 * right / (n + found)))
    return pd.DataFrame(
        [*rows, ("all", len(pairs), hit.mean(), hit.mean(), hit.mean())],
        columns=["theme", "n", "precision", "recall", "f1"],
    )


def validate(paragraphs, sentences, coded, gold):
    """Headed paragraphs whose heading names one theme, with that theme and the theme of their body.

    gold: heading → theme, coded by hand from the headings alone (data/reference/heading_themes.csv); headings without a theme are left out. Returns paragraph, place,
    heading, theme, predicted, and half: every second paragraph is "held out", the others are those that the codebook may be improved on.
    """
    headed = headed_paragraphs(paragraphs, sentences)
    headed = (
        headed.assign(theme=headed["heading"].map(gold))
        .dropna(subset="theme")
        .reset_index(drop=True)
    )
    half = ["held out" if i % 2 else "may be improved on" for i in range(len(headed))]
    return headed.assign(predicted=body_themes(headed, sentences, coded).to_numpy(), half=half)[
        ["paragraph", "place", "heading", "theme", "predicted", "half"]
    ]


def alpha(first, second):
    """Krippendorff's α of two complete nominal codings of the same units: 1 for agreement, 0 for that of chance (Krippendorff 2004)."""
    first, second = list(first), list(second)
    pooled = pd.Series(first + second).value_counts().to_numpy(float)
    n = pooled.sum()
    expected = 1 - (pooled * (pooled - 1)).sum() / (n * (n - 1))
    return (
        1 - sum(a != b for a, b in zip(first, second)) / len(first) / expected if expected else 1.0
    )


def confusion(validated):
    """How often each theme of a heading met each theme of a body, by half: half, theme, predicted, n."""
    return validated.groupby(["half", "theme", "predicted"]).size().rename("n").reset_index()


def errors(validated, labels):
    """The rows of validate() where heading and body disagree, with labels: heading_theme, body_theme."""
    wrong = validated[validated["theme"] != validated["predicted"]]
    return wrong.assign(
        heading_theme=wrong["theme"].map(labels), body_theme=wrong["predicted"].map(labels)
    ).sort_values(["theme", "predicted", "paragraph"])
