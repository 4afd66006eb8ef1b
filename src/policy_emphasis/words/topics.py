"""Topics, in words."""

from policy_emphasis.words import findings, titles
from policy_emphasis.words.texts import as_list


def overlap(analysis):
    table = analysis.topic_themes
    return table.assign(theme_label=table["theme"].map(analysis.theme_names))


def findings_of(analysis):
    run = analysis.run
    return as_list(
        findings.about_topics(analysis.topics, overlap(analysis), run.documents, run.gloss)
    )


def shares_title(analysis):
    run = analysis.run
    return titles.of_topics(analysis.topic_shares, analysis.topics, run.documents, run.gloss)


def numbers_title(analysis):
    return titles.of_numbers(analysis.topics_by_number, analysis.run.parameters.n_topics)


def row_labels(analysis):
    return titles.rows_of_topics(analysis.topics, analysis.run.gloss)
