"""Wrong usage is exit code 2, and common options are common."""

import pytest

from app.settings import cache_folder


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "x.mp4"
    path.touch()
    return path


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--device", "foo"), "none of auto, cpu, cuda, mps"),
        (("--start", "nan"), "no time in seconds"),
        (("--end", "inf"), "no time in seconds"),
        (("--end=-inf",), "no time in seconds"),
        (("--start", "2", "--end", "2"), "must be later"),
        (("--person", "0"), "neither largest, all"),
        (("--person", "9" * 5000), "neither largest, all"),
        (("--no-such-option",), "No such option"),
    ],
)
def test_what_analyze_does_not_take(command_line, video, tmp_path, words, part):
    done = command_line("analyze", video, "--out", tmp_path / "out", *words)
    assert done.code == 2
    assert part in done.err
    assert "Usage: " in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [("analyze",), ("nonsense",), ("demo", "--device", "foo")])
def test_wrong_commands(command_line, words):
    done = command_line(*words)
    assert done.code == 2
    assert "Error: " in done.err


def test_version_and_help(command_line):
    assert command_line("--version").out.startswith("MIMAMO Studio ")
    done = command_line("analyze", "--help")
    assert (done.code, done.err) == (0, "")
    assert "--overwrite" in done.out


def test_the_cache(command_line):
    kept = cache_folder() / "recordings" / "one" / "x.safetensors"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(bytes(2_000_000))
    shown = command_line("cache", "show", "--quiet", "--debug")
    assert shown.out == f"{cache_folder()}: 2.0 MB\n"
    cleared = command_line("cache", "clear", "--quiet", "--debug")
    assert (cleared.code, cleared.out, cleared.err) == (0, "", "")
    assert not kept.exists()
    assert command_line("cache", "clear").out == "0.0 MB freed.\n"


def test_weights_list_without_advice(command_line):
    quiet = command_line("weights", "list", "--quiet").out
    whole = command_line("weights", "list").out
    assert whole.startswith(quiet)
    assert "are kept in" in whole
    assert "are kept in" not in quiet


def test_a_bug_is_one_sentence_and_with_debug_its_trace(command_line, monkeypatch):
    def broken():
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("app.analysis.cache.clear_cache", lambda folder: broken())
    done = command_line("cache", "clear")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "Something went wrong inside the program (ZeroDivisionError: by zero)" in done.err
    done = command_line("cache", "clear", "--debug")
    assert done.code == 1
    assert "Traceback" in done.err
    assert "Something went wrong" in done.err.splitlines()[-1]
