"""The index: the questions in the order in which readers ask, and the findings that answer them."""

from policy_emphasis.language import N_
from policy_emphasis.words import finding, robustness, targets, terms, texts, themes, topics

# Question, the notebook with the working, how the names of the findings that answer it begin.
QUESTIONS = [
    (N_("What does each place speak of most?"), "04_emphasis", "themes-"),
    (N_("What sets each apart from the others?"), "02_terms", ("contrast-", "terms-")),
    (N_("What do they share?"), "02_terms", "shared"),
    (N_("How does what is planned differ from what is reported as done?"), "04_emphasis", "plan-"),
    (N_("What do they commit to in numbers?"), "05_targets", ("targets-", "numbers-", "quoted-")),
    (
        N_("What topics does the text itself suggest, and do they agree with the codebook?"),
        "03_topics",
        "topics",
    ),
    (N_("How sure is this, and what can these texts not tell?"), "06_robustness", "doubt"),
    (N_("What are the texts?"), "01_corpus", ("texts-", "article-", "like-", "ledger")),
]


def findings(analysis):
    """The findings of every page (the published table `findings`), with how robust each is."""
    found = [
        *themes.findings(analysis),
        *terms.findings(analysis),
        *topics.findings(analysis),
        *targets.findings(analysis),
        *themes.doubt(analysis),
        *texts.findings(analysis),
    ]
    return robustness.judged(finding.table(found), analysis)


def in_brief(analysis):
    """What a reader of the index has to take away besides the largest themes: sentences."""
    titles = [
        themes.contrast_title(analysis),
        *targets.growth_in_brief(analysis),
        robustness.title(analysis),
    ]
    return [analysis.say("{sentence}.", sentence=title) for title in titles]
