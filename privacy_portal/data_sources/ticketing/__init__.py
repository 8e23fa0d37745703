"""The ticket shop's customers, orders and tickets, kept here: filled by CSV import, asked for one person."""
