"""What the register says, read for one language: frozen values that rooms and templates may keep."""
