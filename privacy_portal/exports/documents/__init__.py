"""One module per file of a download, each a generator of bytes."""
