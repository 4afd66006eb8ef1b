"""Tables as CSV, safe to open in a spreadsheet."""


def as_csv(table):
    """The table as CSV text: numbers to six digits, no formulas."""
    return safe_for_spreadsheets(table).to_csv(
        index=False, float_format="%.6g", lineterminator="\n"
    )


def safe_for_spreadsheets(table):
    """The table with a leading ' on every text that a spreadsheet would run as a formula."""
    safe = table.copy()
    for column in safe.select_dtypes(include=["object", "string"]):
        risky = safe[column].astype("string").str.match(r"[=+\-@\t\r]").fillna(False)
        safe.loc[risky, column] = "'" + safe.loc[risky, column].astype("string")
    return safe
