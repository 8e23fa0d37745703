"""Who visits, and how: language, width of the screen, with or without JavaScript, light or dark."""

from dataclasses import dataclass


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


# Every journey runs in both languages, wide and narrow, with and without JavaScript; what is narrow is dark. These four
# meet every pair of them (an orthogonal array of strength two); only what needs all three together would be missed.
VISITS = [
    Visit("nl", 1280, True),
    Visit("nl", 320, False, "dark"),
    Visit("en", 1280, False),
    Visit("en", 320, True, "dark"),
]
# Who changes what is kept of them is nobody whose data another test reads.
CORRECTING = [Visit("nl", 320, True, "dark"), Visit("en", 1280, True)]
# Those whose pages are heard with axe, which is a script itself.
HEARD = [visit for visit in VISITS if visit.javascript]
