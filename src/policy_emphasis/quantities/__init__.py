"""Numbers that the reports state: read, named, and told apart as results and targets."""
