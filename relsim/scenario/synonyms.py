"""What people call things that have another name here, or that nobody can set."""

from __future__ import annotations

from relsim.result.figures import FIGURES

SET_BY = {
    "periods": ("horizon", "years", "months", "duration", "length", "steps"),
    "customers": ("population", "people", "agents", "households", "size"),
    "price": ("fee", "fees", "tariff", "premium", "charge"),
    "unit_cost": ("cost", "costs", "service_cost", "variable_cost", "cogs"),
    "advertising": ("marketing", "marketing_budget", "budget", "ads", "promotion"),
    "reward_rate": ("points", "bonus", "cashback", "loyalty_programme", "loyalty_program"),
    "discount_rate": ("interest", "interest_rate", "wacc", "cost_of_capital"),
    "need_rate": ("frequency", "usage", "demand", "purchase_rate", "arrival_rate"),
    "spend": ("basket", "basket_size", "income", "wallet"),
    "opening_share": ("market_share",),
}
"""Words for a key, by the key."""

COME_OUT = {
    "retention": ("churn", "attrition", "defection", "lapse", "retention", "loyalty"),
    "lifetime_value": ("clv", "ltv", "lifetime", "lifetime_value"),
    "customer_equity": ("equity",),
    "npv": ("npv", "present_value"),
    "profit": ("profit", "margin", "revenue", "sales"),
    "satisfaction": ("satisfaction", "csat", "nps"),
}
"""Words for what is measured of a run, by the figure."""

SAID = {
    "contracts are a firm's: term, notice, exit_fee, renews, renewal_rise and price_promise": (
        *(
            "contract",
            "contract_months",
            "contract_length",
            "commitment",
            "lock_in",
            "cancellation",
            "termination",
        ),
    ),
    "prices and costs stay as they are; market.discount_rate says what later money is worth": (
        "inflation",
    ),
    "it is no setting of a market: write --seed or --replications, in Python seed= or "
    "replications=": ("seed", "replications", "runs", "worlds"),
}
"""Words for what there is not, by what to say of it."""


def meaning_of(word: str, *, within: bool = False) -> str:
    """Say what a word is called here; nothing where nobody thought of it.

    Parameters
    ----------
    word : str
        As somebody wrote it.
    within : bool
        Whether a word of a longer name counts, too.

    Examples
    --------
    >>> meaning_of("years")
    'it is called periods here'
    >>> meaning_of("monthly_churn", within=True)
    'it comes out of a run, as the figure retention (annual retention), and cannot be set'
    """
    asked = word.lower().replace("-", "_").replace(" ", "_")
    for key, words in SET_BY.items():
        if asked in words:
            return f"it is called {key} here"
    parts = {asked, *(asked.split("_") if within else ())}
    for key, words in COME_OUT.items():
        if parts & set(words):
            noun = FIGURES[key].noun
            return f"it comes out of a run, as the figure {key} ({noun}), and cannot be set"
    return next((said for said, words in SAID.items() if parts & set(words)), "")
