"""Whole pages as bytes: who gets them, what is never kept, and what happens when content or database changes."""

import gzip

import brotli
import pytest
from django.db import DataError, OperationalError
from django.http import HttpResponse, StreamingHttpResponse
from hypothesis import given
from hypothesis import strategies as st

from cms.page_cache.encoding import ENCODINGS, preferred_encoding
from cms.page_cache.front import PageCache
from cms.page_cache.memory import Memory
from cms.page_cache.pages import Place, page
from cms.page_cache.stamp import StampReader
from tests.support.wsgi import Reply, ask, environ, handing_over

BODY = b"<p>beleid</p>" * 100


def public(body: bytes = BODY, **headers: str) -> HttpResponse:
    return HttpResponse(body, headers={"Cache-Control": "public, max-age=0", **headers})


class Site:
    """A site that counts how often it is asked, behind the cache. `is_current` says what was published last."""

    def __init__(self, answer=lambda given: public()):
        self.answer, self.asked = answer, 0
        self.cache = PageCache(handing_over(self.get))

    def get(self, given):
        self.asked += 1
        return self.answer(given)

    def __call__(self, path: str = "/privacybeleid/", method: str = "GET", **headers: str) -> Reply:
        return ask(self.cache, path, method, **headers)

    def publish(self, body: bytes) -> None:
        from privacy_portal.processing_register.generation import bump

        bump()
        self.answer = lambda given: public(body)


@pytest.fixture(autouse=True)
def switched_on(settings, db):
    from privacy_portal.processing_register.generation import bump

    settings.PAGE_CACHE_BYTES = 100_000
    settings.PAGE_CACHE_LOOK_SECONDS = 0
    bump()


class TestAnswers:
    def test_a_page_is_made_once(self):
        site = Site()
        assert [site().body for _ in range(3)] == [BODY] * 3
        assert site.asked == 1

    def test_the_first_answer_is_the_same_as_the_next(self):
        site = Site(lambda given: public(**{"X-Frame-Options": "DENY"}))
        first, second = site(), site()
        assert first == second
        assert second.headers["X-Frame-Options"] == "DENY"
        assert second.headers["Vary"] == "Accept-Encoding"

    @pytest.mark.parametrize(
        ("accept", "encoding", "unpack"),
        [
            ("", None, bytes),
            ("identity", None, bytes),
            ("gzip, deflate", "gzip", gzip.decompress),
            ("gzip, deflate, br, zstd", "br", brotli.decompress),
            ("br;q=0, gzip", "gzip", gzip.decompress),
            ("br;q=0.2, gzip;q=0.8", "gzip", gzip.decompress),
            ("br; q=0.0, gzip;q=0", None, bytes),
        ],
    )
    def test_it_sends_the_encoding_the_browser_takes(self, accept, encoding, unpack):
        reply = Site()(accept_encoding=accept)
        assert reply.headers.get("Content-Encoding") == encoding
        assert unpack(reply.body) == BODY
        assert int(reply.headers["Content-Length"]) == len(reply.body)

    def test_what_is_too_small_to_compress_goes_as_it_is(self):
        site = Site(lambda given: public(b"klein"))
        replies = [site(accept_encoding=accept) for accept in ("br", "gzip", "")]
        assert {reply.body for reply in replies} == {b"klein"} and site.asked == 1
        assert not any("Content-Encoding" in reply.headers for reply in replies)

    def test_a_browser_that_has_the_page_gets_304(self):
        site = Site()
        known = site(accept_encoding="br").headers["Etag"]
        reply = site(accept_encoding="br", if_none_match=f'W/"other", {known}')
        assert (reply.status, reply.body, reply.headers["Etag"]) == (304, b"", known)
        assert not {"Content-Encoding", "Content-Length", "Content-Type"} & set(reply.headers)
        assert reply.headers["Cache-Control"] == "public, max-age=0" and reply.headers["Vary"] == "Accept-Encoding"
        assert site(if_none_match=known).status == 200, "another encoding is another representation"
        assert site(if_none_match="*").status == 304

    def test_each_encoding_has_its_own_etag(self):
        site = Site()
        assert len({site(accept_encoding=name).headers["Etag"] for name in ENCODINGS}) == 3

    def test_a_part_is_answered_with_the_whole(self):
        """RFC 9110 14.2: a server may ignore Range; the pages are small."""
        site = Site()
        site()
        reply = site(range="bytes=0-9")
        assert (reply.status, reply.body) == (200, BODY) and "Content-Range" not in reply.headers

    def test_head_is_served_from_what_get_stored_but_stores_nothing(self):
        site = Site()
        site(method="HEAD")
        whole = site()
        assert site.asked == 2
        head = site(method="HEAD")
        assert head.body == b"" and head.headers == whole.headers
        assert site.asked == 2

    def test_a_server_that_adds_to_its_headers_does_not_add_to_ours(self):
        site = Site()
        site()
        site.cache(
            environ("/privacybeleid/", "GET", "http", {}), lambda status, headers: headers.append(("Date", "today"))
        )
        assert "Date" not in site().headers


class TestHost:
    """SECURITY V-06: whoever invents a name for this site is refused, and others notice nothing."""

    @pytest.fixture(autouse=True)
    def names(self, settings):
        settings.BASE_URL, settings.ALLOWED_HOSTS = "https://privacy.example", [".example"]

    def test_names_of_ours_share_pages(self):
        site = Site()
        site(host="privacy.example")
        assert site(host="www.example:8443").body == BODY and site.asked == 1

    @pytest.mark.parametrize("host", ["evil.test", "evil.test:80", "privacy.example@evil.test", "", "[::1"])
    def test_a_forged_name_reaches_no_kept_page_and_leaves_none(self, host):
        site = Site(lambda given: public(f"<a href='//{given['HTTP_HOST']}/'>".encode() + BODY))
        assert host.encode() in site(host=host).body
        assert b"evil" not in site(host="privacy.example").body and site.asked == 2
        assert host.encode() in site(host=host).body and site.asked == 3

    def test_a_page_that_mentions_another_name_is_given_but_not_kept(self):
        site = Site(lambda given: public(f"<a href='//{given['HTTP_HOST'].lower()}/'>".encode() + BODY))
        assert b"//evil.example/" in site(host="EVIL.example").body
        assert b"//privacy.example/" in site(host="privacy.example").body
        assert b"//privacy.example/" in site(host="other.example").body
        assert site.asked == 2

    def test_http_and_https_do_not_share(self):
        site = Site()
        ask(site.cache, scheme="http", host="privacy.example")
        ask(site.cache, scheme="https", host="privacy.example")
        assert site.asked == 2

    def test_what_a_visitor_says_about_https_counts_only_behind_a_proxy(self, settings):
        site = Site()
        site(host="privacy.example", x_forwarded_proto="https")
        site(host="privacy.example")
        assert site.asked == 1
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        behind = Site()
        behind(host="privacy.example", x_forwarded_proto="https")
        behind(host="privacy.example", x_forwarded_proto="http")
        assert behind.asked == 1, "one page of each kind; the plain one was kept above"


class TestWhoIsNotServed:
    @pytest.mark.parametrize("cookie", ["beheer", "csrf", "mijn", "browser"])
    def test_whoever_carries_a_cookie_of_ours(self, cookie):
        site = Site()
        site()
        site(cookie=f"{cookie}=x")
        site(cookie=f"_ga=1; {cookie}=x")
        assert site.asked == 3

    def test_cookies_of_others_do_not_matter(self):
        site = Site()
        site()
        site(cookie="_ga=GA1.2; theme=dark")
        assert site.asked == 1

    def test_addresses_with_a_query(self):
        site = Site()
        site("/verwerkers/?q=a")
        site("/verwerkers/?q=a")
        assert site.asked == 2

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
    def test_anything_but_reading(self, method):
        site = Site()
        site()
        site(method=method)
        site(method=method)
        assert site.asked == 3

    @pytest.mark.parametrize(
        "path", ["/beheer/login/", "/static/site.css", "/healthz", "/" + "a" * 500, "/privacybeleid/%00"]
    )
    def test_addresses_that_are_no_public_page(self, path, django_assert_num_queries):
        site = Site()
        with django_assert_num_queries(0):
            site(path)
            site(path)
        assert site.asked == 2


@pytest.mark.parametrize(
    "answer",
    [
        lambda given: HttpResponse(BODY),
        lambda given: HttpResponse(BODY, headers={"Cache-Control": "private"}),
        lambda given: public(**{"Cache-Control": "public, no-store"}),
        lambda given: public(**{"Cache-Control": "public, private"}),
        lambda given: public(Vary="Cookie"),
        lambda given: public(Vary="Accept-Encoding, Sec-GPC"),
        lambda given: public(**{"Content-Encoding": "gzip"}),
        lambda given: HttpResponse(BODY, status=404, headers={"Cache-Control": "public"}),
        lambda given: HttpResponse(status=302, headers={"Cache-Control": "public", "Location": "/"}),
        lambda given: StreamingHttpResponse([BODY], headers={"Cache-Control": "public"}),
        lambda given: with_cookie(public()),
    ],
)
def test_what_is_not_the_same_for_everyone_is_never_kept(answer):
    from cms.models import KeptPage

    site = Site(answer)
    site()
    site()
    assert site.asked == 2
    assert not KeptPage.objects.exists()


def with_cookie(response: HttpResponse) -> HttpResponse:
    response.set_cookie("mijn", "x")
    return response


class TestChange:
    def test_a_publication_replaces_the_page(self):
        site = Site()
        site()
        site.publish(b"nieuw")
        assert site().body == b"nieuw"

    def test_an_old_page_is_better_than_an_error_page(self):
        site = Site()
        site()
        site.publish(b"")
        site.answer = lambda given: HttpResponse("kapot", status=503)
        reply = site()
        assert (reply.status, reply.body) == (200, BODY)

    def test_an_error_without_an_old_page_is_shown(self):
        assert Site(lambda given: HttpResponse("kapot", status=503))().status == 503


class TestStamp:
    def read(self, answers: list) -> StampReader:
        def next_answer():
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        return StampReader(next_answer, seconds=1)

    def test_it_looks_once_a_second(self, time_machine):
        reader = self.read(["a", "b"])
        time_machine.move_to(0, tick=False)
        assert [reader() for _ in range(5)] == ["a"] * 5

    def test_it_looks_again_after_that(self):
        reader = self.read(["a", "b"])
        reader()
        reader.expire()
        assert reader() == "b"

    def test_the_last_answer_stands_while_the_database_is_away(self):
        reader = self.read(["a", OperationalError("gone"), OperationalError("gone"), "c"])
        seen = []
        for _ in range(4):
            reader.expire()
            seen.append((reader(), reader.is_away))
        assert seen == [("a", False), ("a", True), ("a", True), ("c", False)]

    def test_no_answer_ever_is_no_stamp(self):
        assert self.read([OperationalError("gone")])() is None

    def test_a_question_the_database_refuses_does_not_make_it_away(self):
        reader = self.read([DataError("odd")])
        with pytest.raises(DataError):
            reader()
        assert not reader.is_away


class TestMemory:
    def put(self, memory: Memory, name: str, size: int) -> None:
        memory.put(Place(name, ""), page("now", '"e"', [], b"x" * size))

    def has(self, memory: Memory, name: str) -> bool:
        return memory.get(Place(name, "")) is not None

    def test_it_never_holds_more_than_its_limit(self):
        memory = Memory(100)
        for number in range(10):
            self.put(memory, str(number), 30)
        assert memory.size == 90
        assert [self.has(memory, str(n)) for n in range(10)] == [False] * 7 + [True] * 3

    def test_the_least_recently_used_goes_first(self):
        memory = Memory(60)
        self.put(memory, "a", 30)
        self.put(memory, "b", 30)
        self.has(memory, "a")
        self.put(memory, "c", 30)
        assert self.has(memory, "a") and not self.has(memory, "b")

    def test_what_is_larger_than_the_memory_is_left_out(self):
        memory = Memory(10)
        self.put(memory, "a", 5)
        self.put(memory, "a", 11)
        assert not self.has(memory, "a") and memory.size == 0


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("*", ""),
        ("BR", "br"),
        ("gzip;q=1.0", "gzip"),
        ("gzip; q = 0.5", "gzip"),
        ("gzip;q=nan", ""),
        ("gzip;q=2", ""),
        ("gzip;level=9", ""),
        ("gzip;q=0.5, identity", ""),
        ("identity;q=0, gzip", "gzip"),
        ("nonsense,,", ""),
        (";;;==", ""),
    ],
)
def test_odd_wishes_are_borne(accept, chosen):
    assert preferred_encoding(accept) == chosen


CODINGS = st.sampled_from(["br", "gzip", "identity", "deflate", "zstd", "*"])
WEIGHTS = st.integers(0, 1000).map(lambda thousandth: thousandth / 1000)


@given(st.dictionaries(CODINGS, WEIGHTS))
def test_it_never_sends_what_was_not_asked_for_or_less_than_the_best(weights):
    """A property of every well-formed wish."""
    accept = ", ".join(f"{name};q={weight:.3f}" for name, weight in weights.items())
    chosen = preferred_encoding(accept)
    asked = {name: weights.get(name, 0) for name in ("br", "gzip")}
    if chosen:
        assert asked[chosen] == max(asked.values()) > 0
        assert asked[chosen] >= weights.get("identity", 0)
    else:
        assert max(asked.values()) == 0 or weights.get("identity", 0) > max(asked.values())


@given(st.text(max_size=80))
def test_no_wish_breaks_it(accept):
    assert preferred_encoding(accept) in ENCODINGS
