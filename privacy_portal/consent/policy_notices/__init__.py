"""Telling who asked for it that the privacy policy changed: one mail per version, after a yes given twice (once on the
site, once from the mailbox), until one click ends it."""
