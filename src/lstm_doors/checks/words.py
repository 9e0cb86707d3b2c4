"""The sentences of a failed check: called, came back, expected."""

import numpy as np

from lstm_doors.checks.compare import ABSOLUTE, RELATIVE, leaves

FEW = 8  # numbers in an array that is printed whole


def numbers(value, digits=6):
    """An array on one line."""
    text = np.array2string(
        np.asarray(value) + 0.0,  # no -0.
        precision=digits,
        separator=", ",
        suppress_small=False,
        floatmode="maxprec",
        max_line_width=10_000,
    )
    return " ".join(text.split())


def called(name, case):
    """The call and its inputs: small ones whole, larger ones by shape."""
    lines = [f"called     {name}({', '.join(case.inputs)})"]
    width = max(map(len, case.inputs))
    for key, value in case.inputs.items():
        if isinstance(value, dict):
            lines += [
                f"           {key}[{inner!r}] = {brief(part)}"
                for inner, part in value.items()
            ]
        else:
            lines.append(f"           {key:{width}} = {brief(value)}")
    return "\n".join(lines)


def brief(value):
    """A value, or its shape if it is long."""
    if isinstance(value, np.ndarray):
        if value.size <= FEW:
            return numbers(value)
        return f"array of shape {value.shape}"
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{k!r}: {brief(value[k])}" for k in value) + "}"
        )
    return repr(value)


def difference(result, wanted, names):
    """Lines "came back" and "expected" for the first leaf that is off."""
    got, want = leaves(result, names), leaves(wanted, names)
    for name, expected in want.items():
        value = np.asarray(got[name])
        if value.size <= FEW and not _same(value, expected).all():
            return two_lines(name, value, expected)
        off = np.argwhere(~_same(value, expected))
        if len(off):
            spot = tuple(int(k) for k in off[0])
            lines = two_lines(
                f"{name}[{', '.join(map(str, spot))}]",
                value[spot],
                expected[spot],
            )
            return f"{lines}\n           ({len(off)} of {value.size} differ)"
    return ""


def two_lines(name, value, expected):
    """What came back above what was expected, with enough digits."""
    for digits in (6, 9, 17):
        pair = numbers(value, digits), numbers(expected, digits)
        if pair[0] != pair[1]:
            break
    return f"came back  {name} = {pair[0]}\nexpected   {name} = {pair[1]}"


def _same(value, expected):
    return np.isclose(
        value, expected, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True
    )


def heard(printed):
    """What a failing call printed, cut to a few lines; or nothing."""
    lines = printed.strip().splitlines()
    if not lines:
        return ""
    more = [] if len(lines) <= 5 else ["..."]
    body = "\n".join(line[:200] for line in lines[:5] + more)
    return f"\n\nWhile it ran, your function printed:\n{body}"
