"""What the benchmarks share: a real site in a temporary folder, yardsticks to lay beside it, and load."""
