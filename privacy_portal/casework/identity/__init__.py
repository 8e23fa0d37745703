"""Codes with which a person proves who they are, made by staff: at the desk after seeing them, or for a letter."""
