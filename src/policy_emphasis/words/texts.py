"""What the texts are, in words."""

from policy_emphasis.words import caveats, findings, titles
from policy_emphasis.words.finding import Finding


def as_list(frame):
    return [Finding(**row) for row in frame.to_dict("records")]


def findings_of(analysis):
    run = analysis.run
    return as_list(findings.about_texts(run.documents, run.ledger, run.paragraphs))


def comparability(analysis, lengths=True):
    return caveats.comparability(analysis.documents, lengths)


def lengths_title(analysis):
    return titles.of_lengths(analysis.documents)
