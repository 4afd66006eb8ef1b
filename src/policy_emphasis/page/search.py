"""The page that searches a run: its index as lists of links, which templates/find.js filters as one
types."""

from policy_emphasis.language import N_
from policy_emphasis.page import entries
from policy_emphasis.page.markup import render
from policy_emphasis.page.render import SEARCH, links, plain

FOLDED = 30  # links; a group of more is folded
SAID = {  # what find.js says
    "label": N_("A word or several, in English or Chinese"),
    "hint": N_(
        "Links appear as you type: words in any order, each by its beginning. Capital and small "
        "letters, full and half width, British and American spelling count as the same."
    ),
    "found": N_("{n} found"),
    "none": N_("Nothing found. Try fewer words, the beginning of one, or the other language."),
    "best": N_("Best matches"),
    "more": N_("Show all {n}"),
    "lines": N_("Every line of the texts that holds it, in the concordance"),
}


def page(run, name, values, *, pages, tables):
    """The search page of a Run of this name and these parameters. pages, tables: as in
    entries.groups."""
    language, groups = run.language, entries.groups(run, pages, tables)
    interface = {key: language.say(message) for key, message in SAID.items()}
    body = render(language, "search.html.j2", groups=groups, interface=interface, folded=FOLDED)
    about = {"values": values, "command": f"make all RUN={name}", "language": language}
    return plain(language.say("Search"), body, name, links=links(run), here=SEARCH, **about)
