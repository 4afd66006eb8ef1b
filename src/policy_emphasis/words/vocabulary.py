"""Titles of the pages, and the words that tables hold in English and pages say in their language:
marked as messages."""

from policy_emphasis.language import N_

PAGE_TITLES = {
    "index": N_("Findings"),
    "01_corpus": N_("The texts"),
    "02_terms": N_("Distinctive terms"),
    "03_topics": N_("Topics"),
    "04_emphasis": N_("Themes"),
    "05_targets": N_("Targets in numbers"),
    "06_robustness": N_("Robustness"),
    "07_concordance": N_("Concordance"),
}

CELLS = {  # column → the words that code puts there; people's own tables are in babel.cfg
    "stage": [N_("review"), N_("plan"), N_("governance"), N_("other"), N_("all"), N_("article")],
    "kind": [N_("level"), N_("growth"), N_("share"), N_("change")],
    "aim": [N_("result"), N_("target")],
    "horizon": [N_("one year"), N_("several years")],
    "whose": [N_("the nation"), N_("the province or a place in it"), N_("not said")],
    "half": [N_("held out"), N_("may be improved on")],
    "theme": [N_("own heading"), N_("section's heading only")],
    "kept": [N_("yes"), N_("no")],
    "reason": [
        *(N_("paragraph"), N_("heading"), N_("paragraph mark"), N_("space between texts")),
        *(N_("outside every document"), N_("unaccounted for"), N_("title, kept in documents.csv")),
        *(N_("byte order mark"), N_("page label"), N_("photo mark"), N_("meeting and date line")),
        *(N_("reporter's byline"), N_("editors' credit"), N_("share prompt")),
        *(N_("scraping residue"), N_("photo caption"), N_("speaker's byline")),
    ],
}
