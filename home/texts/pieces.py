"""Short hand for the blocks the texts are made of: each returns (block type, value)."""

from home.blocks import Destination, Icon

Piece = tuple[str, dict[str, str]]


def one_line(text: str) -> str:
    """HTML as it is stored; the line breaks in our source are for readers only."""
    return " ".join(text.split())


def section(anchor: str, heading: str, text: str) -> Piece:
    return "section", {"anchor": anchor, "heading": heading, "text": one_line(text)}


def action(text: str, destination: Destination) -> Piece:
    return "action", {"text": text, "destination": destination.value}


def note(title: str, text: str) -> Piece:
    return "note", {"title": title, "text": one_line(text)}


def tile(icon: Icon, title: str, text: str, destination: Destination) -> Piece:
    values = {"icon": icon.value, "title": title, "text": text, "destination": destination.value}
    return "tile", values
