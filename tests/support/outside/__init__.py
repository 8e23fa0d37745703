"""Systems of other companies, played by us: real servers on this machine that answer as the recordings in the
contracts do, and misbehave when asked."""
