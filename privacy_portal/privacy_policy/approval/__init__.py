"""Nothing goes live by accident: what must be in a text before it is reviewed (`completeness`), who may approve it
(`review`), what legal may decide anyway (`actions`), and how a draft is shown to somebody outside (`sharing`).

Order of reading: wording → completeness → models → review → actions → views, hooks. See docs/how-to/redactie.md."""
