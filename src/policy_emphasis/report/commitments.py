"""Numbers on the page: every one beside its English and one click from its sentence.

    said(quantity)                 → a quantity in English words
    about_targets(...), about_reading(...), about_elsewhere(...) → findings and statements, computed
    headline_table(...), results_table(...), quoted_table(...)   → tables whose figures open to their sentences
    all_quantities(...)            → every sentence that holds a number, folded by place and stage
    of_density(...), of_growth(...) → the charts' titles
"""

import html
import re

import pandas as pd
from IPython.display import HTML

from policy_emphasis.report.blocks import han
from policy_emphasis.report.findings import _names, _row, _table

COMPARATORS = {"about": "about ", "at least": "at least ", "at most": "at most ", "range": "", "exactly": ""}
IN_WORDS = [("同步", "in step with economic growth"), ("持平略增", "level or slightly up"), ("持平", "level"), ("以内|之内", "within what is set from above"), ("完成.*(?:下达|目标|任务)", "as set from above"), ("高于|快于", "above the rate named"),
            ("合理|稳定|平稳", "kept stable"), ("下降", "falling"), ("稳中", "stable and improving")]


def said(row, gloss):
    """A quantity in English: about 4 % growth, at least 350,000 people. row: of the quantities; gloss: normal unit → English."""
    if pd.isna(row.value_low):
        return next((english for pattern, english in IN_WORDS if re.search(pattern, row.text)), "in words")
    numbers = dict.fromkeys([row.normal_low, row.normal_high])
    unit = row.normal_unit
    if unit == "%":
        amount = "–".join(f"{n:g}" for n in numbers) + " %"
    else:
        big = {"万": 1e4, "亿": 1e8}.get(unit[:1], 1) if len(unit) > 1 else 1
        amount = f"{'–'.join(_plain(n * big) for n in numbers)} {re.sub('^(?:10,000|100 million) ', '', gloss.get(unit, ''))}".strip()
    return COMPARATORS[row.comparator] + amount + {"growth": " growth", "change": " change"}.get(row.kind if unit == "%" else "", "")


def _plain(number):
    return f"{number / 1e12:,.4g} trillion" if number >= 1e12 else f"{number / 1e9:,.4g} billion" if number >= 1e9 else f"{number / 1e6:,.4g} million" if number >= 1e6 else f"{number:,.10g}"


def about_targets(headline, density, quoted, documents, gloss):
    """What each report commits to in numbers, and what the article only quotes: findings."""
    name, rows = _names(documents), []
    for d in documents.itertuples():
        of = headline[headline["place"] == d.place]
        if len(of):
            growth = of[(of["indicator_id"] == "gdp") & of["value_low"].notna()]
            rows.append(_row(f"targets-{d.place}", "05_targets", f"{name[d.place]}'s report sets for {d.year}: " + "; ".join(f"{r.label_en.lower() if not r.label_en.startswith('Gross') else 'GDP'}, {said(r, gloss)}" for r in of.itertuples()) + ".",
                             growth["normal_low"].iloc[0] if len(growth) else len(of), "tables/quantities.csv"))
        elif d.genre == "work report":
            rows.append(_row(f"targets-{d.place}", "05_targets", f"No headline target was found in {name[d.place]}'s report.", 0, "tables/quantities.csv"))
    for place, of in quoted.groupby("place", sort=False):
        nation = (of["whose"] == "the nation").sum()
        rows.append(_row(f"quoted-{place}", "05_targets", f"{place.capitalize()}'s news article quotes {len(of)} numbers, {nation} of them plainly the nation's; none is a target of {place.capitalize()}'s.", len(of), "tables/quantities.csv"))
    plans = density[density["part"] == "plan"].set_index("place")
    reviews = density[density["part"] == "review"].set_index("place")
    for place in [p for p in plans.index if p in reviews.index]:
        a, b = plans.loc[place], reviews.loc[place]
        apart = "; the intervals do not meet" if a.low > b.high or b.low > a.high else "; the intervals overlap, so the two may be alike"
        rows.append(_row(f"numbers-{place}", "05_targets", f"{name[place]} puts {a.share:.1f} numbers into 1,000 characters of plan (95 % interval {a.low:.1f}–{a.high:.1f}) and {b.share:.1f} into 1,000 of review ({b.low:.1f}–{b.high:.1f}){apart}.",
                         a.share, "05_targets.html", a.low, a.high))
    return _table(rows)


def about_reading(scores, gold):
    """How well the numbers are read, in a sentence. scores: as from quantity_scores.scores; gold: the coded table."""
    by = scores.set_index("field")["f1"]
    n = len(gold[["document", "sentence_start"]].drop_duplicates())
    return [f"On {n} sentences drawn at random from the two reports and coded by hand ({scores['n_gold'].iloc[0]} quantities; {scores['n_found'].iloc[0]} were found): F1 {by['value with unit']:.3f} for value with unit, {by['comparator']:.3f} for the comparator, "
            f"{by['aim']:.3f} for result or target, {by['kind']:.3f} for the kind and {by['indicator']:.3f} for what is measured ({by['indicator, word for word']:.3f} word for word).",
            "The sentences were coded before the program first read them; faults found on them were then mended, so these figures flatter. The next table does not."]


def about_elsewhere(elsewhere):
    """The same on reports whose errors were never used, in a sentence. elsewhere: as from run.read_quantity_scores_elsewhere."""
    by = elsewhere[elsewhere["sample"] == "held out"].set_index("field")
    return [f"On 100 sentences of other cities' and provinces' reports, coded by hand and never used to mend the rules ({by['n_gold'].iloc[0]} quantities): F1 {by['f1']['value with unit']:.3f} for value with unit, {by['f1']['comparator']:.3f} for the comparator, "
            f"{by['f1']['aim']:.3f} for result or target, {by['f1']['kind']:.3f} for the kind, {by['f1']['indicator']:.3f} for what is measured."]


def headline_table(headline, sentences, documents, gloss):
    """Headline targets side by side: a row an indicator, a column a report; each figure opens to its sentence."""
    reports = documents[documents["genre"] == "work report"]
    cells = {(r.indicator_id, r.place): _opening(f'{han(r.text)} <span class="gloss">{html.escape(said(r, gloss))}</span>', r, sentences) for r in headline.itertuples()}
    labels = headline.drop_duplicates("indicator_id")
    rows = [[f'{html.escape(r.label_en)} {han(r.label_zh)}', *(cells.get((r.indicator_id, place), "none found") for place in reports["place"])] for r in labels.itertuples()]
    return _html_table("This year's headline targets, as written, with the English beside", ["Indicator", *(f"{d.place.capitalize()} {d.year}" for d in reports.itertuples())], rows)


def results_table(both, sentences):
    """Results beside targets of one report; each figure opens to its sentence."""
    rows = [[html.escape(r.place.capitalize()), html.escape(r.label_en), html.escape(r.kind), html.escape(r.horizon), *(_opening(han(text) + (f" <small>{han(period)}</small>" if period else ""), None, sentences, sentence, text)
             for text, period, sentence in ((r.text_result, r.period_result, r.sentence_result), (r.text_target, r.period_target, r.sentence_target)))] for r in both.itertuples()]
    return _html_table("Where one report gives both a result and a target of the same kind", ["Place", "Indicator", "Kind", "Over", "Reported", "Planned"], rows)


def quoted_table(quoted, sentences, gloss):
    """The numbers that a news article quotes, with whose they are."""
    if quoted.empty:
        return HTML('<p class="empty">No news article is among these texts.</p>')
    rows = [[html.escape(r.whose), han(r.indicator), _opening(f'{han(r.text)} <span class="gloss">{html.escape(said(r, gloss))}</span>', r, sentences), html.escape(r.kind), han(r.period)] for r in quoted.itertuples()]
    return _html_table("Numbers quoted in the news article; none is a target of the place it is filed under", ["Whose", "What", "Number", "Kind", "Period"], rows)


def all_quantities(found, sentences, documents, gloss, labels):
    """Every sentence with a number, its numbers marked and read out, folded by place and stage."""
    text = sentences.set_index("sentence")
    folded = []
    for d in documents.itertuples():
        for stage in ("review", "plan", "governance", "other"):
            of = found[(found["place"] == d.place) & (found["stage"] == stage)]
            if of.empty:
                continue
            items = []
            for sentence, rows in of.groupby("sentence", sort=False):
                s = text.loc[sentence]
                read = "; ".join(f"{han(r.indicator)}{' ' + html.escape(labels[r.indicator_id]) if r.indicator_id else ''}: {html.escape(said(r, gloss))}, {r.kind}, {r.aim}{', ' + han(r.period) if r.period else ''}" for r in rows.itertuples())
                items.append(f'<li><span class="where">{html.escape(sentence)}</span>{_marked(s.text, s.start, rows)}<p class="readings">{read}</p></li>')
            folded.append(f'<details class="evidence"><summary>{html.escape(d.place.capitalize())}, {stage}: {len(of)} numbers in {of["sentence"].nunique()} sentences</summary><ul class="quotes">{"".join(items)}</ul></details>')
    return HTML("".join(folded))


def of_density(density, documents):
    plans, reviews = (density[density["part"] == part].set_index("place")["share"] for part in ("plan", "review"))
    both = [p for p in plans.index if p in reviews.index]
    return "; ".join(f"{p.capitalize()}: {plans[p]:.1f} numbers in 1,000 characters of plan, {reviews[p]:.1f} of review" for p in both) or "Numbers per 1,000 characters"


def of_growth(headline):
    gdp = headline[(headline["indicator_id"] == "gdp") & headline["value_low"].notna()]
    return "GDP is to grow by " + " and ".join(f"{COMPARATORS[r.comparator]}{r.value_low:g} % in {r.place.capitalize()}" for r in gdp.itertuples()) if len(gdp) else "Growth targets"


def growth_rows(headline):
    """Growth targets for a chart: indicator, place, share (a fraction), low, high: the ends of a range, else the figure itself."""
    rows = headline[(headline["kind"] == "growth") & (headline["normal_unit"] == "%") & headline["value_low"].notna()]
    return pd.DataFrame({"indicator": rows["indicator_id"], "place": rows["place"], "share": (rows["normal_low"] + rows["normal_high"]) / 2, "low": rows["normal_low"], "high": rows["normal_high"]}), dict(zip(rows["indicator_id"], rows["label_en"] + "\n" + rows["label_zh"]))


def _opening(summary, row, sentences, sentence=None, text=None):
    s = sentences.set_index("sentence").loc[sentence or row.sentence]
    spans = pd.DataFrame([row]) if row is not None else pd.DataFrame({"start": [s.start + s.text.find(text)], "end": [s.start + s.text.find(text) + len(text)]})
    return f'<details><summary>{summary}</summary><span class="where">{html.escape(sentence or row.sentence)}</span>{_marked(s.text, s.start, spans)}</details>'


def _marked(text, start, rows):
    """The sentence with the given spans (offsets in the raw file) marked."""
    out, at = [], 0
    for a, b in sorted({(r.start - start, r.end - start) for r in rows.itertuples()}):
        if a >= at:
            out += [html.escape(text[at:a]), f"<mark>{html.escape(text[a:b])}</mark>"]
            at = b
    return f'<span lang="zh-Hans">{"".join(out)}{html.escape(text[at:])}</span>'


def _html_table(caption, headings, rows):
    head = "".join(f'<th scope="col">{html.escape(h)}</th>' for h in headings)
    body = "".join("<tr>" + "".join(f'<th scope="row">{c}</th>' if i == 0 else f"<td>{c}</td>" for i, c in enumerate(row)) + "</tr>" for row in rows)
    return HTML(f'<div class="scroll" tabindex="0" role="region" aria-label="{html.escape(caption)}"><table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')
