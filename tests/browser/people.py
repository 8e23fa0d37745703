"""Who visits, and how: language, width of the screen, with or without JavaScript, light or dark."""

from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Visit:
    language: str
    width: int
    javascript: bool
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{'js' if self.javascript else 'nojs'}"

    def __getitem__(self, words: tuple[str, str]) -> str:
        """`visit["Inloggen", "Sign in"]`: the words of this visitor's language."""
        return words[0] if self.language == "nl" else words[1]


# Every journey runs in both languages, wide and narrow, with and without JavaScript; what is narrow is dark.
VISITS = [
    Visit(language, width, javascript, "light" if width == 1280 else "dark")
    for language, width, javascript in product(("nl", "en"), (1280, 320), (True, False))
]
# Those whose pages are heard with axe, which is a script itself.
HEARD = [Visit("nl", 1280, True, "light"), Visit("en", 320, True, "dark")]
