"""What Chinese sentences say in English: their translation, marked as one; where there is none, the
words of theirs that the lists know."""

from markupsafe import Markup

from policy_emphasis.page.markup import chinese, escape, occurrences
from policy_emphasis.reference.translations import digest

WORDS = 5  # of a sentence without a translation that are said in English
LONGEST = 2000  # characters of a sentence or paragraph that are shown of it: more than any has


def english(found, shown, run):
    """The English of each sentence or paragraph in `found` as HTML, in order; nothing on a Chinese
    page. found: with the column sentence or paragraph, by which its whole text is found; shown: of
    each what the page shows of it, which is all that is looked at where the whole is endless."""
    if run.language.code != "en":
        return [Markup("")] * len(found)
    unit = "sentence" if "sentence" in found else "paragraph"
    texts = run.sentences[run.sentences[unit].isin(found[unit])].groupby(unit)["text"].agg(list)
    endless = texts.map(lambda own: sum(map(len, own)) > LONGEST)
    return [
        _words(part, run) if endless[name] else _english(texts[name], run)
        for name, part in zip(found[unit], shown, strict=True)
    ]


def of_text(text, run):
    """The English of one sentence or heading by its Chinese, "" where there is none, and on a
    Chinese page."""
    return run.translations.get(digest(text), "") if run.language.code == "en" else ""


def _english(texts, run):
    """Of one or several sentences that are shown together."""
    translated = [of_text(text, run) for text in texts]
    if all(translated):
        return Markup(f'<span class="english">{escape(" ".join(translated))}</span>')
    return _words("".join(texts), run)


def _words(text, run):
    """The longest of the words that are known, each with its English, in their order."""
    spans = occurrences(text, [word for word in run.lexicon if word in text])
    longest = sorted({text[a:b] for a, b in spans}, key=lambda word: (-len(word), word))[:WORDS]
    known = [chinese(word) + f" {run.gloss[word]}" for word in sorted(longest, key=text.find)]
    return Markup(f'<span class="known">{Markup("; ").join(known)}</span>') if known else Markup("")
