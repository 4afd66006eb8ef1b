"""The words of vocabulary.yaml: titles of pages, questions of the index, claims and how far they
hold, topics of the Comparative Agendas Project, cells of tables, which hold them in English, and
amounts that are set in words."""

from pkgutil import get_data

import yaml

_WORDS = yaml.safe_load(get_data(__package__, "vocabulary.yaml"))
PAGE_TITLES = _WORDS["page_titles"]
QUESTIONS = _WORDS["questions"]
CLAIMS = _WORDS["claims"]
ROBUSTNESS = _WORDS["robustness"]
CELLS = _WORDS["cells"]
COUNTED = _WORDS["counted"]
AMOUNTS = _WORDS["amounts"]
CAP = _WORDS["cap"]
