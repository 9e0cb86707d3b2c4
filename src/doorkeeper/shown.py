"""What a cell showed: taken from the student's process, held to a form."""


def outputs_of(items):
    """The outputs that the student's process claims, checked for form."""
    if not isinstance(items, list):
        return []
    kept = []
    for item in items[:300]:
        kind = item.get("output_type") if isinstance(item, dict) else None
        if kind == "stream" and item.get("name") in ("stdout", "stderr"):
            kept.append(
                {
                    "output_type": kind,
                    "name": item["name"],
                    "text": str(item.get("text", "")),
                }
            )
        elif kind == "error":
            kept.append(
                {
                    "output_type": kind,
                    "ename": str(item.get("ename", "")),
                    "evalue": str(item.get("evalue", "")),
                    "traceback": _texts(item.get("traceback")),
                }
            )
        elif kind in ("display_data", "execute_result"):
            kept.append(_rich(kind, item))
    return kept


def _texts(lines):
    return [str(line) for line in lines] if isinstance(lines, list) else []


def _rich(kind, item):
    data = item.get("data")
    data = data if isinstance(data, dict) else {}
    rich = {"output_type": kind, "data": data, "metadata": {}}
    if kind == "execute_result":
        rich["execution_count"] = None
    return rich


def error_output(name, text):
    return {
        "output_type": "error",
        "ename": name or "Crashed",
        "evalue": text,
        "traceback": [f"{name or 'Crashed'}: {text}"],
    }
