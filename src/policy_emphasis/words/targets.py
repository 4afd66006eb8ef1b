"""Targets and results in numbers, in words."""

from policy_emphasis.words import commitments
from policy_emphasis.words.texts import as_list


def findings_of(analysis):
    a = analysis
    return as_list(
        commitments.about_targets(
            a.headline_targets, a.number_density, a.quoted, a.documents, a.run.unit_gloss
        )
    )


def said(quantity, run):
    return commitments.said(quantity, run.unit_gloss)


def growth_title(analysis):
    return commitments.of_growth(analysis.headline_targets, analysis.documents)


def growth_rows(analysis):
    """What is drawn of the growth targets, and indicator → its label as lines of text."""
    return commitments.growth_rows(analysis.headline_targets)


def density_title(analysis):
    return commitments.of_density(analysis.number_density, analysis.documents)


def part_labels(analysis):
    return commitments.parts()


def reading(analysis):
    return commitments.about_reading(analysis.quantity_scores, analysis.coded_quantities)


def reading_elsewhere(analysis):
    return commitments.about_elsewhere(analysis.quantity_scores_elsewhere)
