"""What a method means, one tap or hover away from where a page names it, and the page of all
methods.

The words are looked for in a page as it is put together: in the captions, subtitles and notes of
charts and tables, in headings that do not sort, and in what is found and its grounds. Those places
are this project's own markup, in which all text is escaped already, so nothing but a button around
some of its letters is added to it. Notebooks by themselves stay as they are.
"""

import re
from functools import cache, partial

from policy_emphasis.page.markup import render
from policy_emphasis.reference.methods import read_methods
from policy_emphasis.words.methods import GROUPS, told

NAME = "methods"  # of the page of all
INDEX = ["clear", "distinctive", "interval", "q", "specification", "failing", "robust"]
# Where words are looked for: each of these is a block, in which the first use of a method counts.
BLOCK = re.compile(
    r"""<figure\b.*?</figure> | <table\b.*?</thead> | <p\ class="(?:note|grounds)">.*?</p>
    | <div\ class="(?:bottom-line|caveat|finding|computed)"(?P<running>).*?</div>""",
    re.DOTALL | re.VERBOSE,
)
# Of a figure or a table; sort.js puts buttons of its own into headings, and a table whose roles are
# written out may hold none in its caption, which has a class then.
PART = re.compile(
    r"""<table\b[^>]*\ data-sort(?P<sorts>).*?</thead> | <figcaption>.*?</figcaption>
    | <caption>.*?</caption> | <thead\b.*?</thead> | <p\ class="note">.*?</p>""",
    re.DOTALL | re.VERBOSE,
)
PARAGRAPH = re.compile(r'<p(?P<grounds> class="grounds")?>.*?</p>', re.DOTALL)
# What stays as it is: links, what is set off, tags with their attributes, characters by their name.
KEPT = (
    r"<(?P<kept>a|b|button|code|q|summary)\b.*?</(?P=kept)>|<span class=\"gloss\">.*?</span>"
    r"|<[^>]*>|&[#\w]+;"
)
LINK = re.compile(r'<a href="(?:index\.html)?#means-(?P<name>[\w-]+)">(?P<text>[^<]*)</a>')
EDGES = {"en": (r"(?<![\w-])", r"(?![\w-])"), "zh": ("(?<![A-Za-z-])", "(?![A-Za-z-])")}


def explained(page, here, language):
    """A page (HTML), of the notebook `here`, with a button for each method that it names, which
    shows its meaning, and with these meanings at its end."""
    named = {}
    link = partial(_linked, here=here, named=named)
    if pattern := _pattern(here, language.code):
        mark = partial(_marked, pattern=pattern, link=link, named=named)
        page = BLOCK.sub(partial(_block, mark=mark, running=set()), page)
    page = LINK.sub(link, page)
    if not named:
        return page
    methods = told(language)
    shown = render(language, "named.html.j2", methods=[methods[name] for name in named])
    before, end, after = page.rpartition("</main>")
    return before + str(shown) + end + after


def page_of_all(links, language):
    """What the page of all methods holds (HTML). links: name → title of the pages of the run."""
    groups = {about: [] for about in GROUPS}
    for method in told(language).values():
        groups[method.about].append(method)
    return render(language, "methods.html.j2", groups=groups, headings=GROUPS, links=links)


def of_the_index(language):
    """The methods whose meaning the index gives, in its order."""
    methods = told(language)
    return [methods[name] for name in INDEX]


def _block(found, *, mark, running):
    """A block with its methods marked; running: those that running text has named already."""
    text, seen = found[0], set()
    if found["running"] is not None:
        return PARAGRAPH.sub(lambda p: mark(p[0], seen if p["grounds"] else running), text)
    if text.startswith("<p"):
        return mark(text, seen)
    return PART.sub(partial(_part, mark=mark, seen=seen), text)


def _part(found, *, mark, seen):
    if found["sorts"] is None:
        return mark(found[0], seen)
    caption, end, headings = found[0].partition("</caption>")
    return mark(caption, seen) + end + headings


def _marked(text, seen, *, pattern, link, named):
    """HTML with the first use of each method that is not among those `seen` as a button."""

    def one(found):
        if linked := LINK.fullmatch(found[0]):
            seen.add(linked["name"])
            return link(linked)
        name = found.lastgroup and _name(found.lastgroup)
        if name is None or name in seen:
            return found[0]
        seen.add(name)
        named[name] = True
        return _button(name, found[0])

    return pattern.sub(one, text)


def _linked(found, *, here, named):
    """A link to the meaning of a method as a button, on the pages that name it."""
    if found["name"] not in {method.name for method in read_methods() if here in method.pages}:
        return found[0]
    named[found["name"]] = True
    return _button(found["name"], found["text"])


def _button(name, text):
    # Pressed or tapped it shows the meaning; where browsers know interestfor, under the mouse too.
    return f"<button popovertarget=m-{name} interestfor=m-{name}>{text}</button>"


@cache
def _pattern(here, code):
    """What finds the methods of a page, the longest form first, and what stays as it is; None for a
    page that names none. The group that is found says which method it is."""
    methods = [(i, m) for i, m in enumerate(read_methods()) if here in m.pages]
    forms = [(form, i) for i, method in methods for form in getattr(method, code)]
    if not forms:
        return None
    forms.sort(key=lambda form: (-len(form[0]), form))
    either = (f"(?P<m{i}_{n}>{_form(form)})" for n, (form, i) in enumerate(forms))
    before, after = EDGES[code]
    return re.compile(f"{KEPT}|{before}(?:{'|'.join(either)}){after}", re.DOTALL)


def _form(form):
    """A form with a small first letter or a large one."""
    first = f"[{form[0].lower()}{form[0].upper()}]" if form[0].isalpha() else form[0]
    return first + form[1:]


def _name(group):
    """The method that a group of the pattern stands for."""
    number = re.fullmatch(r"m(\d+)_\d+", group)
    return number and read_methods()[int(number[1])].name
