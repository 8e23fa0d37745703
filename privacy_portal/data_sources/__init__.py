"""Where the data really is: one contract, a registry, and one module per place that holds personal data."""
