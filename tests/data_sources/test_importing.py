"""The ticket shop's CSV: all of it comes in, or nothing does and every reason is named."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from privacy_portal.data_sources import suppression
from privacy_portal.data_sources.contract import Handle
from privacy_portal.data_sources.registry import source
from privacy_portal.data_sources.ticketing.importing import ImportRefused, import_folder
from privacy_portal.data_sources.ticketing.importing.problems import MOST
from privacy_portal.data_sources.ticketing.importing.tables import TABLES
from privacy_portal.data_sources.ticketing.models import (
    Customer,
    Event,
    LoyaltyMembership,
    MailChoice,
    Order,
    Sharing,
    Ticket,
)
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.evidence.models import LedgerEntry
from tests.support.customers import ALMA, BAS, person

from . import ticket_shop as shop

pytestmark = pytest.mark.django_db

FILES = {
    "halls.csv": "number,name,city\nH1,Zaal Waterlicht,Waddenstad\n",
    "events.csv": (
        "number,title,hall,starts_at\nE1,Het Blauwe Uur,H1,2026-12-24T20:15\nE2,Springtij,H1,2026-01-05T20:15\n"
    ),
    "customers.csv": (
        "number,first_name,last_name,email,phone,street,postcode,city,country,birth_date,account_since\n"
        f"C1,Alma,Zomerdijk,{ALMA},06 00123456,Roerdomphof 3,9712 AB,Waddenstad,nl,1984-05-17,2020-01-01\n"
        f"C2,Bas,Rietveen,{BAS},,,,,,,\n"
    ),
    "orders.csv": "number,customer,placed_at,total,iban\nO1,C1,2026-11-01T10:00,45.00,NL13 TEST 0123 4567 89\n",
    "tickets.csv": (
        f"number,order,event,price,holder_name,holder_email\nT1,O1,E1,22.50,,\nT2,O1,E1,22.50,Bas Rietveen,{BAS}\n"
    ),
    "loyalty.csv": "number,customer,since\nL1,C1,2022-03-01\n",
    "mailings.csv": (
        "customer,key,on,changed_on\nC1,newsletter-agenda,ja,2024-01-01\nC1,postal-mailing,nee,2024-01-01\n"
    ),
    "waiting_list.csv": "number,customer,event,seats,joined_on\nW1,C1,E1,2,2026-11-02\n",
    "lockers.csv": f"number,email,locker,rented_on\nK1,{ALMA},117,2026-01-05\n",
    "sharings.csv": (
        "number,customer,event,kind,recipient,agreed_on\nA1,C1,E2,artist-sharing,Bureau Zilte Lucht,2026-01-01\n"
    ),
}


@pytest.fixture
def folder(tmp_path):
    """Writes files (text or bytes) and gives the folder; no names: the whole shop."""

    def write(**files):
        for name, content in (files or {name.removesuffix(".csv"): text for name, text in FILES.items()}).items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.csv").write_bytes(data)
        return tmp_path

    return write


def refusal(folder) -> list[str]:
    """What is said about a folder that is refused; nothing has changed by it."""
    before = counts()
    with translation.override("en"):
        with pytest.raises(ImportRefused) as refused:
            import_folder(folder, now=shop.NOW + timedelta(days=1))
        assert counts() == before
        return [str(problem) for problem in refused.value.problems]


def counts():
    return [model.objects.count() for model in (Customer, Event, Order, Ticket, MailChoice, LedgerEntry)]


def test_the_whole_shop_comes_in(folder):
    report = import_folder(folder(), now=shop.NOW)
    assert report.written["customers.csv"] == 2 and report.written["mailings.csv"] == 2
    alma = Customer.objects.get(number="C1")
    assert (alma.first_name, alma.birth_date, alma.birth_year, alma.country) == ("Alma", date(1984, 5, 17), 1984, "NL")
    order = Order.objects.get()
    assert (order.iban, order.total_cents) == ("NL13TEST0123456789", 4500)
    assert order.placed_at == datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    assert Event.objects.get(number="E1").ends_on == date(2026, 12, 24)
    assert alma.last_active_on == date(2026, 12, 24)


def test_what_came_in_can_be_shown(folder):
    import_folder(folder(), now=shop.NOW)
    kinds = {record.kind for record in source("ticketing").collect(person(ALMA))}
    assert kinds >= {"account", "order", "ticket", "loyalty", "newsletter", "postal-mailing", "waiting-list", "locker"}
    assert [record.kind for record in source("ticketing").collect(person(BAS))] == ["guest", "held-ticket"]


def test_importing_again_changes_no_key_and_adds_no_row(folder):
    import_folder(folder(), now=shop.NOW)
    keys = set(Ticket.objects.values_list("pk", flat=True)), set(Customer.objects.values_list("pk", flat=True))
    before = counts()[:-1]
    import_folder(folder(), now=shop.NOW + timedelta(days=1))
    assert (
        set(Ticket.objects.values_list("pk", flat=True)),
        set(Customer.objects.values_list("pk", flat=True)),
    ) == keys
    assert counts()[:-1] == before
    assert Customer.objects.get(number="C1").first_name == "Alma"


def test_a_later_import_may_hold_one_file_only(folder):
    place = folder()
    import_folder(place, now=shop.NOW)
    for file in place.glob("*.csv"):
        file.unlink()
    orders = "number,customer,placed_at,total\nO2,C2,2026-11-03T10:00,10\n"
    import_folder(folder(orders=orders), now=shop.NOW + timedelta(days=1))
    assert Order.objects.get(number="O2").customer.number == "C2"


def test_the_ledger_tells_of_it_without_names(folder):
    import_folder(folder(), now=shop.NOW)
    entry = LedgerEntry.objects.get(event="data_sources.imported")
    assert entry.facts["written"]["orders.csv"] == 1 and ALMA not in str(entry.facts)


# --- Formats


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("sign", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_it_reads_what_spreadsheets_write(folder, mark, sign, end):
    text = f'number{sign}name{sign}city\nH1{sign}"Zaal ""Waterlicht"""{sign}Waddenstad\n'.replace("\n", end)
    import_folder(folder(halls=mark + text.encode()), now=shop.NOW)
    hall = Event.hall.field.related_model.objects.get()
    assert (hall.name, hall.city) == ('Zaal "Waterlicht"', "Waddenstad")


def test_a_formula_is_text_like_any_other(folder):
    import_folder(folder(customers='number,first_name\nC1,"=HYPERLINK(""http://example.org"")"\n'), now=shop.NOW)
    assert Customer.objects.get().first_name == '=HYPERLINK("http://example.org")'


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("number,name\nH1,Zaal\n".encode("utf-16"), 1, "UTF-16"),
        ("number,name\nH1,Zaal Waterlicht\nH2,Café\n".encode("cp1252"), 3, "0xE9"),
        (b'number,name\nH1,"Zaal\nH2,Zaal\n', 2, "never closed"),
        (b'number,name\nH1,"Za"al\n', 2, "not doubled"),
        (b"number,name\nH1," + b"x" * 70_000 + b"\n", 2, "longer than 65536"),
        (b'number,name\nH1,"' + (b"x" * 60_000 + b"\n") * 3 + b'"\n', 2, "too large"),
        (b"number,name\rH1,Zaal\r", 1, "line ends"),
        (b"", 1, "column number: This column is missing"),
    ],
)
def test_what_cannot_be_read_is_explained(folder, content, line, words):
    [problem, *_rest] = refusal(folder(halls=content))
    assert problem.startswith(f"halls.csv, line {line}") and words in problem


def test_problems_name_file_line_and_column_and_come_all_at_once(folder):
    problems = refusal(
        folder(
            customers=(
                "number,email,birth_date,country\n"
                "C1,nobody,1984-05-17,NL\n"
                '"C\n2",x@example.org,17-05-1984,Holland\n'
                ",y@example.org,,\n"
                "C4,z@example.org\n"
            ),
            orders="number,customer,placed_at,total,iban\nO1,C9,soon,much,NL00TEST0123456789\n",
        )
    )
    places = [problem.partition(": ")[0] for problem in problems]
    assert places == [
        "customers.csv, line 2, column email",
        "customers.csv, line 3, column number",
        "customers.csv, line 3, column birth_date",
        "customers.csv, line 3, column country",
        "customers.csv, line 5, column number",
        "customers.csv, line 6",
        "orders.csv, line 2, column placed_at",
        "orders.csv, line 2, column total",
        "orders.csv, line 2, column iban",
    ]
    assert "nobody" not in str(problems) and "TEST0123456789" not in str(problems)


def test_what_refers_to_a_broken_row_is_not_blamed_for_it(folder):
    files = {
        "customers": "number,email\nC1,nobody\n",
        "orders": "number,customer,placed_at,total\nO1,C1,2026-11-01T10:00,1\nO2,C2,2026-11-01T10:00,1\n",
    }
    problems = refusal(folder(**files))
    assert [problem.partition(": ")[0] for problem in problems] == [
        "customers.csv, line 2, column email",
        "orders.csv, line 3, column customer",
    ]


def test_a_number_may_stand_in_a_file_once_also_over_batches(folder, monkeypatch):
    monkeypatch.setattr("privacy_portal.data_sources.ticketing.importing.running.BATCH", 2)
    lines = "".join(f"C{number},\n" for number in (1, 2, 3, 1, 4, 4))
    problems = refusal(folder(customers="number,email\n" + lines))
    assert [problem.partition(":")[0] for problem in problems] == ["customers.csv, line 5", "customers.csv, line 7"]


def test_it_stops_counting_at_a_hundred(folder):
    assert len(refusal(folder(customers="number,email\n" + "C1,nobody\n" * 500))) == MOST


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"customers": "number,shoe_size\nC1,42\n"}, "column shoe_size: This file has no such column"),
        ({"customers": "number,number\nC1,C1\n"}, "stands here twice"),
        ({"customer": "number\nC1\n"}, "No file of this name is expected"),
    ],
)
def test_a_name_nobody_expects_is_not_passed_over(folder, files, words):
    assert any(words in problem for problem in refusal(folder(**files)))


def test_an_empty_folder_is_a_problem(tmp_path):
    assert "no CSV files" in refusal(tmp_path)[0]
    assert "no CSV files" in refusal(tmp_path / "missing")[0]


# --- What people did here since


def test_a_correction_made_here_outlives_the_old_value_and_ends_with_the_new(folder):
    import_folder(folder(), now=shop.NOW)
    who = Customer.objects.get(number="C1")
    who.street, who.corrected = "Wulplaan 1", ["street"]
    who.save()
    import_folder(folder(), now=shop.NOW + timedelta(days=1))
    who = Customer.objects.get(number="C1")
    assert (who.street, who.corrected) == ("Wulplaan 1", ["street"])
    renewed = FILES["customers.csv"].replace("Roerdomphof 3", "Wulplaan 1")
    import_folder(folder(customers=renewed), now=shop.NOW + timedelta(days=2))
    who = Customer.objects.get(number="C1")
    assert (who.street, who.corrected) == ("Wulplaan 1", [])


def test_a_no_said_here_is_not_undone(folder):
    import_folder(folder(), now=shop.NOW)
    subject = person(ALMA)
    for key in ("newsletter-agenda", "loyalty", "artist-sharing"):
        source("ticketing").set_subscription(subject, key, False, today=shop.TODAY)
    source("ticketing").restrict(subject, True, today=shop.TODAY)
    import_folder(folder(), now=shop.NOW + timedelta(days=1))
    assert MailChoice.objects.get(key="newsletter-agenda").on is False
    assert LoyaltyMembership.objects.get().ended_on == shop.TODAY
    assert Sharing.objects.get().withdrawn_on == shop.TODAY
    assert Customer.objects.get(number="C1").restricted_on == shop.TODAY
    newer = "customer,key,on,changed_on\nC1,newsletter-agenda,ja,2026-12-01\n"
    import_folder(folder(mailings=newer), now=shop.NOW + timedelta(days=2))
    assert MailChoice.objects.get(key="newsletter-agenda").on is True


def test_a_membership_made_here_takes_the_number_of_the_shop(folder):
    import_folder(folder(halls=FILES["halls.csv"], customers=FILES["customers.csv"]), now=shop.NOW)
    source("ticketing").set_subscription(person(ALMA), "loyalty", True, today=shop.TODAY)
    import_folder(folder(loyalty=FILES["loyalty.csv"]), now=shop.NOW + timedelta(days=1))
    assert LoyaltyMembership.objects.get().number == "L1"


def test_a_customer_has_one_membership(folder):
    files = {
        "customers": FILES["customers.csv"],
        "loyalty": "number,customer,since\nL1,C1,2022-03-01\nL2,C1,2022-03-01\n",
    }
    assert "same customer" in refusal(folder(**files))[0]


@pytest.fixture
def forgotten():
    """Bas asked to be forgotten on 10 November."""
    handle, since = Handle(IdentifierKind.EMAIL, BAS), datetime(2026, 11, 10, 9, 0, tzinfo=UTC)

    def guard(source_key, handles):
        assert source_key == "ticketing"
        return {handle: since} if handle in handles else {}

    suppression.register_guard(guard)
    yield
    suppression.unregister_guard(guard)


def test_who_was_forgotten_does_not_come_back(folder, forgotten):
    """SECURITY E-06: not as a customer, not with orders, not as a name on somebody else's ticket."""
    files = {name.removesuffix(".csv"): text for name, text in FILES.items()}
    files["customers"] = f"number,email,last_active_on\nC1,{ALMA},2026-11-20\nC2,{BAS},2026-11-10\n"
    files["orders"] += "O2,C2,2026-11-09T10:00,1,\n"
    files["lockers"] += f"K2,{BAS},118,2026-11-09\n"
    report = import_folder(folder(**files), now=shop.NOW)
    assert [report.left_out[f"{name}.csv"] for name in ("customers", "orders", "lockers")] == [1, 1, 1]
    assert not Customer.objects.filter(number="C2").exists()
    ticket = Ticket.objects.get(number="T2")
    assert (ticket.holder_name, ticket.holder_index) == (None, None)


@pytest.mark.parametrize("details", ["", "2019-01-01"])
def test_who_was_forgotten_and_has_no_date_does_not_come_back(folder, forgotten, details):
    import_folder(folder(customers=f"number,email,account_since\nC2,{BAS},{details}\n"), now=shop.NOW)
    assert not Customer.objects.exists()


def test_who_comes_back_is_a_customer_again_without_the_past(folder, forgotten):
    files = {
        "customers": f"number,email,last_active_on\nC2,{BAS},2026-11-20\n",
        "orders": "number,customer,placed_at,total\nO1,C2,2026-11-09T10:00,1\nO2,C2,2026-11-20T10:00,1\n",
    }
    import_folder(folder(**files), now=shop.NOW)
    assert Customer.objects.get().email == BAS
    assert list(Order.objects.values_list("number", flat=True)) == ["O2"]


def test_what_is_past_its_period_does_not_come_in(folder, monkeypatch):
    path = "privacy_portal.data_sources.ticketing.importing.unwanted.retention_end"
    monkeypatch.setattr(path, lambda activity, start: start.replace(year=start.year + 7))
    files = {
        "customers": "number,account_since,last_active_on\nC1,2010-01-01,2019-11-22\nC2,2010-01-01,2019-11-23\n",
        "orders": (
            "number,customer,placed_at,total,invoice_number\n"
            "O1,C1,2019-11-20T10:00,1,\nO2,C2,2019-11-22T10:00,1,\nO3,C2,2019-11-23T10:00,1,\nO4,C2,2019-01-01T10:00,1,F1\n"
        ),
    }
    report = import_folder(folder(**files), now=shop.NOW)
    assert list(Customer.objects.values_list("number", flat=True)) == ["C2"]
    assert (report.left_out["customers.csv"], report.left_out["orders.csv"]) == (1, 2)
    assert set(Order.objects.values_list("number", flat=True)) == {"O3", "O4"}


# --- The command


def test_the_command_says_what_came_in(folder):
    out = StringIO()
    call_command("import_ticketing", folder(), stdout=out)
    assert "orders.csv: 1 rows" in out.getvalue()


def test_the_command_names_every_problem_and_fails(folder):
    err = StringIO()
    with pytest.raises(CommandError, match="Nothing was imported: 1 problems"):
        call_command("import_ticketing", folder(halls="number,name\nH1,\n"), stderr=err)
    assert "halls.csv" in err.getvalue()


def test_every_column_is_described(settings):
    """The reference names each file with exactly its columns, required ones with a star."""
    text = (settings.BASE_DIR / "docs/reference/ticketing-csv.md").read_text()
    for table in TABLES:
        [line] = [each for each in text.splitlines() if each.startswith(f"| `{table.file}`")]
        told = re.findall(r"(?:\| |, )`(\w+)`(\*?)", line.partition(f"`{table.file}`")[2].replace("(`", "("))
        assert {column.name: "*" if column.required else "" for column in table.columns}.items() <= dict(told).items()
