"""Every command with --language has it in its help, refuses others, and writes a file in it."""

import pytest

COMMANDS = ("app", "calibrate", "claims", "compare", "explain", "fit", "optimise", "sensitivity")
COMMANDS += ("story", "sweep")
SMALL = ("--set", "market.customers=120", "--set", "market.periods=12")
NEEDED = {
    "fit": ("--parameter", "behaviour.loss_aversion"),
    "explain": ("--strategies", "none,social"),
    "optimise": ("--lever", "price"),
    "story": ("--find", "kept"),
    "sweep": ("--vary", "behaviour.loss_aversion=1,2"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_language_is_in_the_help_and_others_are_refused(relsim_command, command):
    assert "--language" in relsim_command(command, "--help").out
    market = () if command in ("app", "claims") else ("insurance",)
    answer = relsim_command(command, *market, *NEEDED.get(command, ()), "--language", "fr")
    assert answer.code == 2 and not answer.out
    assert "--language: found 'fr'; allowed is en or zh" in " ".join(answer.err.split())


WRITTEN = {
    "story": ("story", "insurance", "--customer", "17", "-s", "social", *SMALL, "--report"),
    "claims": ("claims", "recovery_paradox", "--lesson"),
}


@pytest.mark.parametrize("command", WRITTEN)
def test_the_file_is_in_the_language_and_the_terminal_in_english(relsim_command, command, tmp_path):
    answers, pages = [], []
    for language in ((), ("--language", "zh"), ("--language", "en")):
        path = tmp_path / f"{len(pages)}.html"
        answers.append(relsim_command(*WRITTEN[command], path, *language))
        pages.append(path.read_text(encoding="utf-8"))
    english, chinese, again = pages
    assert 'lang="zh-Hans"' in chinese and 'lang="en"' in english == again
    assert [one.code for one in answers] == [0, 0, 0]
    assert answers[0].out == answers[1].out == answers[2].out
