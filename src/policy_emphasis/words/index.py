"""The findings of all pages, which answer the index's questions."""

from policy_emphasis.words import (
    all_findings,
    commitment,
    differences,
    finding,
    norms,
    robustness,
    structure,
    targets,
    terms,
    texts,
    themes,
    topics,
)


def findings(analysis):
    """The findings of every page (the published table `findings`), with how robust each is."""
    found = [
        *themes.findings(analysis),
        *structure.findings(analysis),
        *terms.findings(analysis),
        *topics.findings(analysis),
        *targets.findings(analysis),
        *commitment.findings(analysis),
        *norms.of_run(analysis),
        *all_findings.of_many(analysis),
        *themes.doubt(analysis),
        *texts.findings(analysis),
    ]
    return robustness.judged(finding.table(found), analysis)


def in_brief(analysis):
    """What a reader of the index has to take away besides the largest themes: sentences."""
    titles = [
        differences.contrast_title(analysis),
        *targets.growth_in_brief(analysis),
        robustness.title(analysis),
    ]
    return [analysis.say("{sentence}.", sentence=title) for title in titles]
