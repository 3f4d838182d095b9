"""What a word means is said, or nothing: no suggestion misleads."""

import pytest

import relsim
from relsim.errors import ScenarioError
from relsim.result.figures import FIGURES
from relsim.scenario.synonyms import COME_OUT, SAID, SET_BY
from relsim.scenario.tables import KEYS
from relsim.scenario.wording import nearest

KNOWN = {key for keys in KEYS.values() for key in keys}
WORDS = [word for named in (SET_BY, COME_OUT, SAID) for words in named.values() for word in words]


def refusal(path):
    with pytest.raises(ScenarioError) as refused:
        relsim.load("insurance", {path: 1})
    return str(refused.value)


def test_synonyms_lead_to_what_there_is_and_are_no_keys_themselves():
    assert set(SET_BY) <= KNOWN and set(COME_OUT) <= set(FIGURES)
    assert not set(WORDS) & KNOWN
    assert len(set(WORDS)) == len(WORDS)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("market.churn", "It comes out of a run, as the figure retention (annual retention)"),
        ("behaviour.monthly_churn", "as the figure retention"),
        ("firms.Alba.contract_months", "Contracts are a firm's: term, notice"),
        ("market.years", "It is called periods here."),
        ("firms.Alba.fee", "It is called price here."),
        ("market.population", "It is called customers here."),
        ("market.inflation", "market.discount_rate says"),
        ("market.seed", "write --seed"),
        ("firms.Alba.discount", "Did you mean loyalty_discount?"),
        ("firms.Alba.advertising_spend", "Did you mean advertising?"),
        ("behaviour.satisfaction_wieght", "Did you mean satisfaction_weight?"),
        ("firms.Alba.sosial", "Did you mean social?"),
        ("firms.Alba.flibbet", "All keys are listed by"),
        ("market.weather", "All keys are listed by"),
    ],
)
def test_what_was_meant_is_named(path, said):
    assert said in refusal(path)


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("churn", "currency"),
        ("contract_months", "contact_floor"),
        ("retention", "setting"),
        ("years", "rewards"),
        ("fee", "freedom"),
        ("loyalty", "load_penalty"),
    ],
)
def test_what_is_hardly_alike_is_not_suggested(word, known):
    assert nearest(word, [known]) == ""
    assert known not in refusal(f"behaviour.{word}")


@pytest.mark.parametrize("key", sorted(key for key in KNOWN if len(key) > 4))
def test_a_slip_of_the_finger_is_still_understood(key):
    swapped = key[:2] + key[3] + key[2] + key[4:]
    for slip in (key[:-1], key[0] + key[2:], key + "x", swapped):
        assert nearest(slip, KNOWN) in (key, slip) or slip in KNOWN or nearest(slip, [key]) == key
