"""Every file that people edit, read and checked in one place: data/raw, data/reference, params."""
