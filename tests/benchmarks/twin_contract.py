"""What binds a person of the Mesa twin to a firm: term, notice, fee, promised price, and lapses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.benchmarks.twin_firm import Firm


class Contract:
    """The contract of a person with the present firm, if there is one."""

    def unbind(self: Any) -> None:
        """Have no contract."""
        self.ends: int | None = None
        self.bound_since = self.term = self.notice = 0
        self.fee = self.signed = 0.0
        self.given: tuple[Firm | None, str] | None = None

    def sign(self: Any, price: float, over: float = 0.0) -> None:
        """Sign the terms that the firm has now; so much of the first term may be over already."""
        firm, model = self.firm, self.model
        self.unbind()
        if model.theory.contracts and firm.term:
            self.term = model.periods_of(firm.term)
            self.notice = min(self.term, model.periods_of(firm.notice))
            self.ends = model.period + self.term - int(over * self.term)
            self.fee, self.signed = firm.exit_fee, price
            # A retention counts from the first year that begins after joining.
            next_year = (self.start // model.year + 1) * model.year
            self.bound_since = next_year if model.period == self.start else model.period

    def sign_as_newcomer(self: Any, over: float = 0.0) -> None:
        """Sign on joining."""
        self.sign(self.firm.offer if self.firm.price_promise else 0.0, over)

    def renew_contract(self: Any) -> None:
        """Sign again where contracts renew; be bound by nothing any longer where they do not."""
        firm, before = self.firm, self.signed or self.firm.offer
        if not (firm.renews and firm.term):
            # Nothing that was signed outlasts the term.
            self.unbind()
            return
        firm.books["renewals"] += 1
        promised = firm.offer if firm.price_promise else 0.0
        self.sign(before * (1 + firm.renewal_rise) if firm.renewal_rise else promised)

    def may_decide(self: Any) -> bool:
        """Let the contract run its course; return whether anything is left to decide."""
        if not (self.firm and self.model.theory.contracts):
            return True
        if self.random.random() < self.model.carry(self.firm.lapse_rate):
            self.leave("payment_lapsed")
            return False
        if self.given:
            if self.model.period == self.ends:
                aim, reason = self.given
                self.move_to(aim if aim and aim.present else None, reason)
            return False
        if self.notice and self.model.period == self.ends:
            self.renew_contract()
        return True

    def years_held(self: Any, period: int) -> float:
        """Return for how many years before a period a long term has not let the customer choose."""
        year = self.model.year
        if not self.firm or self.ends is None or self.ends < period or self.given:
            return 0.0
        asked = self.ends - self.notice
        since = asked if asked < period else self.bound_since
        return max(0, period - since) / year if self.term > year else 0.0

    @property
    def may_leave(self: Any) -> bool:
        """Whether it is now that the contract lets the customer leave at its end."""
        if not self.firm or self.ends is None:
            return False
        return self.model.period == self.ends - self.notice

    @property
    def within_term(self: Any) -> bool:
        """Whether the term has not ended yet."""
        return self.ends is not None and self.model.period < self.ends

    @property
    def bound(self: Any) -> bool:
        """Whether leaving now would break a contract."""
        return self.within_term and not self.may_leave

    def weight_of_fee(self: Any) -> float:
        """Return what the fee weighs for who owes it, as a price spread over needs."""
        if not self.bound or self.given:
            return 0.0
        uses = self.fee / (self.firm.net_price_for(self) * self.spend)
        return self.price_sensitivity_now * uses / self.model.theory.look_ahead

    def go_to(self: Any, winner: Firm | None, reason: str) -> None:
        """Do what leads to the firm that was chosen: leave, pay for leaving, or give notice."""
        firm = self.firm
        if firm and self.may_leave and self.notice:
            self.given = winner, reason
            firm.books["notices"] += 1
            return
        if self.bound:
            firm.books["exit_fees"] += self.fee
            firm.books["revenue"] += self.fee
        self.move_to(winner, reason)
