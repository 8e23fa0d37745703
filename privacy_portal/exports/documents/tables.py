"""`tables/<group>.csv`: one table per group, with the labels of the person's language above the columns."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from privacy_portal.evidence.cells import row, rows
from privacy_portal.exports.contents import Group
from privacy_portal.exports.spool import records_in

from .about import About

# Makes spreadsheet programs read the file as UTF-8; RFC 4180 leaves the charset to the sender.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def chunks(group: Group, about: About) -> Iterator[bytes]:
    yield (BYTE_ORDER_MARK if about.byte_order_mark else b"") + row(heading(group))
    names = list(group.columns)
    for block in group.rows.blocks():
        yield rows([_cells(record, names) for record in records_in(block)])


def _cells(record: dict, names: list[str]) -> list:
    fields = record["fields"]
    return [record["reference"], *map(fields.get, names), record["kept_until"]]


def heading(group: Group) -> list[str]:
    return [_("Reference"), *(column.label for column in group.columns.values()), _("Kept until")]
