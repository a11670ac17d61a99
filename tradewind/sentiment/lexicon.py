"""Scores a text by the words in it: VADER's rules and lexicon, with the words of markets over it."""

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from tradewind.sentiment.terms import MEANINGLESS, VALENCES

NAME = "lexicon"


class Lexicon:
    """A scorer that needs no model; 40 µs a headline."""

    def __init__(self) -> None:
        self._vader = SentimentIntensityAnalyzer()
        for word in MEANINGLESS:
            self._vader.lexicon.pop(word, None)
        self._vader.lexicon.update(VALENCES)

    def score(self, text: str) -> float:
        """Return how good the news in `text` is for a price, -1 to 1; 0 where no known word stands in it."""
        compound: float = self._vader.polarity_scores(text)["compound"]
        return compound
