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

MOST = 5  # sentences of the answer


def findings(analysis):
    """The findings of every page (the published table `findings`), with how robust each is."""
    return robustness.judged(finding.table(of_all(analysis)), analysis)


def of_all(analysis):
    """The findings of every page: Findings. A name says what kind of finding it is and of which
    places, never what was found, for it is part of the finding's address."""
    return [
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


def answer(analysis):
    """What stands, in a few sentences, each with its address: what is clear of each report beside
    those of everyone else, then what the texts tell beside each other."""
    found, titles = norms.in_brief(analysis), {}
    if analysis.report_pairs:
        a, b = analysis.report_pairs[0]
        titles[f"#finding-contrast-{a}-{b}"] = differences.contrast_title(analysis)
    for title in targets.growth_in_brief(analysis):
        titles[f"#finding-targets-{analysis.reports[0]}"] = title
    titles[f"{robustness.PAGE}.html"] = robustness.title(analysis)
    sentences = [(sentence, f"#finding-{name}") for name, sentence in found.items()]
    sentences += [(analysis.say("{sentence}.", sentence=titles[to]), to) for to in titles]
    return sentences[:MOST]
