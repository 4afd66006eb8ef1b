"""How one finding is cited: in plain words and as an entry of BibTeX, each with its address, which
stays the same when its page is built again."""

import re

from policy_emphasis.reference.citation import cited_as

TEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


def tex(text):
    """Any text as TeX prints it."""
    return str(text).translate(TEX)


def citations(finding, run, file):
    """The finding of this name, on this page of a run: text and bibtex."""
    about = cited_as()
    address = f"{about.url}reports/{run}/{file}#finding-{finding}"
    note = f"Version {about.version}. Finding {finding}, run {run}"
    text = f"{about.names} ({about.year}). {about.title}. {note}: {address}"
    fields = {
        "author": " and ".join(_author(author) for author in about.authors),
        "title": f"{{{tex(about.title)}}}",  # whose capitals stay
        "year": about.year,
        "note": tex(note),
        "howpublished": tex(address),
    }
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items())
    key = _key("policy-emphasis", run, finding)
    return {"text": text, "bibtex": f"@misc{{{key}{lines}\n}}"}


def _author(author):
    """One author: a person as family name, given names; a group's name kept whole."""
    if "name" in author:
        return f"{{{tex(author['name'])}}}"
    names = (author.get(part) for part in ("family-names", "given-names"))
    return ", ".join(tex(name) for name in names if name)


def _key(*names):
    """What BibTeX takes for a key: plain letters, other signs by their number."""
    return re.sub(r"[^a-z0-9-]", lambda sign: f"u{ord(sign[0]):x}", "-".join(names))
