"""What merging one table of a bundle will do: what the preview counts and the merge carries out."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(slots=True)
class TablePlan:
    """What merging one staged table will do; the counts of the preview."""

    table: str
    new: int = 0
    newer: list[str] = field(default_factory=list)  # ids; the rows stay in the file
    apart: list[str] = field(default_factory=list)  # ids of rows changed on both sides
    same: int = 0
    behind: list[str] = field(default_factory=list)  # ids: what is here is the newer version
    forks: list[str] = field(default_factory=list)  # ids: same version, other content
    foreign: list[str] = field(default_factory=list)  # ids that belong to another office here
    deleted: list[str] = field(default_factory=list)  # ids alive here that come in as deleted
    held: list[str] = field(default_factory=list)  # of those, the ones that stay as they are here

    def hold(self, ids: Collection[str]) -> None:
        """These rows stay as they are: their deletion was not agreed to."""
        staying = set(ids)
        self.held += [row_id for row_id in self.deleted if row_id in staying]
        for listed in (self.newer, self.apart, self.deleted):
            listed[:] = [row_id for row_id in listed if row_id not in staying]

    @property
    def all_new(self) -> bool:
        """Is none of the staged rows here, in whatever version?"""
        others = len(self.forks) + len(self.foreign) + len(self.held)
        return not self.same + self.older + self.changed + others

    @property
    def changed(self) -> int:
        return len(self.newer) + len(self.apart)

    @property
    def older(self) -> int:
        return len(self.behind)
