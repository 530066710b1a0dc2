"""Which steps and notes has a task?"""

from qinglian_desktop.core.module import Where
from qinglian_desktop.modules.tasks.records import TaskNote, TaskStep
from qinglian_desktop.store.book import Book


def steps(book: Book, task_id: str) -> list[TaskStep]:
    """The steps of a task, from the first to the last."""
    return book.records(TaskStep, Where("task_id", "=", task_id), order="place")


def notes(book: Book, task_id: str) -> list[TaskNote]:
    """The notes of a task, oldest first."""
    return book.records(TaskNote, Where("task_id", "=", task_id), order="noted_on")
