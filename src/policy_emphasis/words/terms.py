"""Words that set a place apart, in words."""

from policy_emphasis.words import findings, titles
from policy_emphasis.words.texts import as_list


def findings_of(analysis):
    run = analysis.run
    return as_list(findings.about_terms(analysis.terms, run.documents, run.gloss))


def shared(analysis):
    run = analysis.run
    return as_list(findings.about_shared(run.tokens, run.documents, run.lexicon, run.gloss))


def chart_titles(analysis):
    return titles.of_terms(analysis.terms, analysis.documents, analysis.run.gloss)
