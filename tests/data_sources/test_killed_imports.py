"""An import is killed (kill -9); nothing of it shows, and the same files carry on where it was."""

from datetime import timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from privacy_portal.data_sources.registry import source
from privacy_portal.data_sources.ticketing.enums import ImportState
from privacy_portal.data_sources.ticketing.importing import ImportRefused, Overtaken, import_folder, running, runs
from privacy_portal.data_sources.ticketing.models import TWINS, Customer, ImportNote, ImportRun, MailChoice, Order
from privacy_portal.erasure.suppression import suppress
from privacy_portal.evidence.models import LedgerEntry
from tests.support.customers import ALMA, BAS, person
from tests.support.killing import arena, kill_me

from . import ticket_shop as shop

CUSTOMERS = "number,email,phone\n" + "".join(f"C{number},c{number}@example.org,06\n" for number in range(40))
ORDERS = "number,customer,placed_at,total\n" + "".join(
    f"O{number},C{number % 40},2026-11-01T10:00,1\n" for number in range(60)
)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "files"
    place.mkdir()
    (place / "customers.csv").write_text(CUSTOMERS)
    (place / "orders.csv").write_text(ORDERS)
    return place


@pytest.fixture(autouse=True)
def small_batches():
    with patch.object(running, "BATCH", 10):
        yield


def laid_aside() -> int:
    return sum(twin._default_manager.count() for twin in TWINS.values())


def nothing_shows() -> bool:
    return not Customer.objects.exists() and not Order.objects.exists() and not LedgerEntry.objects.exists()


def killed_at(file: str, line: int):
    """What kills the process after that many lines of that file."""
    return lambda name, at, size: kill_me() if (name, at) == (file, line) else None


@pytest.mark.django_db(transaction=True)
def test_it_carries_on_where_it_was_killed(folder, tmp_path):
    with arena(tmp_path) as place:
        for file, line, staged in (("customers.csv", 21, 20), ("customers.csv", 41, 40), ("orders.csv", 31, 70)):
            work = lambda file=file, line=line: import_folder(folder, now=shop.NOW, tell=killed_at(file, line))  # noqa: E731
            assert place.run_until_killed(work)
            assert place.run(nothing_shows) and place.run(laid_aside) == staged
        read = []
        place.run(lambda: import_folder(folder, now=shop.NOW, tell=lambda name, line, size: read.append((name, line))))
        assert read == [("orders.csv", 41), ("orders.csv", 51), ("orders.csv", 61)], "nothing is checked twice"
        place.run(all_shows_once)


@pytest.mark.django_db(transaction=True)
def test_killed_while_it_is_brought_in_it_is_as_if_nothing_was(folder, tmp_path):
    with arena(tmp_path) as place:
        with patch.object(running, "refresh_last_active", kill_me):
            assert place.run_until_killed(lambda: import_folder(folder, now=shop.NOW))
        assert place.run(nothing_shows) and place.run(laid_aside) == 100
        place.run(lambda: import_folder(folder, now=shop.NOW))
        place.run(all_shows_once)


def all_shows_once() -> None:
    assert (Customer.objects.count(), Order.objects.count()) == (40, 60)
    assert LedgerEntry.objects.filter(event="data_sources.imported").count() == 1
    assert laid_aside() == ImportNote.objects.count() == 0
    assert Order.objects.get(number="O41").customer.email == "c1@example.org"
    assert set(ImportRun.objects.values_list("state", flat=True)) == {ImportState.DONE}


# --- What must not be carried on. Left half-way here by an exception, which rolls back what a kill does.


class Stopped(Exception):
    pass


def stop_at(file: str, line: int):
    def tell(name, at, size):
        if (name, at) == (file, line):
            raise Stopped

    return tell


def leave_half_way(folder, file="customers.csv", line=21, now=shop.NOW):
    with pytest.raises(Stopped):
        import_folder(folder, now=now, tell=stop_at(file, line))
    assert nothing_shows()


def first_line_read(folder, now=shop.NOW) -> int:
    read = []
    import_folder(folder, now=now, tell=lambda name, line, size: read.append(line))
    return read[0]


@pytest.mark.django_db
def test_other_files_begin_anew(folder):
    leave_half_way(folder)
    (folder / "customers.csv").write_text(CUSTOMERS.replace("c0@", "new@"))
    assert first_line_read(folder) == 11
    assert Customer.objects.get(number="C0").email == "new@example.org" and Customer.objects.count() == 40


@pytest.mark.django_db
def test_the_next_day_begins_anew(folder):
    leave_half_way(folder)
    assert first_line_read(folder, now=shop.NOW + timedelta(days=1)) == 11


@pytest.mark.django_db
def test_a_malformed_row_before_the_kill_is_not_forgotten_by_it(folder):
    (folder / "customers.csv").write_text(CUSTOMERS.replace("c3@example.org", "nobody"))
    leave_half_way(folder)
    with pytest.raises(ImportRefused) as refused:
        import_folder(folder, now=shop.NOW)
    assert [problem.line for problem in refused.value.problems] == [5]
    assert nothing_shows() and laid_aside() == 0


@pytest.mark.django_db
def test_a_malformed_header_before_the_kill_is_not_forgotten_by_it(folder):
    (folder / "customers.csv").write_text("number,shoe_size\nC1,42\n")
    leave_half_way(folder, "orders.csv", 21)
    with pytest.raises(ImportRefused) as refused:
        import_folder(folder, now=shop.NOW)
    assert refused.value.problems[0].column == "shoe_size"


@pytest.mark.django_db
def test_a_file_that_changes_while_it_is_read_is_refused(folder):
    def tell(name, line, size):
        (folder / "orders.csv").write_text(ORDERS + "O99,C1,2026-11-01T10:00,1\n")

    with pytest.raises(ImportRefused) as refused:
        import_folder(
            folder, now=shop.NOW, tell=lambda name, line, size: name == "orders.csv" and tell(name, line, size)
        )
    assert [problem.file for problem in refused.value.problems] == ["orders.csv"] and nothing_shows()


@pytest.mark.django_db
def test_who_is_forgotten_while_it_lies_aside_does_not_come_back(folder):
    (folder / "customers.csv").write_text(f"number,email\nC1,{ALMA}\nC2,{BAS}\n")
    (folder / "orders.csv").unlink()
    with patch.object(running, "BATCH", 1):
        leave_half_way(folder, line=3)
        suppress(person(BAS), source="ticketing", case_ref="SPOT-2026-0001", now=shop.NOW)
        assert laid_aside() == 0, "the copy of Bas went too"
        import_folder(folder, now=shop.NOW)
    assert [customer.email for customer in Customer.objects.all()] == [ALMA]


@pytest.mark.django_db
def test_an_erasure_leaves_no_copy_aside_and_the_import_stops(folder):
    shop.customer(ALMA, number="C1")

    def erase(name, line, size):
        subject = person(ALMA)
        plan = list(source("ticketing").plan_erasure(subject, shop.TODAY))
        source("ticketing").erase(subject, plan, "key", on=shop.TODAY)
        assert laid_aside() == 0

    with pytest.raises(Overtaken):
        import_folder(folder, now=shop.NOW, tell=erase)
    assert Customer.objects.count() == 1 and laid_aside() == 0


@pytest.mark.django_db
def test_two_at_a_time_are_one(folder):
    """The later one takes over; the former stops at its next batch and writes nothing more."""

    def take_over(name, line, size):
        runs.begin("files", "other", shop.NOW)

    with pytest.raises(Overtaken):
        import_folder(folder, now=shop.NOW, tell=take_over)
    assert nothing_shows() and ImportRun.objects.open().get().fingerprint == "other"


# --- What people do here while it lies aside


@pytest.mark.django_db
def test_a_correction_made_in_between_is_kept(folder):
    import_folder(folder, now=shop.NOW - timedelta(days=1))

    def correct(name, line, size):
        who = Customer.objects.get(number="C5")
        who.phone, who.corrected = "06 1", ["phone"]
        who.save()

    (folder / "customers.csv").write_text(CUSTOMERS.replace(",06\n", ",07\n"))
    import_folder(folder, now=shop.NOW, tell=correct)
    assert (Customer.objects.get(number="C5").phone, Customer.objects.get(number="C6").phone) == ("06 1", "07")
    assert Customer.objects.get(number="C5").email == "c5@example.org"


@pytest.mark.django_db
def test_a_no_said_in_between_is_kept(folder):
    (folder / "mailings.csv").write_text(
        "customer,key,on,changed_on\nC5,newsletter-agenda,1,2026-11-22\nC6,evaluation-mail,1,2026-11-22\n"
    )
    import_folder(folder, now=shop.NOW - timedelta(days=1))
    five = Customer.objects.get(number="C5")

    def say_no(name, line, size):
        MailChoice.objects.filter(customer=five).update(on=False)
        shop_choice = {"on": False, "changed_on": shop.TODAY}
        MailChoice.objects.update_or_create(customer=five, key="postal-mailing", defaults=shop_choice)

    mailings = "customer,key,on,changed_on\nC5,newsletter-agenda,1,2026-11-22\nC5,postal-mailing,1,2026-11-22\n"
    (folder / "mailings.csv").write_text(mailings)
    import_folder(folder, now=shop.NOW, tell=say_no)
    assert set(MailChoice.objects.filter(customer=five).values_list("on", flat=True)) == {False}


# --- The command


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.django_db
def test_somebody_at_a_terminal_sees_a_bar(folder):
    out = Terminal()
    call_command("import_ticketing", folder, stdout=out)
    bars = out.getvalue().split("\r")
    assert bars[2].startswith("customers.csv [###############               ]  51%, 21 of 41")
    assert "orders.csv: 60 rows" in bars[-1].splitlines()


@pytest.mark.django_db
def test_a_log_gets_plain_lines(folder):
    out = StringIO()
    with patch("privacy_portal.data_sources.ticketing.importing.progress.EVERY", 20):
        call_command("import_ticketing", folder, stdout=out)
    assert "\r" not in out.getvalue()
    assert out.getvalue().splitlines()[:2] == ["customers.csv: 21 of 41 checked", "customers.csv: 41 of 41 checked"]


@pytest.mark.django_db
def test_the_command_wants_to_know_from_where(settings):
    with pytest.raises(CommandError, match="required"):
        call_command("import_ticketing")
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_ticketing", "--from-database", stderr=StringIO())
    call_command("refresh_ticketing")
    assert not ImportRun.objects.from_database().exclude(state=ImportState.REFUSED).exists()
