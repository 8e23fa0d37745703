"""Where the description of the JSON file lies (JSON Schema 2020-12); it is served beside the file itself."""

from pathlib import Path

PROCESSORS_SCHEMA = Path(__file__).parent / "data" / "processors.schema.json"
