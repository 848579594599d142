"""What every test shares: how examples are drawn."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from tests.disorder import KINDS, late_answers

# A script that starts us with "&" leaves Ctrl-C ignored, and so do we: a test that presses it
# in a command of ours would wait for ever (all the time that CI has, once).
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No example is timed: machines are shared, and slow for reasons of their own. On one that decides
# whether a change lands, the same change gives the same verdict: examples are drawn from each
# test's own name. Everywhere else they are drawn anew at each run.
settings.register_profile("anew", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same" if os.environ.get("CI") else "anew")

if "answers" in KINDS:
    late_answers()


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a command keeps when no test says where, it keeps apart from the user's own."""
    os.environ.setdefault("RECIT_CACHE", str(Path(tmp_path_factory.mktemp("cache"))))


@pytest.fixture(autouse=True, scope="session")
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests start, hundreds of processes, finds our modules compiled by the first of them.

    Where Python was told to compile nothing, as in containers, each would spend a third of its
    start on that. Workers of one run share the folder, which the sources' times keep true.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(shared / "compiled"))


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests read English, whatever whoever runs them speaks; what a command sets is undone."""
    monkeypatch.setenv("RECIT_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture(autouse=True, scope="session")
def _without_kokoro() -> None:
    """`auto` speaks as where Kokoro's model is missing: a test has no seconds for a neural voice.

    What is about Kokoro itself takes the variable away.
    """
    os.environ.setdefault("RECIT_KOKORO_MODEL", "kept-from-tests.onnx")
