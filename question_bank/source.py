"""The file to be read, as the readers receive it."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from question_bank.reports import Layout


@dataclass(frozen=True, slots=True)
class Source:
    """An uploaded file: its name and bytes; columns as corrected and a file of keys, if there are any."""

    name: str
    content: bytes
    layouts: tuple[Layout, ...] = ()
    keys: bytes = b""

    @property
    def suffix(self) -> str:
        """Answer the last suffix of the name in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()
