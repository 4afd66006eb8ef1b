"""What may be claimed of a measure."""
