"""Themes: sentences coded with a codebook of policy themes.

read_codebook(path)   → the themes with their terms
code_sentences(...)   → one row a sentence and theme, with the words that matched
theme_characters(...) → characters of each paragraph by theme
"""

import re

import numpy as np
import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from policy_emphasis import paths
from policy_emphasis.paths import ProjectError

UNCODED = "uncoded"  # the codebook's last entry: what no theme matches


class Theme(BaseModel):
    """One entry of the codebook; `cap` is the major topic of the Comparative Agendas Project, None where it has none."""

    model_config = ConfigDict(extra="forbid")
    theme: str
    label_en: str
    label_zh: str
    cap: int | None
    note: str
    terms: list[str]


def read_codebook(path=None):
    """The codebook as a table: theme, label_en, label_zh, cap, note, terms (a list). Raises ProjectError for a faulty file."""
    path = path or paths.REFERENCE / "codebook.yaml"
    try:
        entries = TypeAdapter(list[Theme]).validate_python(
            yaml.safe_load(path.read_text(encoding="utf-8"))
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ProjectError(
            f"{path.name}: cannot be read ({' '.join(str(error).split())[:120]}); mend the file"
        ) from None
    except ValidationError as error:
        fault = error.errors()[0]
        raise ProjectError(
            f"{path.name}: entry {'.'.join(map(str, fault['loc'])) or 'list'}: {fault['msg']}; an entry takes theme, label_en, label_zh, cap, note, terms"
        ) from None
    if not entries or entries[-1].theme != UNCODED:
        raise ProjectError(f"{path.name}: the last entry has to be {UNCODED!r}; put it back")
    seen = {}
    for entry in entries:
        paths.slug(entry.theme, f"{path.name}: theme")
        for term in entry.terms:
            if not term.strip() or term in seen:
                raise ProjectError(
                    f"{path.name}: term {term!r} of {entry.theme} is empty or stands in {seen.get(term)} too; a term has one theme"
                )
            seen[term] = entry.theme
    return pd.DataFrame([entry.model_dump() for entry in entries]).astype({"cap": "Int64"})


def code_sentences(sentences, codebook, coding="shared"):
    """The themes of each sentence.

    A term counts wherever its characters stand; of overlapping terms the longest that starts first counts. coding "shared": the sentence's
    weight is shared among its themes by their hits; "main": the theme with most hits (first in the codebook on a tie) takes it.
    Returns sentence, theme, hits, weight (weights of a sentence sum to 1), matched (the words, in order). A sentence
    without a hit has no row.
    """
    theme_of = {term: row.theme for row in codebook.itertuples() for term in row.terms}
    pattern = re.compile(
        "|".join(re.escape(term) for term in sorted(theme_of, key=lambda t: (-len(t), t)))
        or r"(?!)"
    )
    order = {theme: i for i, theme in enumerate(codebook["theme"])}
    rows = []
    for sentence in sentences.itertuples():
        found = {}
        for match in pattern.finditer(sentence.text):
            if theme_of[match.group()] != UNCODED:
                found.setdefault(theme_of[match.group()], []).append(match.group())
        ranked = sorted(found, key=lambda theme: (-len(found[theme]), order[theme]))
        hits = sum(len(words) for words in found.values())
        for i, theme in enumerate(ranked):
            weight = len(found[theme]) / hits if coding == "shared" else float(i == 0)
            rows.append(
                (sentence.sentence, theme, len(found[theme]), weight, " ".join(found[theme]))
            )
    return pd.DataFrame(rows, columns=["sentence", "theme", "hits", "weight", "matched"])


def theme_characters(sentences, coded, codebook):
    """The characters of each paragraph by theme.

    sentences: sentence, paragraph, characters; coded: as from code_sentences. Returns two tables with a row a paragraph and a column a
    theme, `uncoded` last: characters (a sentence's length times the theme's weight in it, so a row sums to the paragraph's length)
    and sentences (how many carry the theme).
    """
    paragraphs = pd.Index(sentences["paragraph"].drop_duplicates())
    themes = pd.Index(codebook["theme"], name="theme")
    bare = sentences.loc[~sentences["sentence"].isin(coded["sentence"]), ["sentence"]].assign(
        theme=UNCODED, weight=1.0
    )
    every = pd.concat([coded[["sentence", "theme", "weight"]], bare]).merge(
        sentences[["sentence", "paragraph", "characters"]], on="sentence"
    )
    cell = (paragraphs.get_indexer(every["paragraph"]), themes.get_indexer(every["theme"]))
    characters, carrying = (
        np.zeros((len(paragraphs), len(themes))),
        np.zeros((len(paragraphs), len(themes)), dtype=int),
    )
    np.add.at(characters, cell, every["characters"] * every["weight"])
    np.add.at(carrying, cell, 1)
    return tuple(pd.DataFrame(values, paragraphs, themes) for values in (characters, carrying))
