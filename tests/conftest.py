"""What holds for the whole run: nothing leaves this machine, no user's keys are touched, and where
CI=true a skipped test fails the run."""

import os
import tempfile
from pathlib import Path

import pytest

from tests.offline import guard

_HERE = Path(__file__).parent
_SHARE_A_CASE = {
    "test_12_and_18_end_to_end.py",
    "test_demo.py",
    "test_encrypted_case.py",
    "test_hostile_case.py",
    "test_jail.py",
    "test_json_page.py",
    "test_pdf_corpus.py",
    "test_shown.py",
}
_WHOLE_PROGRAM = {"case", "cli", "e2e", "faults", "hostile", "look", "promises"}
_ON_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
_SKIPPED: list[str] = []
_TEMPORARY: list[tempfile.TemporaryDirectory[str]] = []


def pytest_configure(config: pytest.Config) -> None:
    """Prepares the environment once; the workers of a parallel run inherit it."""
    corpora = os.environ.get("WELLFOUNDED_CORPORA")
    if corpora:
        os.environ["WELLFOUNDED_CORPORA"] = str(Path(corpora).resolve())
    if not hasattr(config, "workerinput"):
        scratch = tempfile.TemporaryDirectory(prefix="wellfounded-tests-")
        _TEMPORARY.append(scratch)
        os.environ[guard.LOG_VARIABLE] = str(Path(scratch.name, "sockets.log"))
        os.environ["WELLFOUNDED_HOME"] = str(Path(scratch.name, "home"))
        for name in ("WELLFOUNDED_CASE", "WELLFOUNDED_BY"):
            os.environ.pop(name, None)
        older = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_HERE / "offline"), older]))
    guard.install()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Names tests over made files by the argument: the bytes may hold the time they were made at,
    and all workers of a parallel run must collect the same names.
    """
    return argname if isinstance(val, bytes) and len(val) > 16 else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps tests that share a costly case on one worker, so that it is made once.

    Those, and the folders that run the whole program, are left out of `make check`.
    """
    for item in items:
        if item.path.name in _SHARE_A_CASE:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        if item.path.name in _SHARE_A_CASE or item.path.parent.name in _WHOLE_PROGRAM:
            item.add_marker(pytest.mark.slow)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remembers each skipped test."""
    if report.skipped and not hasattr(report, "wasxfail"):
        _SKIPPED.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Remembers each module skipped whole."""
    if report.skipped:
        _SKIPPED.append(report.nodeid)


def _refused_sockets() -> list[str]:
    log = Path(os.environ[guard.LOG_VARIABLE])
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the run for a socket that left the machine and, where CI=true, for a skipped test."""
    if hasattr(session.config, "workerinput"):
        return
    quiet = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    if session.exitstatus in quiet and (_refused_sockets() or (_ON_CI and _SKIPPED)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says why the run failed, where the tests themselves did not."""
    refused = _refused_sockets()
    if refused:
        terminalreporter.section("sockets that would have left this machine", red=True)
        for line in refused:
            terminalreporter.line(line)
    if _ON_CI and _SKIPPED:
        terminalreporter.section("skipped, which fails the run where CI=true", red=True)
        for name in sorted(set(_SKIPPED)):
            terminalreporter.line(name)
