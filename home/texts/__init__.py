"""What the standing pages say at the start, per language. Editors own the words from then on.

Each language module gives `HOME` (the front page) and `PAGES` (name of the standing page -> its content).
A body is a list of `(block type, value)`; `{date}` becomes the day the pages were made."""
