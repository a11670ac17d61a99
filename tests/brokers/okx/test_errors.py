"""What may be concluded from a code, and how a key's trouble is told."""

import pytest

from tradewind.brokers.okx.config import Environment
from tradewind.brokers.okx.errors import Meaning, key_sentence, meaning


@pytest.mark.parametrize("code", ["50001", "50004", "50005", "50013", "50026", "51149"])
@pytest.mark.parametrize("is_of_an_order", [True, False])
def test_what_may_have_been_done_is_unknown_wherever_it_stands(code: str, *, is_of_an_order: bool) -> None:
    assert meaning(code, is_of_an_order=is_of_an_order) is Meaning.UNKNOWN


@pytest.mark.parametrize("code", ["50011", "50040", "50061"])
def test_too_many_requests_mean_nothing_was_done(code: str) -> None:
    assert meaning(code) is meaning("", status=429) is meaning("", status=418) is Meaning.LIMITED


@pytest.mark.parametrize("code", ["51008", "51020", "51121", "51280", "59102", "54031"])
def test_what_the_venue_judged_and_declined_is_refused(code: str) -> None:
    assert meaning(code) is meaning(code, is_of_an_order=True) is Meaning.REFUSED


def test_a_code_that_nobody_knows_is_a_refusal_only_with_proof() -> None:
    assert meaning("77777") is Meaning.UNKNOWN
    assert meaning("", status=502) is Meaning.UNKNOWN
    assert meaning("77777", is_of_an_order=True) is Meaning.REFUSED
    assert {meaning("77777", status=status) for status in (400, 401, 403)} == {Meaning.REFUSED}


@pytest.mark.parametrize(
    ("codes", "meant"),
    [
        (("51016", "51065"), Meaning.EXISTS),
        (("51400", "51401", "51402", "51503", "51509", "51510"), Meaning.GONE),
        (("51603", "51001"), Meaning.NOT_FOUND),
        (("51023", "51169"), Meaning.NOTHING_HELD),
        (("50102", "50112"), Meaning.CLOCK),
        (("50036", "50037"), Meaning.LATE),
        (("50101",), Meaning.ENVIRONMENT),
        (("50105", "50110", "50111", "50113", "50114", "50119", "50120"), Meaning.KEY),
        (("0",), Meaning.DONE),
    ],
)
def test_codes_that_the_desk_acts_on_mean_what_they_say(codes: tuple[str, ...], meant: Meaning) -> None:
    assert {meaning(code, status=401 if meant is Meaning.KEY else 200) for code in codes} == {meant}


@pytest.mark.parametrize("environment", list(Environment))
def test_f42_a_key_of_the_other_environment_is_told_by_its_setting(environment: Environment) -> None:
    sentence = key_sentence("50101", "APIKey does not match current environment.", environment)
    assert sentence.startswith(f"{environment.key_setting} holds a key of OKX {environment.other} trading")
    assert f"the desk trades the {environment} account" in sentence


def test_other_trouble_names_the_setting_the_code_and_what_the_venue_said() -> None:
    sentence = key_sentence("50111", "Invalid OK-ACCESS-KEY", Environment.LIVE)
    assert "CCXT_API_KEY" in sentence
    assert "OKX 50111: Invalid OK-ACCESS-KEY" in sentence
    assert "set its clock right" in key_sentence("50102", "Timestamp request expired.", Environment.DEMO)
