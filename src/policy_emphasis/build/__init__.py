"""From notebooks to pages: the commands that make calls."""
