"""All pages of a run as one document, for paper: what was rendered, put one after the other.

Each page is a part. What a reader would press, open or search is left out, what was said before is
not said again, and the texts stand at the end, once, where every ¶ number leads. An id is made one
of the document by the name of its page before it; a link leads to its target in the document, or,
where that was left out, to the section that it stood in.
"""

from dataclasses import dataclass
from urllib.parse import unquote

from markupsafe import Markup

from policy_emphasis.page import columns, shortened
from policy_emphasis.page.elements import (
    HEADING,
    drop,
    having,
    inner,
    main_of,
    outer,
    parsed,
    words,
)
from policy_emphasis.page.markup import render
from policy_emphasis.reference.citation import citation

TEXT = "source-"  # what the names of the texts' pages begin with
SEARCHED = 'type="application/json"'  # data to search in: such a page is none for paper
POINTING = ("aria-labelledby", "aria-describedby", "for")  # attributes that hold ids
MADE = "how-these-pages-were-made"


@dataclass(frozen=True)
class Part:
    """A page within the document: its anchor; its title and body as HTML; the anchors and headings
    of its sections."""

    anchor: str
    title: Markup
    body: Markup
    sections: tuple = ()

    @property
    def is_text(self):
        return self.anchor.startswith(TEXT)

    @property
    def headings(self):
        """(anchor, heading) of all that the contents name."""
        return [(self.anchor, self.title), *(() if self.is_text else self.sections)]


def printable(page):
    """Whether a page, as HTML, holds more than a search of the texts."""
    return SEARCHED not in page


def parts(pages, language):
    """The Parts of the document. pages: name → HTML, in order, the texts last."""
    mains = {name: main_of(page) for name, page in pages.items()}
    places = {name: _places(main) for name, main in mains.items()}
    seen = set()
    for name, main in mains.items():
        shortened.fold(main, language)
        if name.startswith(TEXT):
            shortened.unmark(main)
            continue
        columns.lay_out(main)
        shortened.drop_repeated(main, seen)
        shortened.drop_empty(main)
        columns.gather(main)
    leads = {}
    for name, main in mains.items():
        kept = {element.get("id") for element in main.iterdescendants() if element.tag != "h1"}
        for anchor, heading in places[name].items():
            lead = next((one for one in (anchor, heading) if one and one in kept), "")
            leads[name, anchor] = f"{name}--{lead}" if lead else name
    for name, main in mains.items():
        _relink(name, main, leads)
    return [*(_part(name, main) for name, main in mains.items()), _closing(pages, language)]


def document(made, run, name, *, outline=()):
    """The document, as HTML. made: Parts; run: the Run; name: its name; outline: (heading, page of
    paper) in order, where that is known: then the contents name the pages."""
    several = len(run.everyone.documents)
    shown = {"run": name, "documents": list(run.documents.itertuples()), "several": several}
    shown |= {"parts": made, "folios": _folios(made, outline), "citation": citation()}
    return render(run.language, "whole.html.j2", **shown)


def _folios(made, outline):
    """anchor → page, of what the contents name; as headings repeat, they are found in order."""
    folios, left = {}, list(outline)
    for anchor, heading in (each for part in made for each in part.headings):
        title = "".join(heading.striptags().split())
        found = [i for i, (other, _) in enumerate(left) if "".join(other.split()) == title]
        if found:
            folios[anchor] = left[found[0]][1]
            left = left[found[0] + 1 :]
    return folios


def _places(main):
    """id → the id of the section that it stands in, in a page as it was rendered."""
    places, heading = {}, ""
    for element in main.iter():
        if anchor := element.get("id"):
            heading = anchor if element.tag == "h2" else heading
            places[anchor] = heading
    return places


def _relink(name, main, leads):
    """Make the ids of a page ones of the document, and lead its links to within it, in place."""
    for element in main.iter():
        element.attrib.pop("tabindex", None)  # nothing scrolls
        for key, value in element.attrib.items():
            if key == "id":
                element.set(key, f"{name}--{value}")
            elif key in POINTING:
                element.set(key, " ".join(f"{name}--{anchor}" for anchor in value.split()))
            elif "url(#" in value:
                element.set(key, value.replace("url(#", f"url(#{name}--"))
            elif element.tag != "a" and key.endswith("href"):
                element.set(key, value.replace("#", f"#{name}--", 1))
    for link in main.xpath("descendant::a"):
        address = link.get("href", "")
        page, _, anchor = address.partition("#")
        lead = leads.get((page.removesuffix(".html") or name, unquote(anchor) or "main"))
        if lead:
            link.set("href", f"#{lead}")
        elif not address.startswith("https:"):  # to what is not in the document
            link.drop_tag()


def _part(name, main):
    """A page as a Part, its headings one level down."""
    title = main.find("h1")
    drop(title)
    sections = tuple((head.get("id"), inner(head)) for head in main.iter("h2"))
    for element in main.iter():
        if HEADING.match(element.tag):
            element.tag = f"h{min(6, int(element.tag[1]) + 1)}"
    return Part(name, inner(title), inner(main), sections)


def _closing(pages, language):
    """How the pages were made, as a Part: every parameter that one of them has, and the inputs."""
    footers = [parsed(page).find(".//footer") for page in pages.values()]
    (table,), (inputs,) = (footers[0].xpath(having(name)) for name in (".parameters", ".inputs"))
    known = {words(row[0]) for row in table.iterfind("tbody/tr")}
    for footer in footers[1:]:
        for row in footer.xpath(f"{having('.parameters')}/tbody/tr"):
            if words(row[0]) not in known:
                known.add(words(row[0]))
                table.find("tbody").append(row)
    title = Markup.escape(language.say("How these pages were made"))
    return Part(MADE, title, outer(table) + outer(inputs))
