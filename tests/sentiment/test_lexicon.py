"""The lexicon knows the words of markets, and how often it is right is measured, not claimed."""

import gzip
import json
from typing import Any

import pytest

from tests.recorded import recorded_root
from tradewind.domain.sentiment import Mood
from tradewind.sentiment.lexicon import Lexicon
from tradewind.sentiment.score import mood
from tradewind.sentiment.terms import MEANINGLESS, VALENCES

LABELS = {"positive": Mood.BULLISH, "neutral": Mood.NEUTRAL, "negative": Mood.BEARISH}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tesla shares plunge after recall", Mood.BEARISH),
        ("Microsoft beats estimates and raises dividend", Mood.BULLISH),
        ("Apple does not miss estimates", Mood.BULLISH),
        ("Apple names a vice president of security", Mood.NEUTRAL),
        ("United Energy Trust publishes a report on interest in shares", Mood.NEUTRAL),
    ],
)
def test_words_of_markets_count_and_names_do_not(text: str, expected: Mood) -> None:
    assert mood(Lexicon().score(text)) is expected


def test_a_text_without_a_known_word_scores_nothing_at_all() -> None:
    assert Lexicon().score("Apple opens at nine") == 0


def test_valences_stay_on_their_scale_and_no_word_is_in_two_groups() -> None:
    assert all(0 < abs(valence) <= 4 for valence in VALENCES.values())
    assert not set(VALENCES) & MEANINGLESS


@pytest.mark.recorded
@pytest.mark.parametrize(("agreement", "floor"), [(100, 0.71), (50, 0.62)])
def test_on_labeled_sentences_it_is_right_this_often(agreement: int, floor: float) -> None:
    path = recorded_root() / "sentiment" / "financial_phrasebank.jsonl.gz"
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()
    ]
    judged = [row for row in rows if row["agree"] >= agreement]
    lexicon = Lexicon()

    found = [(LABELS[row["label"]], mood(lexicon.score(row["text"]))) for row in judged]
    accuracy = sum(truth is said for truth, said in found) / len(found)
    opposite = sum({truth, said} == {Mood.BULLISH, Mood.BEARISH} for truth, said in found) / len(found)

    print(f"agreement {agreement} %, {len(found)} sentences: right {accuracy:.3f}, opposite {opposite:.3f}")  # noqa: T201
    assert accuracy >= floor
    assert opposite <= 0.07


@pytest.mark.recorded
def test_on_labeled_headlines_it_is_right_this_often() -> None:
    path = recorded_root() / "sentiment" / "fiqa_task1.jsonl.gz"
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()
    ]
    headlines = [row for row in rows if "headline" in row["split"]]
    lexicon = Lexicon()

    right = [mood(lexicon.score(row["text"])) is _truth(row["score"]) for row in headlines]
    accuracy = sum(right) / len(right)

    print(f"{len(right)} headlines: right {accuracy:.3f}")  # noqa: T201 -- the figure is what the run is for
    assert accuracy >= 0.55


def _truth(score: float) -> Mood:
    if abs(score) < 0.2:
        return Mood.NEUTRAL
    return Mood.BULLISH if score > 0 else Mood.BEARISH
