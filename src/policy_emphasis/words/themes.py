"""Themes, in words."""

from policy_emphasis.words import caveats, findings, titles
from policy_emphasis.words.texts import as_list


def findings_of(analysis):
    a = analysis
    return as_list(
        findings.about_themes(
            a.themes, a.plan_shifts, a.theme_contrasts, a.documents, a.theme_names
        )
    )


def doubt(analysis):
    return as_list(findings.about_doubt(analysis.themes, analysis.documents))


def shares_title(analysis):
    return titles.of_themes(analysis.themes, analysis.documents, analysis.theme_names)


def stages_title(analysis):
    return titles.of_stages(analysis.plan_shifts, analysis.documents, analysis.theme_names)


def contrast_title(analysis):
    return titles.of_contrast(analysis.theme_contrasts, analysis.documents, analysis.theme_names)


def row_labels(analysis):
    return titles.rows_of_themes(analysis.themes)


def validation(analysis):
    return as_list(caveats.about_validation(analysis.validated, analysis.theme_alpha))


def validation_elsewhere(analysis):
    return as_list(caveats.about_elsewhere(analysis.theme_validation_elsewhere))
