"""What shows that promises were kept: the hash-chained ledger, signed receipts, sealed fields and files,
and the outbox from which every mail leaves."""
