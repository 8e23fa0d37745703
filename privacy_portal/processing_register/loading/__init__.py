"""Loads a register from a file: checked as a whole first, written as a whole or not at all."""
