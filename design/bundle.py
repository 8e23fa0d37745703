"""Joins our own stylesheets into `static/css/site.css`: one request instead of a dozen.

Rule: `layout.css` first, then every component in alphabetical order; a few sheets stay apart.
Run `python design/bundle.py` after a change; a test fails when the bundle is stale."""

from pathlib import Path

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
BUNDLE = CSS / "site.css"
# Not in the bundle: itself, paper (a page, a letter), and the sheet of the staff pages inside the Wagtail admin.
APART = {"site.css", "print.css", "letter.css", "casework.css", "layout.css"}


def bundled() -> str:
    components = sorted(path for path in CSS.glob("*.css") if path.name not in APART)
    return "\n".join(path.read_text() for path in [CSS / "layout.css", *components])


if __name__ == "__main__":
    BUNDLE.write_text(bundled())
