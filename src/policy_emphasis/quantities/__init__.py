"""Numbers that the reports state: read, named, and told apart as results and targets.

A sentence passes through numerals, readings, values (and worded), phrases, naming, aspects and
extract; vocabulary holds the words that all look for. targets and scores work on the table.
"""
