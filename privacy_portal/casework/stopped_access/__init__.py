"""People who said "this was not me": nobody signs in as them until an officer knows who they are and opens access again
(SECURITY V-11)."""
