"""The ``coursekit`` command."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from coursekit.collect import command as collecting
from coursekit.course import ASSIGNMENTS, CourseError, course_root
from coursekit.report import arguments as reporting

Handler = Callable[[argparse.Namespace], int]


def _sync(options: argparse.Namespace) -> int:
    return sync_all(check=options.check)


def sync_all(*, check: bool) -> int:
    """Write ``source/`` from ``text/``, or say where it differs; 1 if it does, else 0."""
    from coursekit import sync

    root = course_root()
    if check:
        stale = [a for a in ASSIGNMENTS if not sync.in_step(root, a)]
        for assignment in stale:
            print(f"source/{assignment} is not what text/{assignment}.py gives: run `make sync`.")
        return 1 if stale else 0
    for assignment in ASSIGNMENTS:
        if sync.build_source(root, assignment):
            print(f"wrote source/{assignment}/{assignment}.ipynb")
    return 0


def _release(options: argparse.Namespace) -> int:
    return release_all(check=options.check)


def release_all(*, check: bool) -> int:
    """Build ``release/``, or say where it differs from its source; 1 if it does, else 0."""
    from coursekit import points, release
    from coursekit.leaks import leaks_in_release

    root = course_root()
    if sync_all(check=check):
        return 1
    with tempfile.TemporaryDirectory(prefix="svdlab-") as scratch:
        fresh = Path(scratch) / "release"
        release.build(root, ASSIGNMENTS, fresh)
        if found := leaks_in_release(fresh, root):
            raise CourseError("The release would give away:\n" + "\n".join(found))
        before, after = release.files_in(root / "release"), release.files_in(fresh)
        changed = sorted(n for n in before.keys() | after.keys() if before.get(n) != after.get(n))
        if check:
            for name in changed:
                print(f"release/{name} is not what source/ gives: run `make release`.")
            if stale := points.is_stale(root):
                print("The points in the instructor guide have changed: run `make release`.")
            return 1 if changed or stale else 0
        points.write(root)
        if changed:
            release.replace_folder(fresh, root / "release")
        print(f"release/ is built; {len(changed)} of {len(after)} notebooks changed")
    return 0


def _configure(options: argparse.Namespace) -> int:
    from coursekit.configure import set_repository

    changed = set_repository(course_root(), options.repository, options.branch)
    print("student repository set" if changed else "student repository was set so already")
    return release_all(check=False)


def _publish(options: argparse.Namespace) -> int:
    from coursekit.publish import publish

    root = course_root()
    if release_all(check=True):
        raise CourseError("Nothing was published: the release is not up to date.")
    count = publish(root, options.folder)
    print(f"{options.folder}: {count} files changed; commit and push them from there")
    return 0


def _validate(_: argparse.Namespace) -> int:
    from coursekit.validate import validate_all

    failures = validate_all(course_root())
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def _proof(options: argparse.Namespace) -> int:
    from coursekit.proof import report
    from coursekit.proof.exhibits import read_exercises
    from coursekit.proof.proof import Plan

    root = course_root()
    exercises = read_exercises(root, options.what)
    # On every commit wrong answers are judged under fewer seeds: there are so many of them.
    wrong = min(options.seeds, 5) if options.check else options.seeds
    plan = Plan(seeds=options.seeds, wrong_seeds=wrong, workers=options.workers)
    findings = report.prove_and_print(exercises, plan)
    faults = [fault for finding in findings for fault in finding.faults]
    for fault in faults:
        print(fault, file=sys.stderr)
    if options.what:
        return 1 if faults else 0
    if options.check:
        stale = report.is_stale(root, findings)
        if stale:
            print("docs/validation.md is not what the proof gives: run `make proof`.")
        return 1 if faults or stale else 0
    if not faults:
        report.write(root, findings)
    return 1 if faults else 0


def _grade(options: argparse.Namespace) -> int:
    if options.workers > 1 and not options.scheduler:
        from coursekit.grading import cluster

        cluster.prepare()
    from coursekit.course import database_url, load_config
    from coursekit.grading.grade import Batch, grade_with_progress

    root = course_root()
    config = load_config(root)
    settings = dict(config.IsolatedExecute)
    if options.no_sandbox:
        settings["sandbox"] = False
    with Batch(
        root,
        options.assignments,
        db_url=config.CourseDirectory.get("db_url", database_url(root)),
        settings=settings,
        force=options.force,
        student=options.student,
        config=config,
        workers=options.workers,
        scheduler=options.scheduler,
    ) as batch:
        broken = grade_with_progress(batch)
    for sentence in broken:
        print(sentence, file=sys.stderr)
    return 1 if broken else 0


def _report(options: argparse.Namespace) -> int:
    from coursekit.report.command import run_report

    return run_report(options)


def _export(options: argparse.Namespace) -> int:
    from coursekit.report.command import run_export

    return run_export(options)


def _site(options: argparse.Namespace) -> int:
    from coursekit import site

    root = course_root()
    target = (options.folder or root / "build" / "site").resolve()
    site.build(root, target)
    print(f"open {target / 'index.html'}")
    return 0


def _demo(options: argparse.Namespace) -> int:
    from coursekit import demo

    root = course_root()
    folder = (options.folder or root / "build" / "demo").resolve()
    wrong = demo.run(root, folder, options.workers)
    for sentence in wrong:
        print(f"wrong mark: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


def parser() -> argparse.ArgumentParser:
    """Build the parser of the command line."""
    top = argparse.ArgumentParser(prog="coursekit", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, function: Handler, summary: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=summary, description=summary)
        sub.set_defaults(function=function)
        return sub

    check = "change nothing; exit with 1 where the committed files differ"
    sync = command("sync", _sync, "write source/ from text/")
    sync.add_argument("--check", action="store_true", help=check)
    release = command("release", _release, "build release/ from text/ and source/")
    release.add_argument("--check", action="store_true", help=check)
    configure = command("configure", _configure, "name the public repository students open")
    configure.add_argument("--repository", required=True, metavar="OWNER/NAME")
    configure.add_argument("--branch", help="its branch; left as it is if not given")
    publish = command("publish", _publish, "write or update the folder students may see")
    publish.add_argument("folder", type=Path, metavar="DIR")
    command("validate", _validate, "run nbgrader's validation on source/ and release/")
    proof = command("proof", _proof, "judge every stored answer and every mutant")
    proof.add_argument("what", nargs="?", default="", metavar="ASSIGNMENT[/EXERCISE]")
    proof.add_argument("--check", action="store_true", help=check)
    proof.add_argument("--seeds", type=int, default=20, help="fresh data per answer (default: 20)")
    proof.add_argument("--workers", type=int, default=2, help="judges side by side")
    collect = command("collect", collecting.run, "place what a learning platform handed out")
    collecting.add_arguments(collect)
    grade = command("grade", _grade, "grade submissions, each student's code in a sandbox")
    grade.add_argument("assignments", nargs="+", metavar="ASSIGNMENT")
    grade.add_argument("--student", default="*", help="one student only (or a pattern)")
    grade.add_argument("--force", action="store_true", help="grade again what has a verdict")
    grade.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="side by side (default: the cores)"
    )
    grade.add_argument("--scheduler", metavar="ADDRESS", help="a dask scheduler to grade on")
    grade.add_argument("--no-sandbox", action="store_true", help="run students' code unprotected")
    report = command("report", _report, "marks, repairs, flags, and what waits for a human")
    reporting.add_report_arguments(report)
    export = command("export", _export, "write marks for Moodle or Canvas")
    reporting.add_export_arguments(export)
    site = command("site", _site, "build the reading site")
    site.add_argument("folder", type=Path, nargs="?", help="where to (default: build/site)")
    demo = command("demo", _demo, "show the life of the course with a class of twelve")
    demo.add_argument("--folder", type=Path, help="where to work (default: build/demo)")
    demo.add_argument("--workers", type=int, default=2, help="submissions graded side by side")
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : list of str, optional
        The words after ``coursekit``; those of the process by default.

    Returns
    -------
    int
        0 if all is well, 1 if a check found something, 2 if the command could not be carried out,
        130 if it was stopped.
    """
    options = parser().parse_args(arguments)
    try:
        return options.function(options)
    except CourseError as error:
        print(f"coursekit: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. What is finished is kept; the next run goes on.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
