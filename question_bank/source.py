"""The file to be read, as the readers receive it."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from question_bank.reports import Layout


@dataclass(frozen=True, slots=True)
class Source:
    """An uploaded file: its name as the sender called it, its bytes, and corrected columns if any."""

    name: str
    content: bytes
    layouts: tuple[Layout, ...] = ()

    @property
    def suffix(self) -> str:
        """Answer the last suffix of the name in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()
