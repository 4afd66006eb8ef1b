"""What the pages say, in sentences computed from the tables."""
