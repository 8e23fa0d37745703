"""HTML to a tagged PDF (PDF/UA-1, EN 301 549 chapter 10), with our own fonts and nothing from elsewhere.

PDF files are a convenience: without WeasyPrint's system libraries the site works and says what it leaves out."""

import os
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

# A sheet of its own: the design system's is made for screens, and WeasyPrint stumbles over it.
SHEET = Path(__file__).parent / "paper.css"
FONT_SCHEME = "font:"
# The font library dates the fonts it embeds, by this clock if there is one; the same text must give the same file.
FONT_CLOCK = ("SOURCE_DATE_EPOCH", "0")


@cache
def pdf_problem() -> str:
    """Why PDF files cannot be made on this machine, or an empty string when they can."""
    try:
        import weasyprint  # noqa: F401
    except ImportError:
        return "WeasyPrint is not installed"
    except OSError:
        return "WeasyPrint's system libraries are missing (on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0)"
    return ""


def print_pdf(html: str, *, base_url: str, identifier: bytes) -> bytes:
    """`base_url` makes relative links lead somewhere on paper; the same arguments give the same bytes."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    os.environ.setdefault(*FONT_CLOCK)
    fonts, fetcher = FontConfiguration(), own_fonts_only()
    sheet = CSS(string=SHEET.read_text(), font_config=fonts, url_fetcher=fetcher)
    document = HTML(string=html, base_url=base_url, url_fetcher=fetcher)
    return document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier)


@cache
def own_fonts_only():
    """A version's text may name any address; a printer that followed it would tell strangers that we print."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFonts(URLFetcher):
        def fetch(self, url, headers=None):
            name = url.removeprefix(FONT_SCHEME)
            path = finders.find(f"fonts/{name}") if url.startswith(FONT_SCHEME) and "/" not in name else None
            if path is None:
                raise ValueError(f"only our own fonts are read: {url}")
            return URLFetcherResponse(url, body=Path(str(path)).read_bytes(), headers={"Content-Type": "font/woff2"})

    return OwnFonts()
