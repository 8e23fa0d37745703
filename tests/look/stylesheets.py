"""Reads colours out of the vendored theme and computes contrast as WCAG 2.2 defines it."""

import re

from django.conf import settings

STATIC = settings.BASE_DIR / "static"
THEME = STATIC / "vendor" / "designsystemet" / "spot.css"
COLOUR = re.compile(r"--ds-color-([a-z-]+):\s*(#[0-9a-fA-F]{6});")


def colours(scheme: str) -> dict[str, str]:
    """Colour name -> hex in `light` or `dark`, from the block a visitor's own setting selects."""
    theme = THEME.read_text()
    start = theme.index(f"@media (prefers-color-scheme: {scheme})")
    return dict(COLOUR.findall(theme[start : theme.index("color-scheme:", start + 60)]))


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
