"""What the ticket shop tells, read as CSV files or from its own database: all of it or nothing
(docs/reference/ticketing-csv.md, docs/reference/ticketing-views.md)."""

from .problems import ImportRefused, Overtaken, Problem
from .running import Report, import_database, import_folder

__all__ = ["ImportRefused", "Overtaken", "Problem", "Report", "import_database", "import_folder"]
