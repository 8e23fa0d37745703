"""Mailchimp as a source: one audience of the Marketing API 3.0."""
