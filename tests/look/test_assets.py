"""What a browser loads: little, ours, and nothing from elsewhere (UX "Design system", SECURITY H-01)."""

import re
import runpy

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "emails" not in path.parts and "exports" not in path.parts]
STYLES = sorted(STATIC.rglob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
SYMBOLS = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (STATIC / "icons" / "sprite.svg").read_text()))


def names(paths):
    return [str(path.relative_to(settings.BASE_DIR)) for path in paths]


def test_our_own_scripts_stay_within_six_kilobytes():
    assert 0 < sum(path.stat().st_size for path in SCRIPTS) <= 6 * 1024


@pytest.mark.security("ASVS 14.2.3")
@pytest.mark.parametrize("path", STYLES, ids=names(STYLES))
def test_a_stylesheet_loads_nothing_from_elsewhere(path):
    loads = re.findall(r"url\(\s*[\"']?([^\"')]+)|@import\s+([^;]+)", path.read_text())
    for url, imported in loads:
        assert not imported, "one more round trip: link it or put it in the bundle"
        assert url.startswith(("data:", "../fonts/")), url


@pytest.mark.security("ASVS 14.2.3")
@pytest.mark.parametrize("path", SCRIPTS, ids=names(SCRIPTS))
def test_a_script_names_no_other_site(path):
    assert not re.search(r"https?:|//[a-z]+\.|\beval\b|innerHTML", path.read_text())


@pytest.mark.security("V-05")
@pytest.mark.parametrize("path", PAGES, ids=names(PAGES))
def test_a_template_loads_nothing_from_elsewhere(path):
    tags = re.findall(r"<(?:script|link|img|iframe|use|source)\b[^>]*>", path.read_text())
    for tag in tags:
        assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", tag), tag


@pytest.mark.security("H-01")
@pytest.mark.parametrize("path", PAGES, ids=names(PAGES))
def test_a_template_has_no_inline_script_or_style(path):
    text = path.read_text()
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=[\"']", text)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", PAGES, ids=names(PAGES))
def test_every_icon_a_template_names_is_in_the_sprite(path):
    named = re.findall(r"icon\.html[\"']\s+with\s+name=[\"']([a-z0-9-]+)[\"']", path.read_text())
    named += re.findall(r"nav_link\.html[\"'][^%]*\bicon=[\"']([a-z0-9-]+)[\"']", path.read_text())
    assert set(named) <= SYMBOLS


def test_the_bundle_is_what_its_parts_say():
    bundle = runpy.run_path(str(settings.BASE_DIR / "design" / "bundle.py"))
    assert bundle["BUNDLE"].read_text() == bundle["bundled"](), "run python design/bundle.py"


def test_our_own_tokens_carry_our_name_and_every_one_is_defined():
    text = (STATIC / "css" / "site.css").read_text()
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", text))
    used = set(re.findall(r"var\((--spot-[a-z0-9-]+)", text))
    assert used <= defined
    assert all(name.startswith(("--spot-", "--dsc-")) for name in defined)


def test_every_design_system_colour_in_use_exists_in_the_theme():
    theme = (STATIC / "vendor" / "designsystemet" / "spot.css").read_text()
    for sheet in ("site.css", "print.css"):
        used = set(re.findall(r"var\((--ds-[a-z0-9-]+)", (STATIC / "css" / sheet).read_text()))
        assert {name for name in used if f"{name}:" not in theme} == set()


@pytest.mark.parametrize("folder", ["vendor/designsystemet", "icons"])
def test_what_others_made_lies_beside_its_licence(folder):
    assert (STATIC / folder / "LICENSE").exists()


def test_both_fonts_lie_beside_their_licence():
    assert len(list((STATIC / "fonts").glob("LICENSE-*.txt"))) == 2
    assert len(list((STATIC / "fonts").glob("*.woff2"))) == 5
