"""A version to take along: what is in each file, that it says which text it is a copy of, and who may keep it."""

import hashlib
import io
import json
import re
import socket
import sys
from datetime import date

import jsonschema
import pypdf
import pytest
from django.conf import settings
from django.db import connection, transaction
from markdown_it import MarkdownIt

from privacy_portal.privacy_policy import tasks
from privacy_portal.privacy_policy.document import canonical
from privacy_portal.privacy_policy.downloads.linked_data import as_json, schema
from privacy_portal.privacy_policy.downloads.markdown import as_markdown
from privacy_portal.privacy_policy.downloads.markup import from_html, literal
from privacy_portal.privacy_policy.downloads.printing import pdf_problem, print_pdf
from privacy_portal.privacy_policy.downloads.renditions import make_pdf
from privacy_portal.privacy_policy.models import PolicyVersion, Rendition
from tests.support.append_only import lifted
from tests.support.once import load_site

from .conftest import NOW, publish, section, stream, text

pytestmark = pytest.mark.django_db
HERE = "/privacybeleid/versies/2026-11-01"


@pytest.fixture
def version(published) -> PolicyVersion:
    return PolicyVersion.objects.get()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> dict[tuple[str, str], PolicyVersion]:
    """The venue's whole policy, with every kind of block, by language and date; loaded once, as it takes a while."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_site(NOW)
        found = {(version.language_code, version.slug): version for version in PolicyVersion.objects.all()}
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def paper(demo) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(make_pdf(demo["nl", "2026-11-01"])))


def words_of(value: object) -> set[str]:
    """Every word of what was frozen, markup and machine words left out."""
    if isinstance(value, dict):
        left_out = {"kind", "anchor", "key", "iso_period", "tone", "language", "number"}
        return set().union(*(words_of(v) for k, v in value.items() if k not in left_out and not k.endswith("url")))
    if isinstance(value, list):
        return set().union(*map(words_of, value))
    return set(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", value))) if isinstance(value, str) else set()


def shown(markdown: str) -> str:
    """What a reader of the Markdown sees, markup undone."""
    return re.sub(r"<[^>]+>", " ", MarkdownIt("commonmark").enable("table").render(markdown.split("---\n", 2)[2]))


class TestAddresses:
    @pytest.mark.parametrize(
        ("extension", "content_type"),
        [
            ("pdf", "application/pdf"),
            ("md", "text/markdown; charset=utf-8"),
            ("json", "application/ld+json"),
        ],
    )
    def test_each_is_a_file_that_everybody_may_keep(self, version, client, extension, content_type):
        response = client.get(f"{HERE}.{extension}")
        assert response.status_code == 200 and response["Content-Type"] == content_type
        name = f"privacybeleid-2026-11-01.{extension}"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert "public" in response["Cache-Control"] and not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'

    def test_search_engines_are_led_to_the_current_text(self, version, client):
        response = client.get(f"{HERE}.md")
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Link"] == f'<{settings.BASE_URL}/privacybeleid/>; rel="canonical"'

    @pytest.mark.parametrize("extension", ["pdf", "md", "json"])
    def test_a_reader_who_has_it_gets_no_second_copy(self, version, client, extension):
        etag = client.get(f"{HERE}.{extension}")["ETag"]
        again = client.get(f"{HERE}.{extension}", headers={"if-none-match": etag})
        assert again.status_code == 304 and not again.content and again["ETag"] == etag

    @pytest.mark.parametrize("extension", ["pdf", "md", "json"])
    @pytest.mark.parametrize(
        ("base", "said"),
        [
            ("/privacybeleid/versies/", "deze pagina bestaat niet"),
            ("/en/privacy-policy/versions/", "this page does not exist"),
        ],
    )
    def test_what_was_never_published_is_a_page_in_the_readers_language(self, version, client, extension, base, said):
        for slug in ("2001-01-01", "onzin", "2026-11-01-2"):
            response = client.get(f"{base}{slug}.{extension}")
            assert response.status_code == 404 and said in response.content.decode().lower()

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_they_can_only_be_read(self, version, client, method):
        assert getattr(client, method)(f"{HERE}.json").status_code == 405

    def test_the_other_language_has_its_own(self, published, english, client):
        other = published.copy_for_translation(english)
        other.title, other.sections = "Privacy policy", stream(other, section("Which data", "data", text("Your name.")))
        other.save_revision().publish()
        for extension in ("pdf", "md", "json"):
            response = client.get(f"/en/privacy-policy/versions/2026-11-01.{extension}")
            assert f'"privacy-policy-2026-11-01.{extension}"' in response["Content-Disposition"]
        markdown = client.get("/en/privacy-policy/versions/2026-11-01.md").content.decode()
        assert "Your name." in markdown and 'language: "en"' in markdown

    def test_they_survive_a_new_slug_and_a_page_that_is_gone(self, published, version, client):
        published.slug = "elders"
        published.save_revision().publish()
        published.unpublish()
        for extension in ("pdf", "md", "json"):
            assert client.get(f"{HERE}.{extension}").status_code == 200

    def test_the_page_offers_them(self, version, client):
        for address in ("/privacybeleid/", f"{HERE}/", "/privacybeleid/versies/"):
            page = client.get(address).content.decode()
            for extension in ("pdf", "md", "json"):
                assert f'href="{HERE}.{extension}"' in page


class TestStamp:
    def test_every_file_says_which_text_it_is_a_copy_of(self, version, client):
        address = settings.BASE_URL + version.get_absolute_url()
        said = client.get(f"{HERE}.md").content.decode()
        assert f'sha256: "{version.sha256}"' in said and f'address: "{address}"' in said
        assert 'version: "2026-11-01"' in said and 'effective_from: "2026-11-01"' in said
        stamp = json.loads(client.get(f"{HERE}.json").content)["stamp"]
        assert (stamp["version"], stamp["sha256"], stamp["address"]) == (version.slug, version.sha256, address)
        for page in pypdf.PdfReader(io.BytesIO(client.get(f"{HERE}.pdf").content)).pages:
            foot = page.extract_text()
            assert version.sha256 in foot and "Versie 2026-11-01, geldig vanaf 1 november 2026" in foot


class TestPdf:
    def test_it_is_tagged_titled_and_in_its_language(self, demo, paper):
        root = paper.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"] and root["/Lang"] == "nl"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert paper.metadata.title == "Privacybeleid, 1 november 2026"
        assert demo["nl", "2026-11-01"].sha256 in paper.metadata.subject
        assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
        assert any("Jouw rechten" in item.title for item in flat(paper.outline))

    def test_every_page_is_stamped_and_every_word_is_there(self, demo, paper):
        version = demo["nl", "2026-11-01"]
        pages = [page.extract_text() for page in paper.pages]
        assert len(pages) > 3 and all(version.sha256 in page for page in pages)
        said = set(re.findall(r"\w+", re.sub(r"-\s*\n", "", "\n".join(pages))))
        missing = {word for word in words_of(version.content) if word not in said and len(word) < 9}
        assert len(missing) < 5, missing

    def test_it_holds_our_own_fonts_and_no_other(self, paper):
        fonts = {str(font["/BaseFont"]) for page in paper.pages for font in page["/Resources"]["/Font"].values()}
        assert fonts and all("Montserrat" in name or "Source-Sans-3" in name for name in fonts), fonts

    def test_the_same_version_gives_the_same_bytes(self, version):
        assert make_pdf(version) == make_pdf(PolicyVersion.objects.get())

    def test_it_is_made_once_and_kept(self, version, client):
        first = client.get(f"{HERE}.pdf").content
        kept = Rendition.objects.get()
        assert (kept.kind, kept.key, bytes(kept.body)) == ("pdf", "nl:2026-11-01", first)
        Rendition.objects.update(body=b"%PDF-1.7 kept")
        assert client.get(f"{HERE}.pdf").content == b"%PDF-1.7 kept"

    def test_it_is_made_again_when_it_was_thrown_away_or_the_maker_changed(self, version, client):
        first = client.get(f"{HERE}.pdf").content
        Rendition.objects.update(maker="0")
        assert client.get(f"{HERE}.pdf").content == first
        assert Rendition.objects.count() == 2

    def test_the_worker_makes_it_after_publication(self, policy_page, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            publish(policy_page)
        assert Rendition.objects.get().key == "nl:2026-11-01"

    def test_the_worker_may_come_twice(self, version):
        tasks.make_pdf.call(version.pk)
        tasks.make_pdf.call(version.pk)
        assert Rendition.objects.count() == 1

    def test_a_text_that_names_other_addresses_makes_the_printer_fetch_nothing(self, tmp_path):
        picture = tmp_path / "plaatje.svg"
        picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>geheim</text></svg>')
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(0)
            base = f"http://127.0.0.1:{listener.getsockname()[1]}"
            html = (
                f'<html lang="nl"><head><title>T</title><link rel="stylesheet" href="{base}/x.css"></head><p>Tekst</p>'
                f'<img alt="a" src="file://{picture}"><img alt="b" src="/x.png"><object data="{base}/y">o</object>'
                '<img alt="c" src="font:../../manage.py">'
            )
            pdf = print_pdf(html, base_url=base, identifier=b"x")
            with pytest.raises(BlockingIOError):
                listener.accept()
        said = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
        assert "Tekst" in said and "geheim" not in said


@pytest.fixture
def without_libraries(tmp_path, monkeypatch):
    """A machine on which WeasyPrint is installed and what it needs of the system is not."""
    package = tmp_path / "weasyprint"
    package.mkdir()
    (package / "__init__.py").write_text("raise OSError(\"cannot load library 'libgobject-2.0-0'\")")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    pdf_problem.cache_clear()
    yield
    pdf_problem.cache_clear()


class TestWithoutPdf:
    def test_the_page_does_not_offer_it(self, version, client, without_libraries):
        assert "libpango" in pdf_problem()
        for address in ("/privacybeleid/", f"{HERE}/", "/privacybeleid/versies/"):
            page = client.get(address).content.decode()
            assert f"{HERE}.pdf" not in page and f"{HERE}.md" in page

    def test_the_address_says_so_and_offers_the_rest(self, version, client, without_libraries):
        response = client.get(f"{HERE}.pdf")
        page = response.content.decode()
        assert response.status_code == 503 and "We kunnen nu geen pdf maken" in page
        assert "public" not in response["Cache-Control"]
        assert f"{HERE}.md" in page and f"{HERE}/" in page

    def test_one_that_was_made_elsewhere_is_served(self, version, client, without_libraries):
        Rendition.objects.create(kind="pdf", key="nl:2026-11-01", maker="1", body=b"%PDF-1.7 x", made_at=NOW)
        assert client.get(f"{HERE}.pdf").content == b"%PDF-1.7 x"

    def test_publishing_goes_on(self, policy_page, without_libraries, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            assert publish(policy_page).slug == "2026-11-01"
        assert not Rendition.objects.exists()


class TestMarkdown:
    def test_every_word_that_was_shown_is_in_it(self, demo):
        """Labels of columns apart, which a table words in its own way."""
        for version in demo.values():
            told = set(re.findall(r"\w+", shown(as_markdown(version))))
            read = set(re.findall(r"\w+", version.text)) & words_of(version.content)
            assert len(read) > 500 and read - told == set(), version

    def test_register_blocks_are_tables_and_links_lead_somewhere(self, demo):
        markdown = as_markdown(demo["nl", "2026-11-01"])
        assert "| Doel | Gegevens | Grondslag | Hoe lang | Waarom | Wie ze krijgt | Waar ze vandaan komen |" in markdown
        targets = re.findall(r"\]\(<([^>]+)>\)", markdown)
        assert targets and all(re.match(r"https?://|mailto:", target) for target in targets)
        rows = [line for line in markdown.splitlines() if line.startswith("|")]
        assert all(len(re.findall(r"(?<!\\)\|", row)) in {4, 5, 8} for row in rows)

    @pytest.mark.parametrize(
        "hostile",
        [
            "# kop",
            "- streep",
            "+ plus",
            "1. een",
            "1) een",
            "> aanhaling",
            "===",
            "---",
            "`code` *schuin* _schuin_ **vet** ~~weg~~",
            "[klik](https://kwaad.example)",
            "![plaatje](https://kwaad.example/x.png)",
            "<script>alert(1)</script>",
            "&lt;b&gt; &copy;",
            "| a | b |",
            "\\*",
            "***",
            "    ingesprongen",
        ],
    )
    def test_no_text_can_become_markup(self, hostile):
        for markdown in (literal(hostile), *from_html(f"<p>{escape_html(hostile)}</p>", "https://spot.example/")):
            rendered = MarkdownIt("commonmark").enable("table").render(markdown)
            assert rendered == f"<p>{escape_html(' '.join(hostile.split()))}</p>\n"

    @pytest.mark.security("ASVS 1.2.2")
    @pytest.mark.parametrize("hostile", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "  JavaScript:x"])
    def test_a_link_that_a_browser_would_run_loses_its_address(self, hostile):
        assert from_html(f'<p><a href="{hostile}">Lees</a></p>', "https://spot.example/") == ["Lees"]

    def test_an_address_cannot_break_out_of_its_link(self):
        [line] = from_html('<p><a href="https://x.example/a>)b c\n|d">L</a></p>', "https://spot.example/")
        assert line == "[L](<https://x.example/a%3E)b%20c%7Cd>)"

    def test_lists_breaks_and_stress(self):
        html = "<p>Een<br/>twee <b>vet </b>en <i>schuin</i></p><ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"
        assert from_html(html, "") == ["Een\\\ntwee **vet** en *schuin*", "- a\n  1. b\n- c"]

    def test_a_number_split_over_two_tags_starts_no_list(self):
        rendered = MarkdownIt().render(from_html("<p>2023<span>.</span> Toen</p>", "")[0])
        assert rendered == "<p>2023. Toen</p>\n"

    def test_the_header_holds_whatever_the_title_is(self, policy_page):
        version = publish(policy_page, title='Beleid: "nieuw"\u2028\n--- # x')
        head = as_markdown(version).split("\n---\n")[0]
        assert json.loads(re.search(r"title: (.*)", head)[1]) == 'Beleid: "nieuw" --- # x'

    def test_a_kind_of_part_from_another_day_keeps_its_words(self, version):
        content = version.content | {
            "sections": [version.content["sections"][0] | {"parts": [{"kind": "film", "text": "<p>Nog iets</p>"}]}]
        }
        version.content = content
        assert "Nog iets" in as_markdown(version)


class TestJson:
    @pytest.fixture
    def told(self, demo) -> dict:
        return json.loads(as_json(demo["nl", "2026-11-01"]))

    def test_it_is_as_the_schema_says(self, demo):
        jsonschema.Draft202012Validator.check_schema(json.loads(schema()))
        validator = jsonschema.Draft202012Validator(json.loads(schema()))
        for version in demo.values():
            assert [error.message for error in validator.iter_errors(json.loads(as_json(version)))] == []

    def test_the_schema_refuses_what_it_should(self, demo):
        validator = jsonschema.Draft202012Validator(json.loads(schema()))
        told = json.loads(as_json(demo["nl", "2026-11-01"]))
        told["stamp"]["sha256"] = "kort"
        told["processing"][0]["storage"]["duration"] = "zeven jaar"
        del told["content"]["sections"]
        assert len(list(validator.iter_errors(told))) == 3

    def test_the_schema_is_served_at_the_address_the_file_names(self, told, client):
        assert told["$schema"] == f"{settings.BASE_URL}/privacybeleid/versies/schema.json"
        response = client.get("/privacybeleid/versies/schema.json")
        assert response["Content-Type"] == "application/schema+json" and "public" in response["Cache-Control"]
        assert response.json()["$id"] == told["$schema"]

    def test_a_reader_can_recompute_both_hashes(self, told):
        assert hashlib.sha256(told["html"].encode()).hexdigest() == told["stamp"]["sha256"]
        again = json.dumps(told["content"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert again == canonical(told["content"])
        assert hashlib.sha256(again.encode()).hexdigest() == told["stamp"]["content_sha256"]

    def test_purposes_grounds_periods_and_recipients_in_the_words_of_dpv(self, told):
        [tickets] = [p for p in told["processing"] if p["name"] == "Kaarten kopen"]
        assert tickets["@type"] == "dpv:Process" and tickets["necessity"] == "dpv:Required"
        assert tickets["legal_basis"]["@type"] == ["dpv:LegalBasis", "eu-gdpr:A6-1-b"]
        assert tickets["storage"]["@type"] == "dpv:StorageDuration" and tickets["storage"]["duration"] == "P7Y"
        assert tickets["purposes"][0]["@type"] == "dpv:Purpose"
        known = {party["@id"]: party["name"] for party in told["recipients"]}
        assert {known[r["@id"]] for r in tickets["recipients"]} == {"CJ2", "Gentleware B.V."}
        assert {"eu-gdpr:A7-3", "eu-gdpr:A13", "eu-gdpr:A15", "eu-gdpr:A77"} <= {
            term for right in told["rights"] for term in right["@type"]
        }

    def test_every_field_with_a_meaning_is_in_its_own_context(self, told):
        context = told["@context"]
        assert context["dpv"] == "https://w3id.org/dpv#"
        assert context["eu-gdpr"] == "https://w3id.org/dpv/legal/eu/gdpr#"
        assert all(isinstance(value, str | dict | float) for value in context.values())
        for field in ("purposes", "legal_basis", "recipients", "storage", "duration", "processing"):
            assert field in context

    def test_what_the_register_does_not_state_is_absent(self, told):
        [locker] = [p for p in told["processing"] if p["name"] == "Een locker gebruiken"]
        assert "storage" not in locker

    def test_a_version_of_prose_alone_says_nothing_about_processing(self, demo):
        told = json.loads(as_json(demo["nl", "2023-11-10"]))
        assert told["processing"] == told["recipients"] == told["rights"] == [] and told["controller"] is None

    def test_the_same_version_gives_the_same_bytes(self, version):
        """Also when the database keeps the keys of its content in another order."""
        again = PolicyVersion.objects.get(pk=version.pk)
        again.content = dict(reversed(again.content.items()))
        assert as_json(version) == as_json(again) and as_markdown(version) == as_markdown(again)


class TestTamperedText:
    def test_a_copy_of_a_tampered_version_betrays_it(self, version, client):
        """The stamp is what was recorded, and the bytes do not have it."""
        with lifted(), connection.cursor() as cursor:
            cursor.execute("UPDATE privacy_policy_policyversion SET html = 'vervalst'")
        told = client.get(f"{HERE}.json").json()
        assert hashlib.sha256(told["html"].encode()).hexdigest() != told["stamp"]["sha256"]


def flat(outline: list) -> list:
    return [item for entry in outline for item in (flat(entry) if isinstance(entry, list) else [entry])]


def escape_html(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def test_dates_are_words(published):
    version = publish(published, section("Nieuw", "new", text("Iets.")), effective_from=date(2027, 1, 5))
    assert "geldig vanaf 5 januari 2027" in pypdf.PdfReader(io.BytesIO(make_pdf(version))).pages[0].extract_text()
