"""The privacy desk's face, inside the Wagtail admin: the queue, the case page, who may do what, the ledger to read.
No tables and no rules; every verb is an action of `rights_requests`."""
