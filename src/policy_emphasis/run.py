"""One run's data, opened with one line from a notebook: `run = open_run(globals())`."""

from dataclasses import dataclass
from functools import cached_property, partial
from sys import intern
from types import SimpleNamespace

import pandas as pd

from policy_emphasis import fanout, parameters
from policy_emphasis.language import Language
from policy_emphasis.paths import ProjectError
from policy_emphasis.reference import documents, lists, translations
from policy_emphasis.text.counts import BETWEEN, TermCounts
from policy_emphasis.text.prepare import TABLES, Prepared, audited, prepared

LISTS = {  # of data/reference
    "codebook": lists.read_codebook,  # the themes
    "commitment": lists.read_commitment,  # words of commitment
    "heading_gloss": partial(lists.read_pairs, "heading_glosses.csv"),  # heading → English
    "indicators": lists.read_indicators,
    "lexicon": partial(lists.read_pairs, "lexicon.csv"),  # term → English, of policy alone
    "translations": translations.by_digest,  # hash of a sentence → English
    "units": partial(lists.read_table, "units.csv"),  # the measure words
}
TEXT_PARAMETERS = ("lexicon", "segmenter", "stop_words", "min_paragraphs")


@dataclass(frozen=True)
class Run:
    """The parameters that the notebook declares, as attributes of `parameters`; the language of
    what is shown; LISTS, and the prepared tables of text.prepare, each read when it is asked for.

    It holds the documents that are compared in detail; `everyone` is the same of all documents.
    faults: what the audit says of the documents chosen, those left out for it among them (`kept`
    is false there).
    """

    parameters: SimpleNamespace
    prepared: Prepared
    places: tuple
    language: Language
    corpus: str
    faults: pd.DataFrame
    wide: "Run | None" = None

    @property
    def everyone(self):
        """The run of all chosen documents: this one, where it compares all of them in detail."""
        return self.wide or self

    def __getattr__(self, name):
        if name in LISTS:
            found = LISTS[name]()
        elif name in TABLES:
            found = self.prepared.table(name)
        else:
            raise AttributeError(name)
        self.__dict__[name] = found
        return found

    @cached_property
    def counted(self):
        """How often each term stands in each paragraph: TermCounts. Raises ProjectError where no
        term is counted: what needs none is shown of such texts all the same."""
        if self.terms.empty:
            fault = "no term stands in so many paragraphs of these texts; lower it"
            raise ProjectError(f"min_paragraphs: {fault}")
        return TermCounts(self.counts, self.terms, self.paragraphs)

    @cached_property
    def gloss(self):
        """term → English, from lexicon.csv and glossary.csv."""
        return lists.read_pairs("glossary.csv") | self.lexicon

    @cached_property
    def unit_gloss(self):
        """normal unit → English."""
        return dict(zip(self.units["normal"], self.units["gloss"], strict=True))

    @cached_property
    def texts(self):
        """The words of each paragraph, in order, a list for each."""
        spoken = (words.split(BETWEEN) for words in self.words["words"])
        # One string for each word, however often it stands in millions of tokens.
        return [list(map(intern, filter(None, words))) for words in spoken]

    def given(self, *names):
        """The values of these parameters, by name."""
        return {name: getattr(self.parameters, name) for name in names}


def open_run(namespace, notebook=None):
    """The run that a notebook's parameters describe.

    namespace: the notebook's `globals()`, or a plain dict of parameters; notebook: its name, with
    which a parameter that it does not use is refused. Raises ProjectError, in one line, for an
    unknown or impossible parameter and for faulty data.
    """
    default = parameters.of_run("default")
    given = parameters.in_namespace(namespace, notebook)
    values = parameters.check_choice(parameters.overlaid(default, given), "parameters")
    fanout.use(values["cluster"])
    names = ("language", "reference", *parameters.CHOICE)
    seen = SimpleNamespace(**{name: values[name] for name in names} | given)
    among, faults = _chosen(values)
    given = {"corpus": values["corpus"], "among": tuple(among["document"])}
    given |= {name: values[name] for name in TEXT_PARAMETERS}

    called = documents.told_apart(among).set_index("document")
    names = dict(zip(called["place"], called["place_zh"], strict=True))
    language = Language(values["language"], names)

    def opened(only, wide=None):
        texts, places = prepared(only=only, **given), tuple(called.loc[list(only), "place"])
        return Run(seen, texts, places, language, values["corpus"], faults, wide)

    focus = _focus(among, values["focus"])
    everyone = opened(given["among"])
    return everyone if focus == given["among"] else opened(focus, everyone)


def _chosen(values):
    """The rows of documents.csv that a run takes, and the faults of all that it names: a document
    that is severely at fault is left out, unless the run keeps it."""
    named = {name: values[name] for name in ("places", "years", "documents")}
    among = documents.chosen(documents.declared(values["corpus"]), **named)
    faults = audited(values["corpus"])
    faults = faults[faults["document"].isin(among["document"])]
    severe = faults.loc[faults["severity"] == "severe", "document"]
    left_out = set(severe) - set(values["keep"])
    if left_out.issuperset(among["document"]):
        advice = f"make audit CORPUS={values['corpus']} says what; name in keep what stays"
        raise ProjectError(f"parameters: every document is severely at fault; {advice}")
    faults = faults.assign(kept=~faults["document"].isin(left_out)).reset_index(drop=True)
    return among[~among["document"].isin(left_out)].reset_index(drop=True), faults


def _focus(among, named):
    """The names of the documents compared in detail: those named, or the latest."""
    if named:
        own = among["place"].isin(named) | among["document"].isin(named)
        focus = among[own]
        if len(focus) > parameters.FOCUS or focus.empty:
            fault = f"focus names {len(focus)} documents of the run, takes 1 to {parameters.FOCUS}"
            raise ProjectError(
                f"parameters: {fault}; name documents such as {among['document'][0]}"
            )
    else:
        latest = among.sort_values("year", ascending=False, kind="stable").head(parameters.FOCUS)
        focus = latest.sort_index(kind="stable")
    return tuple(focus["document"])
