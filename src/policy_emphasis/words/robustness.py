"""How far the findings hold under other choices, in words."""

from policy_emphasis.words import caveats, index, titles
from policy_emphasis.words.texts import as_list


def claim_labels(analysis):
    a = analysis
    return titles.of_claims(index.findings(a), a.theme_names, a.theme_claims, a.documents)


def findings_of(analysis):
    return as_list(caveats.about_robustness(index.findings(analysis), claim_labels(analysis)))


def title(analysis):
    return titles.of_robustness(index.findings(analysis), claim_labels(analysis))


def more_alike(analysis):
    a = analysis
    return as_list(
        caveats.about_comparability(
            a.length_matched,
            a.sections,
            a.without_articles,
            a.report_pair,
            a.theme_names,
            a.documents,
        )
    )
