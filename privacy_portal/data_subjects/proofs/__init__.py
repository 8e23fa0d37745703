"""Second proofs that are a code: sent to another address of the same person, made at the desk, or in a letter."""
