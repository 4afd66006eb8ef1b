"""From a folder of files to a corpus: sources → formats → cleaning → metadata → corpus."""
