"""The index's answers, and the robustness of each: the measures of every page computed once more from the run, so the index stands by itself."""

from types import SimpleNamespace

import pandas as pd
from tqdm import tqdm

from policy_emphasis import language, paths
from policy_emphasis.inference import keyness, multiverse, shares
from policy_emphasis.measures import themes, topics
from policy_emphasis.quantities import extract as quantities
from policy_emphasis.quantities import naming as indicators
from policy_emphasis.quantities import targets
from policy_emphasis.run import kept, read_units
from policy_emphasis.words import commitments, findings

QUESTIONS = [  # question, the notebook with the working, the findings that answer it
    ("What does each place speak of most?", "04_emphasis", ("themes-",)),
    ("What sets each apart from the others?", "02_terms", ("contrast-", "terms-")),
    ("What do they share?", "02_terms", ("shared",)),
    ("How does what is planned differ from what is reported as done?", "04_emphasis", ("plan-",)),
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


def answers(run):
    """The findings of every page (the published table, without robustness), with what they rest on: themes, differences, headline (targets), labels, characters, claims."""
    p, places = run.parameters, list(run.places)
    codebook = themes.read_codebook()
    characters, carrying = themes.theme_characters(
        run.sentences, themes.code_sentences(run.sentences, codebook, p.coding), codebook
    )
    table = shares.theme_table(
        characters, carrying, codebook, run.paragraphs, places, p.draws, p.seed
    )
    differences = shares.contrasts(characters, run.paragraphs, places)
    by_stage = shares.plan_against_review(characters, run.paragraphs, places)
    labels = language.labels(codebook, "theme")
    terms = keyness.place_terms(
        run.counts,
        run.terms,
        run.paragraphs,
        places,
        p.prior_words,
        p.draws,
        p.seed,
        p.sublinear_tf,
        p.min_paragraphs,
    )
    weights, topic_terms = topics.fit_topics(
        run.counts, p.model, p.n_topics, p.seed, run.paragraphs["characters"]
    )
    topic_table = topics.topics_table(weights, topic_terms, run.terms, run.paragraphs["characters"])
    agreement = findings.topic_theme_overlap(weights, characters, labels)
    units, common = read_units(), indicators.read_indicators()
    numbers = targets.with_horizon(
        quantities.quantities(run.sentences, run.documents, units, common),
        run.sentences,
        run.paragraphs,
    )
    headline = targets.headline(numbers, run.sentences, run.documents, common)
    committed = commitments.about_targets(
        headline,
        targets.density(numbers, run.sentences, run.paragraphs, run.documents, p.draws, p.seed),
        targets.quoted(numbers, run.sentences, run.documents),
        run.documents,
        dict(zip(units["normal"], units["gloss"])),
    )
    found = pd.concat(
        [
            findings.about_themes(table, by_stage, differences, run.documents, labels),
            findings.about_terms(terms, run.documents, run.gloss, NAMED),
            findings.about_shared(run.tokens, run.documents, run.lexicon, run.gloss),
            findings.about_topics(topic_table, agreement, run.documents, run.gloss),
            committed,
            findings.about_doubt(table, run.documents),
            findings.about_texts(run.documents, run.ledger, run.paragraphs),
        ],
        ignore_index=True,
    )
    named = {
        f"terms-{place}": (
            place,
            findings.leading_of(terms, run.documents, place)["term"].head(NAMED).tolist(),
        )
        for place in places
    }
    claims = {
        name: claim
        for name, claim in multiverse.theme_claims(table, differences, by_stage).items()
        if name in set(found["finding"])
    }
    return SimpleNamespace(
        findings=found,
        themes=table,
        differences=differences,
        headline=headline,
        labels=labels,
        characters=characters,
        terms=terms,
        theme_claims=claims,
        term_claims={k: v for k, v in named.items() if v[1]},
    )


def specifications(run, answered, grid):
    """Every claim of the index under the declared grid: family (themes, terms, topics) → its table of specifications. Says how far it is where a person watches.

    Kept in data/processed under a hash of all that went into it: two pages need it, and it is the longest computation.
    """
    steps = {
        "themes": lambda: multiverse.theme_specifications(
            run, answered.theme_claims, grid["themes"]
        ),
        "terms": lambda: multiverse.term_specifications(run, answered.term_claims, grid["terms"]),
        "topics": lambda: multiverse.topic_specifications(run, answered.characters, grid["topics"]),
    }
    values = {
        name: value
        for name, value in vars(run.parameters).items()
        if name not in ("language", "term")
    }
    sources = [
        path
        for folder in ("text", "measures", "inference")
        for path in sorted((paths.ROOT / "src" / "policy_emphasis" / folder).glob("*.py"))
    ]
    key = paths.digest(
        sorted(values.items()),
        sorted(answered.theme_claims.items()),
        sorted(answered.term_claims.items()),
        grid,
        run.folder.name,
        paths.REFERENCE / "codebook.yaml",
        paths.REFERENCE / "stop_words.csv",
        paths.LOCK,
        *sources,
    )
    return kept(
        f"specifications-{key}",
        lambda: {
            family: compute()
            for family, compute in tqdm(
                steps.items(), desc="specifications", disable=None, leave=False
            )
        },
    )
