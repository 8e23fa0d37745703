"""Tribe CRM as a source: the venue's database of relations, over OData v4."""
