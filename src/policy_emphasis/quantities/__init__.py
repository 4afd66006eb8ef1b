"""Numbers that the reports state: read, named, and told apart as results and targets.

A sentence passes through numerals, values, phrases, naming and extract; vocabulary holds the words
that all look for. targets, owners and scores work on the table.
"""
