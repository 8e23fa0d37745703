"""A token is asked for once, shared by everybody, and renewed before it ends or when it is not taken any more."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from privacy_portal.data_sources.contract import SourceUnavailable
from privacy_portal.data_sources.outside.client import Client, Limits, NotLetIn
from privacy_portal.data_sources.outside.token import Token
from tests.support.outside.server import running

QUICK = Limits(connect=1, read=2, tries=2, pause=0.01)
FORM = {"grant_type": "client_credentials", "client_id": "us", "client_secret": "s3cret&more"}
AT_ONCE = 8


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Service:
    """Gives tokens by number, and takes those it still knows."""

    def __init__(self):
        self.life, self.given, self.known = 3600, 0, set()
        self.answer = None

    def reply(self, asked):
        if asked.path == "/oauth2/token":
            time.sleep(0.02)
            self.given += 1
            self.known.add(f"Bearer t{self.given}")
            return 200, self.answer or {
                "access_token": f"t{self.given}",
                "expires_in": self.life,
                "token_type": "Bearer",
            }
        return (200, {}) if asked.headers.get("Authorization") in self.known else (401, {})


@pytest.fixture
def service():
    state = Service()
    with running(state.reply) as outside:
        state.outside, state.clock = outside, Clock()
        state.token = Token(Client(outside.url, limits=QUICK), "/oauth2/token", FORM, clock=state.clock)
        state.client = Client(outside.url, state.token.headers, state.token.refused, limits=QUICK)
        yield state


def all_at_once(act):
    ready = threading.Barrier(AT_ONCE)

    def one(_):
        ready.wait()
        return act()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


class TestReuse:
    def test_it_says_who_we_are_in_a_form(self, service):
        service.client.get("/x")
        assert service.outside.asked[0].method == "POST"
        assert service.outside.asked[0].form == FORM

    def test_one_token_serves_many_requests(self, service):
        for _ in range(3):
            service.client.get("/x")
        assert service.given == 1

    def test_everybody_at_once_shares_one_token(self, service):
        all_at_once(lambda: service.client.get("/x"))
        assert service.given == 1


class TestRenewal:
    @pytest.mark.parametrize(
        ("life", "good_until"), [(3600, 3540), ("3600", 3540), (100, 80), (None, 240), ("soon", 240)]
    )
    def test_it_is_renewed_before_its_end(self, service, life, good_until):
        service.life = life
        service.client.get("/x")
        service.clock.now += good_until - 1
        service.client.get("/x")
        assert service.given == 1
        service.clock.now += 2
        service.client.get("/x")
        assert service.given == 2

    def test_a_token_that_is_not_taken_is_renewed_once_and_the_question_asked_again(self, service):
        service.client.get("/x")
        service.known.clear()
        assert service.client.ask("PUT", "/x", {"a": 1}).status == 200
        assert service.given == 2
        assert service.outside.asked[-1].json == {"a": 1}

    def test_everybody_who_is_refused_at_once_shares_one_renewal(self, service):
        service.client.get("/x")
        service.known.clear()
        all_at_once(lambda: service.client.get("/x"))
        assert service.given == 2

    def test_a_fresh_token_that_is_not_taken_either_is_the_end(self, service):
        service.known = type("Nothing", (set,), {"add": lambda self, value: None})()
        with pytest.raises(NotLetIn):
            service.client.get("/x")
        assert service.given == 2

    def test_who_may_not_is_not_asked_again(self, service):
        service.client.get("/x")
        service.outside.fault = "forbidden"
        with pytest.raises(NotLetIn):
            service.client.get("/x")
        assert service.given == 1 and len(service.outside.asked) == 3


class TestNoToken:
    @pytest.mark.parametrize("fault", ["html", "broken json", "list", "locked out", "unavailable", "redirect", "huge"])
    def test_a_bad_day_of_the_token_server_is_a_system_that_cannot_be_asked(self, service, fault):
        service.outside.fault = fault
        with pytest.raises(SourceUnavailable) as failure:
            service.client.get("/x")
        assert "s3cret" not in str(failure.value) and failure.value.__cause__ is None
        service.outside.fault = ""
        assert service.client.get("/x").status == 200, "the next question has a fresh chance"

    @pytest.mark.parametrize(
        "answer",
        [
            {"token_type": "bearer"},
            {"access_token": ""},
            {"access_token": " "},
            {"access_token": 7},
            {"access_token": "a\r\nX-Evil: 1"},
            {"access_token": "é"},
            {"access_token": "a", "token_type": "mac"},
        ],
    )
    def test_an_answer_that_is_no_token(self, service, answer):
        service.answer = answer
        with pytest.raises(SourceUnavailable):
            service.client.get("/x")
        assert all(asked.path == "/oauth2/token" for asked in service.outside.asked)

    def test_a_refusal_is_no_token(self, service):
        service.outside.reply = lambda asked: (400, {"error": "invalid_client"})
        with pytest.raises(SourceUnavailable):
            service.client.get("/x")

    def test_those_who_waited_do_not_each_ask_a_dead_server_again(self, service):
        service.outside.reply = lambda asked: (time.sleep(0.2), (400, {}))[1]

        def fails():
            with pytest.raises(SourceUnavailable):
                service.client.get("/x")

        all_at_once(fails)
        assert len(service.outside.asked) < AT_ONCE
