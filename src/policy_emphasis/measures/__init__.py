"""Measures of the text: pure functions, tidy table in, tidy table out."""
