"""Topics, in words: what the text itself suggests, and whether the codebook agrees."""

from policy_emphasis.inference import differences
from policy_emphasis.inference.resample import SIGNIFICANCE
from policy_emphasis.language import N_
from policy_emphasis.words.finding import Finding, glossed

PAGE = "03_topics"
CRITERIA = ("npmi", "exclusivity", "stability")


def findings(analysis):
    """What the text itself suggests, and whether the codebook agrees."""
    return [_largest(analysis), _agreement(analysis)]


def sampled(analysis):
    """Of very many paragraphs, what was cut short so that topics are found in reasonable time; of
    fewer nothing ("")."""
    model, sentences = analysis.topic_model, []
    values = {"n": model.fitted_to, "of": model.filled, "rounds": model.rounds}
    if model.fitted_to < model.filled:
        message = N_(
            "The topics were fitted to {n:,} of {of:,} paragraphs, drawn at random, and then found "
            "in all of them; their stability and the numbers of topics rest on draws as large."
        )
        sentences.append(analysis.say(message, **values))
    if model.rounds:
        message = N_("With so many paragraphs a fit is ended after {rounds} rounds.")
        sentences.append(analysis.say(message, **values))
    return analysis.language.sentences(sentences) if sentences else ""


def shares_title(analysis):
    """Which topic differs most between the work reports, or between the texts where there are not
    two reports (an article against a report would compare genres), and whether it does clearly."""
    if len(analysis.alike) < 2:
        return analysis.say("How much of the text each topic fills")
    gap = differences.widest_gap(analysis.topic_weights, analysis.run.paragraphs, analysis.alike)
    reports = bool(analysis.report_pairs)
    if gap["q"] >= SIGNIFICANCE:
        unclear = N_("No topic difference between the texts is clear")
        if reports:
            unclear = N_("No topic difference between the work reports is clear")
        return analysis.say(unclear)
    message = N_(
        "The texts differ most on the topic around {term}: {high:.0%} of {most}'s text, {low:.0%} "
        "of {least}'s"
    )
    if reports:
        message = N_(
            "The work reports differ most on the topic around {term}: {high:.0%} of {most}'s "
            "report, {low:.0%} of {least}'s"
        )
    term = analysis.topics.set_index("topic")["label"][gap["topic"]].split(" · ")[0]
    places = {side: analysis.language.place(gap[side]) for side in ("most", "least")}
    return analysis.say(message, term=glossed([term], analysis), **{**gap, **places})


def numbers_title(analysis):
    """Whether one number of topics is best by every criterion, where any can be tried."""
    table = analysis.topics_by_number.round(9)
    if table.empty:
        return analysis.say("These texts hold too few paragraphs to try other numbers of topics")
    best = {table.loc[table[name].idxmax(), "n_topics"] for name in CRITERIA}
    if len(best) > 1:
        return analysis.say("No number of topics is best by all three criteria")
    return analysis.say("{n} topics are best by all three criteria", n=best.pop())


def row_labels(analysis):
    """topic → its label as lines of text, in order of prevalence: its terms, in English under a
    gloss for each."""
    lines = {row.topic: [row.label] for row in analysis.topics.itertuples()}
    if analysis.language.code == "en":
        for row in analysis.topics.itertuples():
            glosses = (analysis.run.gloss.get(term, term) for term in row.label.split(" · "))
            lines[row.topic].insert(0, " · ".join(glosses))
    return {topic: [f"{topic}  {first}", *rest] for topic, (first, *rest) in lines.items()}


def _largest(analysis):
    largest = analysis.topics.iloc[0]
    words = glossed(largest["label"].split(" · "), analysis)
    values = {"n": len(analysis.topics), "words": words, "share": largest["prevalence"]}
    statement = analysis.say(
        "Of the {n} topics that the model was asked for, without a codebook, the largest is on "
        "{words}: {share:.0%} of all text.",
        **values,
    )
    figure = (largest["label"], "share", largest["prevalence"])
    evidence = f"#evidence-{largest['topic']}"
    statement = analysis.language.sentences(filter(None, [statement, sampled(analysis)]))
    return Finding("topics", PAGE, statement, *figure, evidence=evidence)


def _agreement(analysis):
    nearest = analysis.topic_agreement.nearest
    close = nearest[nearest["q"] < SIGNIFICANCE]
    told = close if len(close) else nearest
    values = {"worst": told["overlap"].min(), "best": told["overlap"].max()}
    values |= {"low": told["reach"].min(), "high": told["reach"].max()}
    statement = analysis.say_n(
        "1 of {of} topics is closer to a theme of the codebook than chance explains: that theme "
        "fills {worst:.0%} of its coded text, and by chance, in one case of twenty, more than "
        "{low:.0%}. Both count the same words, so some agreement is built in.",
        "{n} of {of} topics are closer to a theme of the codebook than chance explains: that theme "
        "fills {worst:.0%} to {best:.0%} of their coded text, and by chance, in one case of "
        "twenty, more than {low:.0%} to {high:.0%}. Both count the same words, so some agreement "
        "is built in.",
        len(close),
        none=N_(
            "No topic is closer to a theme of the codebook than chance explains: a topic's nearest "
            "theme fills {worst:.0%} to {best:.0%} of its coded text, and by chance, in one case "
            "of twenty, more than {low:.0%} to {high:.0%}."
        ),
        of=len(nearest),
        **values,
    )
    figure = ("agreement", "share", nearest["overlap"].median())
    return Finding("topics-themes", PAGE, statement, *figure, evidence="#topic-quality")
