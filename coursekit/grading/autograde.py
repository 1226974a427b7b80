"""Let nbgrader's own commands and its formgrader grade with isolation."""

from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from coursekit.course import CourseError
from coursekit.grading.grade import Batch


class IsolatedAutograde(Autograde):
    """nbgrader's ``autograde`` by way of :mod:`coursekit.grading.grade`."""

    def start(self) -> None:
        """Grade what there is to grade, or refuse before the first mark."""
        coursedir = self.coursedir
        try:
            with Batch(
                Path(coursedir.root),
                [coursedir.assignment_id],
                db_url=coursedir.db_url,
                settings=dict(self.config.IsolatedExecute),
                force=self.force,
                student=coursedir.student_id,
                say=self.log.info,
            ) as batch:
                broken = batch.run()
        except CourseError as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from error
        if broken:
            raise NbGraderException(" ".join(broken))


def take_over() -> None:
    """Let ``nbgrader autograde`` and the formgrader grade with isolation.

    nbgrader has no setting for its converter, so the class is replaced where it is looked up.
    """
    import nbgrader.apps.api
    import nbgrader.apps.autogradeapp

    nbgrader.apps.autogradeapp.Autograde = IsolatedAutograde
    nbgrader.apps.api.Autograde = IsolatedAutograde
