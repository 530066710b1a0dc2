"""What did the last batch of cells do? One line under the filters, with the way back."""

from functools import partial

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.ui.grid.hands import Hands
from qinglian_desktop.ui.messages import Bar
from qinglian_desktop.ui.runner import Runner

_TAKEN_BACK = ("撤销：", "重做：")


class BatchBar(Bar):
    """Stays until it is closed or a step is taken back: bad cells are looked at one by one."""

    def __init__(self, hands: Hands, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        hands.batch_done.connect(self._on_done)
        runner.changed.connect(self._on_changed)

    def _on_done(self, words: str, changes: Changes) -> None:
        self.say(words, action=partial(self._runner.undo_step, changes.step), stay=True)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.label.startswith(_TAKEN_BACK):
            self.hide()  # what it offers to take back may just have been
