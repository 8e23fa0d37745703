"""Rules of our own about safety, read from the syntax tree: what ruff and bandit cannot know (SECURITY S-05, A-02).

`RULES` says what may not be written, why, and what to write instead; `EXCEPTIONS` names each place where it may, with
the reason. An exception that nobody needs any more is a failure as well."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("cms", "home", "privacy_portal", "deploy")
NETWORK = ("requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "socket", "ftplib", "telnetlib")
STATEMENT = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|TRUNCATE|DROP|ALTER|CREATE)\s")
# Rows that anyone may read.
PUBLIC = {"PolicyVersion", "PolicyPage", "Newsletter", "Processor", "Cookie", "ProcessingActivity"}
# Whatever a lookup mentions that ties it to the person who asks.
OWNERS = {"data_subject", "subject"}
COMPARING = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)
# Functions whose answer guards something, and the names under which it is kept or typed.
MADE_SECRET = {
    *("blind_index", "of_code", "of_proof", "of_link", "of_browser", "of_session", "of_work", "macs"),
    *("code_at", "make_password", "get_session_auth_hash", "hexdigest"),
}
KEPT_SECRET = {"token", "link", "signature", "nonce", "otp", "password", "secret", "postcode", "postcodes", "orders"}
SENT = {"GET", "POST", "FILES", "COOKIES", "body", "kwargs"}


def called(node: ast.AST) -> str:
    """What a call is written as: `device.verify_token`, `mark_safe`; empty when it is no call."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def last(node: ast.AST) -> str:
    return called(node).rpartition(".")[2]


def inside(node: ast.AST) -> Iterator[str]:
    """Every name and attribute in an expression."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr


def is_put_together(node: ast.AST) -> bool:
    """An f-string with a place in it, or text joined by %, + or format."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add)
    return last(node) == "format" and isinstance(node.func.value, ast.Constant | ast.JoinedStr)


def first_words(node: ast.AST) -> str:
    return next((str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant)), "")


def verifies_by_device(node: ast.AST, _: "Place") -> bool:
    return last(node) == "verify_token" and called(node) not in {"verify_token", "django_otp.verify_token"}


def formats_sql(node: ast.AST, _: "Place") -> bool:
    if last(node) in {"execute", "executemany", "raw", "RawSQL", "extra"}:
        return any(is_put_together(argument) for argument in node.args)
    return is_put_together(node) and bool(STATEMENT.match(first_words(node)))


def trusts_data(node: ast.AST, _: "Place") -> bool:
    if last(node) not in {"mark_safe", "SafeString", "SafeText", "format_html", "Template", "from_string"}:
        return False
    return bool(node.args) and not isinstance(node.args[0], ast.Constant)


def starts_a_shell(node: ast.AST, _: "Place") -> bool:
    if called(node) in {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}:
        return True
    words = {word.arg: word.value for word in node.keywords} if isinstance(node, ast.Call) else {}
    return "shell" in words and not (isinstance(words["shell"], ast.Constant) and words["shell"].value is False)


def runs_what_it_reads(node: ast.AST, _: "Place") -> bool:
    if imported(node) & {"pickle", "cPickle", "marshal", "shelve", "dill"}:
        return True
    return called(node) in {"eval", "exec", "yaml.load", "yaml.unsafe_load", "yaml.full_load"}


def speaks_with_others(node: ast.AST, _: "Place") -> bool:
    return any(name == each or name.startswith(f"{each}.") for name in imported(node) for each in NETWORK)


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {each.name for each in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return set()


def takes_forgery(node: ast.AST, _: "Place") -> bool:
    return isinstance(node, ast.ImportFrom) and any(each.name == "csrf_exempt" for each in node.names)


def looks_up_anybody(node: ast.AST, place: "Place") -> bool:
    """A row by what a request sent (an argument of a view, or GET and POST), tied to nobody."""
    if not isinstance(node, ast.Call):
        return False
    if last(node) in {"get_object_or_404", "get_list_or_404"}:
        chain: ast.AST = place.resolved(node.args[0]) if node.args else node
        values = [*node.args[1:], *(word.value for word in node.keywords)]
        asked_by_request = "self_service" in place.path or any(is_sent(value, place) for value in values)
    elif last(node) in {"get", "filter", "exclude", "in_bulk"} and {"objects", "_default_manager"} & set(
        inside(node.func)
    ):
        chain = node.func
        values = [*node.args, *(word.value for word in node.keywords)]
        asked_by_request = any(is_sent(value, place) for value in values)
    else:
        return False
    tied = (
        set(inside(chain)) | {name for value in values for name in inside(value)} | {w.arg or "" for w in node.keywords}
    )
    return asked_by_request and not tied & (OWNERS | PUBLIC)


def compares_a_secret(node: ast.AST, _: "Place") -> bool:
    """`==`, `!=` or `in` about a digest that was just made, or about a column that holds one."""
    if not isinstance(node, ast.Compare) or not any(isinstance(each, COMPARING) for each in node.ops):
        return False
    return any(is_secret(side) for side in (node.left, *node.comparators))


def is_secret(side: ast.AST) -> bool:
    if any(last(each) in MADE_SECRET for each in ast.walk(side) if isinstance(each, ast.Call)):
        return True
    return isinstance(side, ast.Attribute | ast.Name) and name_of(side) in KEPT_SECRET


def name_of(side: ast.Attribute | ast.Name) -> str:
    return side.attr if isinstance(side, ast.Attribute) else side.id


def is_sent(node: ast.AST, place: "Place") -> bool:
    """Straight from a request, or an argument of a function that also gets the request: an address's own part."""
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and each.attr in SENT and "request" in set(inside(each.value)) | {each.attr}:
            return True
        if isinstance(each, ast.Name) and each.id in place.arguments - {"request", "self"}:
            return True
    return False


class Place(NamedTuple):
    """Where a node stands: the file, and of the function around it what it was given and what it called things."""

    path: str
    arguments: set[str] = set()
    names: dict[str, ast.AST] = {}

    def resolved(self, node: ast.AST) -> ast.AST:
        return self.names.get(node.id, node) if isinstance(node, ast.Name) else node


class Rule(NamedTuple):
    breaks: Callable[[ast.AST, Place], bool]
    instead: str
    # Part of the path where it holds; all rooms when empty.
    where: tuple[str, ...] = ()


RULES = {
    "device-verify-token": Rule(
        verifies_by_device, "django_otp.verify_token() locks the device; a device's own lets replays through (A-02)"
    ),
    "formatted-sql": Rule(formats_sql, "give values as parameters, names through quote_name or sql.Identifier"),
    "safe-data": Rule(trusts_data, "a template escapes; only a literal is safe by itself"),
    "shell": Rule(starts_a_shell, "give the program and its arguments as a list"),
    "code-from-data": Rule(runs_what_it_reads, "read JSON"),
    "other-hosts": Rule(speaks_with_others, "data_sources/outside/client.py knows hosts, TLS and limits (E-08)"),
    "no-forgery-check": Rule(takes_forgery, "a form brings its token; only a bare POST of a mail program cannot"),
    "secret-compared": Rule(
        compares_a_secret, "data_subjects.digests.same compares in constant time: == tells how much was right (V-09)"
    ),
    "anybodys-row": Rule(
        looks_up_anybody,
        "begin at the person who asks: Model.objects.of(request.data_subject) (A-08)",
        ("privacy_portal/self_service/", "/views.py", "/downloads.py"),
    ),
}

ONE_CLICK = "one click in a mail program sends a bare POST without cookies (RFC 8058, H-06)"
OUR_NAMES = "only names of our own tables and columns, quoted; every value is a parameter"
CLEANED = "made by our own templates from text cleaned by an allow-list"
STAFF = "staff see rows of everybody; the permission is asked beside it"
KEPT = "the form stands on a page that is kept for everybody; the view looks where the request comes from"
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("formatted-sql", "cms/page_cache/shelf.py"): OUR_NAMES,
    ("formatted-sql", "privacy_portal/data_sources/ticketing/importing/promoting.py"): OUR_NAMES,
    ("formatted-sql", "privacy_portal/data_sources/ticketing/importing/sealing.py"): OUR_NAMES,
    ("formatted-sql", "privacy_portal/evidence/rotation.py"): OUR_NAMES,
    ("safe-data", "privacy_portal/consent/policy_notices/notifications.py"): CLEANED,
    ("safe-data", "privacy_portal/privacy_policy/changes/comparison.py"): CLEANED,
    ("safe-data", "privacy_portal/privacy_policy/rendering.py"): CLEANED,
    ("other-hosts", "privacy_portal/data_sources/outside/client.py"): "the one door",
    ("other-hosts", "privacy_portal/rights_requests/virus_scanner.py"): "the venue's own scanner, named by a setting",
    ("other-hosts", "deploy/healthcheck.py"): "asks its own container",
    ("no-forgery-check", "privacy_portal/consent/views.py"): ONE_CLICK,
    ("no-forgery-check", "privacy_portal/consent/policy_notices/views.py"): f"{ONE_CLICK}; and {KEPT}",
    ("no-forgery-check", "privacy_portal/privacy_policy/feedback/views.py"): KEPT,
    (
        "secret-compared",
        "privacy_portal/self_service/corrections/places.py",
    ): "what the person saw",
    ("anybodys-row", "cms/staff/lost_factor/views.py"): STAFF,
    ("anybodys-row", "cms/staff/passkeys/views.py"): "it begins at the passkeys of `request.user`",
    ("anybodys-row", "privacy_portal/casework/identity/views.py"): STAFF,
    ("anybodys-row", "privacy_portal/casework/views.py"): STAFF,
    ("anybodys-row", "privacy_portal/privacy_policy/languages/views.py"): STAFF,
}

SAFE_IN_TEMPLATE = re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape off")
TEMPLATES: dict[str, str] = {
    "exports/page_head.html": "our own style sheet",
    "forms/_help.html": "help texts are ours, in the source",
    "privacy_policy/_changes.html": "rich text, rewritten by the editor's allow-list when it is saved",
    "privacy_policy/_listed_version.html": "the same",
    "privacy_policy/paper.html": "a frozen version, and the same",
    "privacy_policy/frozen/body.html": "the document was made by `blocks` from an allow-list",
    "privacy_policy/frozen/parts/details.html": "the same",
    "privacy_policy/frozen/parts/notice.html": "the same",
    "privacy_policy/frozen/parts/text.html": "the same",
    "self_service/policy_news/_release.html": "rich text, rewritten by the editor's allow-list when it is saved",
}


def broken(path: str, source: str) -> Iterator[tuple[int, str]]:
    """Line and rule, of one file."""
    tree = ast.parse(source)
    for node, place in walk(tree, Place(path)):
        for name, rule in RULES.items():
            if (not rule.where or any(part in path for part in rule.where)) and rule.breaks(node, place):
                yield node.lineno, name


def walk(node: ast.AST, place: Place) -> Iterator[tuple[ast.AST, Place]]:
    for child in ast.iter_child_nodes(node):
        here = within(child, place) if isinstance(child, ast.FunctionDef) else place
        yield child, here
        yield from walk(child, here)


def within(function: ast.FunctionDef, place: Place) -> Place:
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    arguments = {each.arg for each in every} if {"request", "self"} & {each.arg for each in every} else set()
    names = {
        target.id: each.value
        for each in ast.walk(function)
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    return Place(place.path, arguments, names)


def broken_templates(root: Path) -> Iterator[str]:
    found = {
        path.relative_to(root).as_posix() for path in root.rglob("*.html") if SAFE_IN_TEMPLATE.search(path.read_text())
    }
    yield from (
        f"templates/{name}: safe-data: a template escapes; say why not in TEMPLATES" for name in found - set(TEMPLATES)
    )
    yield from (f"templates/{name}: is allowed and needs it no longer" for name in set(TEMPLATES) - found)


def main() -> int:
    found, used = [], set()
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for line, rule in broken(name, path.read_text()):
            if (rule, name) in EXCEPTIONS:
                used.add((rule, name))
            else:
                found.append(f"{name}:{line}: {rule}: {RULES[rule].instead}")
    found += [f"{name}: {rule}: is allowed and needs it no longer" for rule, name in EXCEPTIONS.keys() - used]
    found += broken_templates(ROOT / "templates")
    print("\n".join(found) or "rules: kept")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
