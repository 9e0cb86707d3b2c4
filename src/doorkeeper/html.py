"""Pages that open without a network and run nothing."""

import base64
import binascii
import re
from html import escape

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# Joiners change no more than the form of letters; many names need them.
KEPT = "\n\t\u200c\u200d"
STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --muted: #5a6475;
  --paper: #fff; --line: #d5dae3; --soft: #f4f6f9; --bad: #a33b00;
  --good: #00684c; --bar: #0067a5; --other: #b8860b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0;
  --muted: #a3adbd; --paper: #14181f; --line: #394150; --soft: #1d232d;
  --bad: #ff9d6b; --good: #5fd1ac; --bar: #6cb8ee; --other: #e3b94d; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--paper); max-width: 56rem; margin: 0 auto;
  padding: 1rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.25rem;
  margin-top: 2.2rem; } h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
pre { background: var(--soft); border: 1px solid var(--line);
  padding: .6rem .8rem; overflow-x: auto; font-size: .85rem;
  white-space: pre-wrap; } table { border-collapse: collapse; }
td, th { border-bottom: 1px solid var(--line); padding: .3rem .8rem .3rem 0;
  text-align: left;
  vertical-align: top; overflow-wrap: normal; } .num { text-align: right; }
.lead { border-left: 4px solid var(--bad); padding: .1rem 0 .1rem 1rem;
  margin: 1rem 0; }
.good { color: var(--good); } .bad { color: var(--bad); }
.muted { color: var(--muted); } img { max-width: 100%; background: #fff; }
.person { border-color: var(--bar); }
.lead h2 { margin-top: .6rem; } .said { white-space: pre-wrap; }
.scroll { overflow-x: auto; } thead th { vertical-align: bottom; }
tbody th { font-weight: normal; } a { color: var(--bar); }
.bars { list-style: none; padding: 0; } .bars li { display: grid;
  grid-template-columns: 17rem 1fr 9rem; gap: .1rem .8rem;
  align-items: center; margin: .35rem 0; line-height: 1.25; }
.bars .label { text-align: right; } .bars svg { display: block;
  width: 100%; height: 1.3rem; background: var(--soft); }
.bars rect { fill: var(--bar); }
@media (max-width: 44rem) { .bars li { grid-template-columns: 1fr 6rem; }
  .bars .label { grid-column: 1 / -1; text-align: left; } }
"""


def page(title, body):
    """A whole page; ``body`` is HTML that was made here."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, '
        'initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def text(value):
    """Any text, harmless: markup and control characters lose their force."""
    clean = ANSI.sub("", str(value))
    clean = "".join(c for c in clean if c in KEPT or c.isprintable())
    return escape(clean, quote=True)


def points(value):
    return "not graded" if value is None else f"{value:.6g}"


def outputs(items, limit=8000):
    """What a cell has shown: texts, and pictures that are plain pixels."""
    parts = []
    for item in items:
        kind = item["output_type"]
        if kind == "stream":
            parts.append(_pre(item["text"], limit))
        elif kind == "error":
            parts.append(_pre(f"{item['ename']}: {item['evalue']}", limit))
        else:
            parts.append(_rich(item["data"], limit))
    return "\n".join(parts)


def _pre(value, limit):
    cut = " ..." if len(value) > limit else ""
    return f"<pre>{text(value[:limit])}{cut}</pre>" if value else ""


def _rich(data, limit):
    for mime in ("image/png", "image/jpeg"):
        picture = data.get(mime)
        if isinstance(picture, str) and _is_base64(picture):
            code = "".join(picture.split())
            words = text(str(data.get("text/plain", "a picture"))[:200])
            return (
                f'<p><img alt="{words}" src="data:{mime};base64,{code}"></p>'
            )
    plain = data.get("text/plain", "")
    return _pre(
        "".join(plain) if isinstance(plain, list) else str(plain), limit
    )


def _is_base64(value):
    try:
        base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def table(head, rows, label):
    """Rows of (text or (text, class)); the first column is a heading.

    ``label`` names the table to those who cannot see it.
    """
    top = "".join(f'<th scope="col">{text(h)}</th>' for h in head)
    body = "".join(f"<tr>{_row(row)}</tr>\n" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" '
        f'aria-label="{text(label)}"><table><thead><tr>{top}</tr></thead>\n'
        f"<tbody>\n{body}</tbody></table></div>"
    )


def _row(cells):
    first, *rest = cells
    return f'<th scope="row"><bdi>{text(first)}</bdi></th>' + "".join(
        map(_td, rest)
    )


def _td(cell):
    value, kind = cell if isinstance(cell, tuple) else (cell, "")
    style = f' class="{kind}"' if kind else ""
    return f"<td{style}>{text(value)}</td>"


def bars(entries, total=None):
    """Bars, longest where the value is; ``entries``: (label, value, words).

    The words stand beside each bar, so the picture needs no other text.
    """
    top = total or max((value for _, value, _ in entries), default=0) or 1
    items = "\n".join(_bar(*entry, 100 / top) for entry in entries)
    return f'<ul class="bars">\n{items}\n</ul>'


def _bar(label, value, words, scale):
    return (
        f'<li><span class="label"><bdi>{text(label)}</bdi></span>'
        '<svg aria-hidden="true" viewBox="0 0 100 1" '
        f'preserveAspectRatio="none"><rect width="{value * scale:.1f}" '
        f'height="1"/></svg><span>{text(words)}</span></li>'
    )
