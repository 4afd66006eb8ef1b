"""From raw files to counts: corpus → outline → segment → counts."""
