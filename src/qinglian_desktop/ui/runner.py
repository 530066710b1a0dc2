"""Who carries a click to an action and its answer back? Runs, reports, undoes, works in a thread.

The runner lives on the main thread and owns every signal; a job gets bound callables only.
"""

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, QThread, QThreadPool, QTimer, Signal

from qinglian_desktop.core import clock, made_by
from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.ui.jobs import Ended, Errand, Job, listens
from qinglian_desktop.ui.sweeping import Sweeping

OnRefused = Callable[[Refused], None]
PATIENCE = 600  # ms before progress is shown
STEPS = 500  # steps a view can be taken back
AT_ONCE = 300  # rows taken back at once; more of them beside the window


class Step(NamedTuple):
    """A change of this session that can be taken back, or done again."""

    number: int
    label: str
    rows: int


def _plain_undo(book: Any, step: int, tick: object = None) -> Changes:
    changes: Changes = book.undo(step)
    return changes


def _as_it_is(refusal: Refused) -> Refused:
    return refusal


def _said(word: str, opposite: str, label: str) -> str:
    """已撤销：改金额; what undoes an undoing is a doing again."""
    bare = label.removeprefix("撤销：")
    return f"已{word if bare == label else opposite}：{bare}"


class Runner(QObject):
    """`book` is the open book: `.again()`, `.close()`, `.undo(step)`.

    `undo(book, step, tick=None)` takes a step back by the rules of its subject; without it the
    book does.
    """

    changed = Signal(object, object)  # Changes, initiator
    said = Signal(str)  # for the status line
    refused = Signal(object)  # a Refused nobody else shows
    progress = Signal(int, int, str)
    busy = Signal(bool)
    closing = Signal()  # nothing runs any more and the book is still open: the last to be written
    _ticked = Signal(int, int, str)
    _ended = Signal(object)

    def __init__(
        self,
        book: Any,
        parent: QObject | None = None,
        undo: Callable[..., Changes] | None = None,
    ) -> None:
        super().__init__(parent)
        self.book, self._take_back = book, undo or _plain_undo
        self.reword: Callable[[Refused], Refused] = _as_it_is  # a full disk has more to say
        self._undo: deque[Step] = deque(maxlen=STEPS)
        self._redo: deque[Step] = deque(maxlen=STEPS)
        self._job: Job | None = None
        self._later: deque[Callable[[], object]] = deque()
        self._shown = False
        self._closed = False
        self._last = (0, 0, "")
        self._sweeping = Sweeping(self)  # before there is a worker
        self._pool, self._readers = QThreadPool(self), QThreadPool(self)
        for pool in (self._pool, self._readers):
            pool.setMaxThreadCount(1)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._show_progress)
        queued = Qt.ConnectionType.QueuedConnection
        self._ticked.connect(self._on_tick, queued)
        self._ended.connect(self._on_end, queued)

    # -- now, on the main thread ----------------------------------------------------------

    def act(
        self,
        action: Callable[..., Any],
        *args: Any,
        initiator: object = None,
        on_refused: OnRefused | None = None,
        say: str = "",
    ) -> Changes | None:
        """Run `action(book, *args)` now; None when it was refused.

        A refusal goes to `on_refused`, else to the `refused` signal. Anything else the action
        raises is our bug and rises to the crash hook; what was typed stays where it is.
        """
        try:
            with made_by.hand(self.book.operator.name):
                answer = action(self.book, *args)
        except Refused as refusal:
            if refusal.needs:
                refusal.again = partial(
                    self.act, action, *args, initiator=initiator, on_refused=on_refused, say=say
                )
            self._refuse(refusal, on_refused)
            return None
        changes = answer if isinstance(answer, Changes) else Changes("", result=answer)
        self._settle(changes, initiator, say)
        return changes

    def _settle(self, changes: Changes, initiator: object, say: str = "") -> None:
        if changes.step:
            self._undo.append(Step(changes.step, changes.label, len(changes.touched)))
            self._redo.clear()
            self._report(changes, initiator, say)
        elif say:
            self.said.emit(say)

    def _report(self, changes: Changes, initiator: object, say: str = "") -> None:
        self.said.emit(say or f"已自动保存 {clock.now()[11:16]}")
        self.changed.emit(changes, initiator)

    def _refuse(self, refusal: Refused, on_refused: OnRefused | None) -> None:
        refusal = self.reword(refusal)
        if on_refused is not None and listens(on_refused):
            on_refused(refusal)
        else:
            self.refused.emit(refusal)

    # -- undo and redo --------------------------------------------------------------------

    @property
    def undo_label(self) -> str:
        """What 撤销 would take back; empty when there is nothing."""
        return self._undo[-1].label if self._undo else ""

    @property
    def redo_label(self) -> str:
        return self._redo[-1].label if self._redo else ""

    def undo(self) -> Changes | None:
        """Take back the last step of this session; None when refused or nothing is left.

        A step of many rows is taken back beside the window: None then too.
        """
        if not self._undo:
            self.said.emit("没有可以撤销的了")
            return None
        step = self._undo.pop()
        return self._go_back(step, self._undo, self._redo, _said("撤销", "重做", step.label))

    def redo(self) -> Changes | None:
        if not self._redo:
            self.said.emit("没有可以重做的了")
            return None
        step = self._redo.pop()
        return self._go_back(step, self._redo, self._undo, _said("重做", "撤销", step.label))

    def undo_step(self, step: int) -> Changes | None:
        """Take back one chosen step (the button beside a message)."""
        chosen = next((kept for kept in self._undo if kept.number == step), Step(step, "", 0))
        keep: Callable[[], object] | None = None
        if chosen in self._undo:
            # Refused, it keeps its place: in their order all steps can still be taken back.
            keep = partial(self._undo.insert, self._undo.index(chosen), chosen)
            self._undo.remove(chosen)
        say = _said("撤销", "重做", chosen.label) if chosen.label else "已撤销"
        return self._go_back(chosen, deque(), deque(), say, keep)

    def _go_back(
        self, step: "Step", stack: "deque[Step]", other: "deque[Step]", say: str,
        keep: Callable[[], object] | None = None,
    ) -> Changes | None:  # fmt: skip
        if self._job is not None:
            # Its own change would have to wait for the job's.
            keep() if keep is not None else stack.append(step)
            self.refused.emit(self._busy(self._job))
            return None
        done = partial(self._gone_back, step, other, say)
        if step.rows > AT_ONCE:
            self.job(
                self._boxed, step.number, label="正在撤销", on_done=done,
                on_refused=partial(self._not_back, step, stack, keep),
            )  # fmt: skip
            return None
        # A refused last step leaves the stack: it would otherwise block every earlier one.
        try:
            answer = self._take_back(self.book, step.number)
        except Refused as refusal:
            if keep is not None:
                keep()
            self.refused.emit(refusal)
            return None
        done([answer])
        return answer

    def _boxed(self, book: Any, step: int, tick: Callable[..., bool]) -> list[Changes]:
        """For a job, whose bare Changes would count as a new step."""
        return [self._take_back(book, step, tick)]

    def _gone_back(self, step: "Step", other: "deque[Step]", say: str, box: list[Changes]) -> None:
        other.append(step._replace(number=box[0].step))
        self._report(box[0], None, say)

    def _not_back(
        self, step: "Step", stack: "deque[Step]", keep: Callable[[], object] | None,
        refusal: Refused,
    ) -> None:  # fmt: skip
        if keep is not None:
            keep()
        elif isinstance(refusal, Stopped):
            stack.append(step)
        self.refused.emit(refusal)

    # -- long work in its own thread ------------------------------------------------------

    @property
    def working(self) -> bool:
        return self._job is not None

    @property
    def quiet(self) -> bool:
        """Nothing runs beside the window, not even a question."""
        return not self.working and not self._readers.activeThreadCount()

    def job(
        self,
        action: Callable[..., Any],
        *args: Any,
        label: str,
        on_done: Callable[[Any], None] | None = None,
        on_refused: OnRefused | None = None,
        initiator: object = None,
    ) -> bool:
        """Run `action(own_book, *args, tick)` in the worker thread; False when it cannot begin.

        `tick(done, total, label="")` answers False once the clerk pressed 停止. `on_done` gets
        what the action returned, on the main thread. A page that was closed meanwhile is told
        nothing; why it was refused is then said by the window.
        """
        if self._closed:
            return False
        if self._job is not None:
            self._refuse(self._busy(self._job), on_refused)
            return False
        self._job = Job(self.book.again, action, args, label, self._ticked.emit, self._ended.emit)
        self._job.on_done, self._job.on_refused = on_done, on_refused
        self._job.initiator = initiator
        self._shown, self._last = False, (0, 0, label)
        self.busy.emit(True)
        self._patience.start()
        self._pool.start(self._job)
        return True

    def _busy(self, job: Job) -> Refused:
        doing = job.label.removeprefix("正在")
        return Refused(f"正在{doing}，还没做完", "请等它做完，或先按“停止”")

    def stop(self) -> None:
        """Ask the job to stop; it rolls back and reports by itself."""
        if self._job is not None:
            self._job.stop()

    def _on_tick(self, done: int, total: int, label: str) -> None:
        self._last = (done, total, label or self._last[2])
        if self._shown:
            self.progress.emit(*self._last)

    def _show_progress(self) -> None:
        if self._job is not None:
            self._shown = True
            self.progress.emit(*self._last)

    def _on_end(self, ended: Ended) -> None:
        assert QThread.currentThread() is self.thread(), "a job's end is told on the main thread"
        if self._closed:
            return  # the book is gone; nobody is left who could use the answer
        if ended.errand is not self._job:
            self._read_end(ended)
            return
        job, self._job = self._job, None
        self._patience.stop()
        self.busy.emit(False)
        try:
            self._tell_end(job, ended)
        finally:
            self._catch_up()

    def _tell_end(self, job: Job, ended: Ended) -> None:
        if isinstance(ended.trouble, Refused):
            if ended.trouble.needs:
                ended.trouble.again = job.again_by(self.job)
            self._refuse(ended.trouble, job.on_refused)
        elif ended.trouble is not None:
            raise ended.trouble  # our bug: up to the crash hook, with the worker's traceback
        else:
            if isinstance(ended.answer, Changes):
                self._settle(ended.answer, job.initiator)
            if job.on_done is not None and listens(job.on_done):
                job.on_done(ended.answer)

    def when_free(self, act: Callable[[], object]) -> None:
        """As soon as no job runs, at the latest before the book is closed: nothing is lost."""
        self._later.append(act)
        self._catch_up()

    def _catch_up(self) -> None:
        while self._later and self._job is None:
            self._later.popleft()()

    # -- reading beside the window --------------------------------------------------------

    def read(self, question: Callable[[Any], Any], on_done: Callable[[Any], None]) -> None:
        """Ask `question(own_book)` beside the window; the answer comes on the main thread.

        After `close` nothing is asked any more: a timer may still ring in a window that is gone.
        """
        if self._closed:
            return
        errand = Errand(self.book.again, question, (), self._ended.emit)
        errand.on_done = on_done
        self._readers.start(errand)

    def _read_end(self, ended: Ended) -> None:
        if isinstance(ended.trouble, Refused):
            self.refused.emit(ended.trouble)
        elif ended.trouble is not None:
            raise ended.trouble
        elif ended.errand.on_done is not None and listens(ended.errand.on_done):
            ended.errand.on_done(ended.answer)

    def close(self) -> None:
        """Stop what runs and wait for it; called before the book is closed."""
        self._closed = True
        self.stop()
        self._pool.waitForDone()
        self._readers.waitForDone()
        self._job = None
        self._catch_up()
        self._sweeping.stop()
        self.closing.emit()
