"""The law as words and arithmetic: rights, lawful bases, terms. No tables, no I/O, nobody in
particular.

Articles are those of Regulation (EU) 2016/679 unless another law is named."""
