"""CSV that every spreadsheet reads and none runs."""

import csv
import io

STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(columns, rows):
    """Rows (dicts) as the text of a CSV file with a heading line."""
    text = io.StringIO()
    made = csv.DictWriter(text, columns, lineterminator="\n")
    made.writeheader()
    for row in rows:
        made.writerow({k: tame(v) for k, v in row.items()})
    return text.getvalue()


def tame(value):
    """Keep a spreadsheet from taking a student's text for a formula."""
    if not isinstance(value, str):
        return value
    value = value.encode("utf-8", "backslashreplace").decode("utf-8")
    if value.startswith(STARTS) and not _is_number(value):
        return "'" + value
    return value


def _is_number(value):
    try:
        float(value)
    except ValueError:
        return False
    return True
