"""Every file that people edit, read and checked in one place: data/raw, data/reference, params.

files      how a table, a YAML mapping, a notebook's parameters and the Chinese messages are read
documents  documents.csv, dropped.csv and the raw texts they speak of
lists      lexicon, glossary, stop words, units, indicators, headings, codebook; samples coded by
           hand, and how the coding fared elsewhere
grid       the choices over which claims are recomputed
"""
