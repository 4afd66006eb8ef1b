"""The index: the questions in the order in which readers ask, and the findings that answer them."""

import pandas as pd

from policy_emphasis.words import commitments, titles
from policy_emphasis.words import findings as old

QUESTIONS = [  # question, the notebook with the working, the findings that answer it
    ("What does each place speak of most?", "04_emphasis", ("themes-",)),
    ("What sets each apart from the others?", "02_terms", ("contrast-", "terms-")),
    ("What do they share?", "02_terms", ("shared",)),
    (
        "How does what is planned differ from what is reported as done?",
        "04_emphasis",
        ("plan-",),
    ),
    ("What do they commit to in numbers?", "05_targets", ("targets-", "numbers-", "quoted-")),
    (
        "What topics does the text itself suggest, and do they agree with the codebook?",
        "03_topics",
        ("topics",),
    ),
    ("How sure is this, and what can these texts not tell?", "06_robustness", ("doubt",)),
    ("What are the texts?", "01_corpus", ("texts-", "article-", "like-", "ledger")),
]
NAMED = 5  # distinctive terms that a finding names


def findings(analysis):
    """The findings of every page (the published table `findings`), with how robust each is."""
    a, run = analysis, analysis.run
    agreement = a.topic_themes.assign(theme_label=a.topic_themes["theme"].map(a.theme_names))
    found = pd.concat(
        [
            old.about_themes(
                a.themes, a.plan_shifts, a.theme_contrasts, run.documents, a.theme_names
            ),
            old.about_terms(a.terms, run.documents, run.gloss, NAMED),
            old.about_shared(run.tokens, run.documents, run.lexicon, run.gloss),
            old.about_topics(a.topics, agreement, run.documents, run.gloss),
            commitments.about_targets(
                a.headline_targets, a.number_density, a.quoted, run.documents, run.unit_gloss
            ),
            old.about_doubt(a.themes, run.documents),
            old.about_texts(run.documents, run.ledger, run.paragraphs),
        ],
        ignore_index=True,
    )
    return old.with_robustness(found, a.robustness)


def in_brief(analysis):
    """What a reader of the index has to take away besides the largest themes: sentences."""
    a, found = analysis, findings(analysis)
    names = titles.of_claims(found, a.theme_names, a.theme_claims, a.documents)
    return titles.in_brief(
        found, a.theme_contrasts, a.documents, a.theme_names, names, a.headline_targets
    )
