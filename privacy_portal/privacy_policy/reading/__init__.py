"""For readers of the policy: finding a word in it."""
