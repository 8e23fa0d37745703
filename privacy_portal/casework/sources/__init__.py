"""Sources for staff: which party of the register keeps each one, what it covers, whether it works, and what no source
answers for."""
