"""Films the forget door for the README: python tools/readme_picture.py

Opens the built chapter, swings the door from open to shut and back, and
writes the frames to book/_static/forget-door.gif.
"""

import io
import re
import sys
from pathlib import Path

import numpy as np
from chromium import ChromiumMissing, browser
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "_build" / "html" / "book" / "07_forget_door.html"
PICTURE = ROOT / "book" / "_static" / "forget-door.gif"
FRAMES = 24
MILLISECONDS = 110


def swing():
    """The door's positions: open, shut, and back, slow at the ends."""
    return (1 + np.cos(np.linspace(0, 2 * np.pi, FRAMES, endpoint=False))) / 2


def film(page):
    """One image for each position of the door."""
    slider = page.get_by_role("slider", name=re.compile("forget door"))
    slider.wait_for()
    scene = page.locator(".doors-live").filter(has=slider)
    for f in swing():
        slider.evaluate(
            "(s, f) => { s.value = f; s.dispatchEvent(new Event('input')); }",
            round(float(f), 2),
        )
        page.wait_for_timeout(60)
        yield Image.open(io.BytesIO(scene.screenshot())).convert("RGB")


def main():
    """Write the picture and say how large it is."""
    if not PAGE.exists():
        sys.exit(f"There is no {PAGE}: build the book first.")
    with browser() as chromium:
        page = chromium.new_page(
            viewport={"width": 1000, "height": 900}, color_scheme="light"
        )
        page.goto(PAGE.as_uri())
        frames = [
            image.quantize(32, dither=Image.Dither.NONE)
            for image in film(page)
        ]
    frames[0].save(
        PICTURE,
        save_all=True,
        append_images=frames[1:],
        duration=MILLISECONDS,
        loop=0,
    )
    print(f"{PICTURE}: {PICTURE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    try:
        main()
    except ChromiumMissing as missing:
        sys.exit(str(missing))
