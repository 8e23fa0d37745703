"""How far an import is, for whoever waits: a bar where somebody watches, now and then a line where nobody does."""

from django.core.management.base import OutputWrapper

WIDTH = 30
# Lines of a file between two lines of the log.
EVERY = 100_000


def progress(out: OutputWrapper) -> "Bar | Lines":
    return Bar(out) if out.isatty() else Lines(out)


class Bar:
    """One line that is written over and over; `end` leaves it."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out, self.longest = out, 0

    def __call__(self, name: str, line: int, size: int) -> None:
        share = min(line / size, 1) if size else 1
        filled = "#" * int(share * WIDTH)
        text = f"{name} [{filled:<{WIDTH}}] {share:4.0%}, {line} of {max(line, size)}"
        self.longest = max(self.longest, len(text))
        self.out.write(f"\r{text:<{self.longest}}", ending="")
        self.out.flush()

    def end(self) -> None:
        if self.longest:
            self.out.write("")


class Lines:
    def __init__(self, out: OutputWrapper) -> None:
        self.out, self.told = out, ("", 0)

    def __call__(self, name: str, line: int, size: int) -> None:
        step = (name, line // EVERY)
        if step != self.told and step[1]:
            self.out.write(f"{name}: {line} of {max(line, size)} checked")
            self.out.flush()
        self.told = step

    def end(self) -> None:
        pass
