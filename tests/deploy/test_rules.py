"""Each rule of tests/check_rules.py bites, and lets the right way through; so does the search for secrets."""

from base64 import b64encode
from random import Random

import pytest

from tests.check_rules import EXCEPTIONS, ROOT, RULES, broken, broken_templates
from tests.check_secrets import is_random, kept_files, problems

VIEW = "privacy_portal/self_service/corrections/views.py"
WRONG = [
    ("device-verify-token", "device.verify_token(token)"),
    ("device-verify-token", "TotpDevice.objects.get(user=user).verify_token(token)"),
    ("formatted-sql", "cursor.execute(f\"SELECT * FROM t WHERE name = '{name}'\")"),
    ("formatted-sql", 'cursor.execute("SELECT * FROM t WHERE name = %s" % name)'),
    ("formatted-sql", 'cursor.execute("SELECT * FROM t WHERE name = " + name)'),
    ("formatted-sql", 'Order.objects.raw("SELECT {}".format(name))'),
    ("formatted-sql", 'statement = f"DELETE FROM t WHERE name = {name}"'),
    ("safe-data", "mark_safe(note)"),
    ("safe-data", 'mark_safe(f"<b>{note}</b>")'),
    ("safe-data", 'format_html(f"<b>{note}</b>")'),
    ("safe-data", "Template(text)"),
    ("shell", "subprocess.run(command, shell=True)"),
    ("shell", "subprocess.run(command, shell=wanted)"),
    ("shell", "os.system(command)"),
    ("code-from-data", "import pickle"),
    ("code-from-data", "from pickle import loads"),
    ("code-from-data", "yaml.load(text)"),
    ("code-from-data", "eval(text)"),
    ("other-hosts", "import requests"),
    ("other-hosts", "from urllib.request import urlopen"),
    ("other-hosts", "from urllib import request"),
    ("other-hosts", "import http.client"),
    ("other-hosts", "import socket"),
    ("no-forgery-check", "from django.views.decorators.csrf import csrf_exempt"),
    ("anybodys-row", "def view(request, pk): return get_object_or_404(Correction, pk=pk)"),
    ("anybodys-row", "def view(request, pk): return get_object_or_404(Correction.objects.open(), pk=pk)"),
    (
        "anybodys-row",
        "def view(request, pk):\n rows = Correction.objects.all()\n return get_object_or_404(rows, pk=pk)",
    ),
    ("anybodys-row", "def view(request, pk): return Correction.objects.get(pk=pk)"),
    ("anybodys-row", "def view(request): return Correction.objects.get(pk=request.POST['id'])"),
    ("anybodys-row", "def view(request): return Correction.objects.filter(pk=request.GET.get('id')).first()"),
]
# Where what is typed meets what is known (V-09).
WRONG_COMPARED = [
    "digests.of_code(row.pk, typed) == row.code",
    "row.link == typed",
    "typed != session.token",
    "plain(typed) in self.postcodes",
    "order in facts.orders",
    "hmac.new(key, text).hexdigest() == given",
    "device.code_at(step) == given",
]
RIGHT_COMPARED = [
    "digests.same(digests.of_code(row.pk, typed), row.code)",
    "constant_time_compare(user.get_session_auth_hash(), held)",
    "CustomerSession.objects.filter(token=digests.of_session(token))",
    "row.state == 'done'",
    "link is None",
]
RIGHT = [
    "django_otp.verify_token(user, device_id, token)",
    "verify_token(user, device_id, token)",
    'cursor.execute("SELECT * FROM t WHERE name = %s", [name])',
    'message = f"Select {name} from the list"',
    'sql.SQL("SELECT {} FROM {}")',
    'mark_safe("<br>")',
    'format_html("<b>{}</b>", note)',
    "subprocess.run([program, argument], shell=False)",
    "yaml.safe_load(text)",
    "from urllib.parse import urlsplit",
    "def view(request, pk): return get_object_or_404(Correction.objects.of(request.data_subject), pk=pk)",
    "def view(request, pk):\n mine = Correction.objects.of(request.data_subject)\n return get_object_or_404(mine)",
    "def view(request, slug): return get_object_or_404(PolicyVersion.objects.in_language('nl'), slug=slug)",
    "def due(now): return Correction.objects.filter(due__lt=now)",
]


def names_of(source: str) -> set[str]:
    return {name for _, name in broken(VIEW, source)}


@pytest.mark.security("ASVS 1.2.4", "ASVS 1.2.5", "ASVS 1.5.2", "ASVS 1.3.7")
@pytest.mark.parametrize(("rule", "source"), WRONG)
def test_s05_the_rule_bites(rule: str, source: str):
    assert names_of(source) == {rule}


@pytest.mark.parametrize("source", WRONG_COMPARED)
def test_V09_no_secret_is_compared_by_a_way_that_stops_at_the_first_difference(source: str):
    assert names_of(source) == {"secret-compared"}


@pytest.mark.parametrize("source", RIGHT_COMPARED)
def test_V09_what_compares_in_constant_time_passes(source: str):
    assert names_of(source) == set()


@pytest.mark.parametrize("source", RIGHT)
def test_s05_the_right_way_passes(source: str):
    assert names_of(source) == set()


def test_s05_every_rule_is_shown_to_bite():
    assert {rule for rule, _ in WRONG} | {"secret-compared"} == set(RULES)


def test_s05_every_exception_names_a_rule_a_file_and_a_reason():
    for (rule, path), reason in EXCEPTIONS.items():
        assert rule in RULES and (ROOT / path).exists() and reason


def test_s05_a_template_that_trusts_data_is_found(tmp_path):
    (tmp_path / "page.html").write_text("{{ note | safe }}")
    (tmp_path / "other.html").write_text("{% autoescape off %}{{ note }}{% endautoescape %}")
    (tmp_path / "right.html").write_text("{{ note }} is safe")
    found = [line for line in broken_templates(tmp_path) if "say why" in line]
    assert sorted(line.split(":")[0] for line in found) == ["templates/other.html", "templates/page.html"]


def made_up(bytes_: int = 32) -> str:
    """Random-looking, and the same in every run."""
    return b64encode(Random(7).randbytes(bytes_)).decode()


@pytest.mark.parametrize(
    "template",
    [
        'FIELD_KEYS = "one:{}"',
        "FIELD_KEYS=one:{}",
        'MAILCHIMP_API_KEY: "{}"',
        'API_TOKEN: str = "{}"',
        "{{'password': '{}'}}",
        "DATABASE_URL=postgres://app:{}@db/privacy",
    ],
)
def test_s05_a_secret_is_found(template: str):
    value = made_up().replace("/", "A").replace("+", "B").rstrip("=")
    assert list(problems(template.format(value)))


def test_s05_a_private_key_and_known_tokens_are_found():
    # Put together here, so that this file holds none itself.
    key = "-----BEGIN EC " + "PRIVATE KEY-----\n" + made_up(48)
    for text in (key, "ghp_" + "a1B2" * 9, "AKIA" + "ABCD" * 4, "0123456789abcdef" * 2 + "-us" + "12"):
        assert list(problems(text)), text[:12]


@pytest.mark.parametrize(
    "text",
    [
        'SECRET_KEY = env("SECRET_KEY")',
        "SECRET_KEY_FILE: /run/secrets/secret_key",
        "SECRET_KEY = 'sample-secret-key-and-so-on'",
        'DEMO_PASSWORD = "geen-geheim-maar-demo"',
        "EMAIL_URL=smtp+tls://user:secret@mail.example.org:587",
        "key = data_sources.identifying.key_of_a_customer(row)",
    ],
)
def test_s05_words_are_no_secret(text: str):
    assert not list(problems(text))


def test_s05_random_bytes_look_random_at_every_length():
    for size in (16, 24, 32, 64):
        found = [is_random(b64encode(Random(seed).randbytes(size)).decode()) for seed in range(200)]
        assert sum(found) >= 190


def test_s05_it_looks_at_the_files_that_git_keeps():
    names = {path.relative_to(ROOT).as_posix() for path in kept_files()}
    assert {"manage.py", "compose.yaml", "tests/deploy/test_rules.py"} <= names
    assert not any(name.startswith((".venv/", "var/")) for name in names)
