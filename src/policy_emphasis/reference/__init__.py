"""Every file that people edit, read and checked in one place: data/raw, data/reference, params.

files      how a CSV table and a YAML mapping are read, and what is said of a faulty one
documents  documents.csv, dropped.csv and the raw texts they speak of
messages   the Chinese catalogue of what is said
lists      lexicon, glossary, stop words, units, indicators, headings, codebook
grid       the choices over which claims are recomputed
scores     hand-coded samples, and how the coding fared elsewhere
"""
