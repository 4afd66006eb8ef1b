"""What is read in each text by itself, sentence by sentence: themes and numbers. Kept document by
document, so that of a run that grew only what is new is read."""

from functools import partial

from policy_emphasis import paths
from policy_emphasis.measures import themes
from policy_emphasis.quantities import extract, targets
from policy_emphasis.reference import lists


def coded(run, coding):
    """The themes of each sentence: measures.themes.code_sentences, document by document."""
    files = [paths.REFERENCE / "codebook.yaml"]
    given, code = {"coding": coding}, ("measures", "readings.py")
    work = partial(_coded, lists.read_codebook())
    found = run.prepared.by_document("coded", work, given=given, files=files, code=code)
    return found.drop(columns="document")


def _coded(codebook, texts, coding):
    sentences = texts.table("sentences")
    found = themes.code_sentences(sentences, codebook, coding)
    document = sentences.set_index("sentence")["document"]
    return found.assign(document=found["sentence"].map(document))


def quantities(run):
    """Every number, with what it measures and the time of its target: quantities.extract and
    quantities.targets.with_horizon, document by document."""
    files = [paths.REFERENCE / name for name in ("units.csv", "indicators.csv")]
    given, code = {}, ("quantities", "readings.py")
    listed = {"units": lists.read_table("units.csv"), "indicators": lists.read_indicators()}
    work = partial(_quantities, listed)
    return run.prepared.by_document("quantities", work, given=given, files=files, code=code)


def _quantities(listed, texts):
    sentences, documents = texts.table("sentences"), texts.called.reset_index()
    found = extract.quantities(sentences, documents, **listed)
    return targets.with_horizon(found, sentences, texts.table("paragraphs"))
