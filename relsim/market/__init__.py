"""The world and its clock: markets, firms, customers, network, chance, books."""

from relsim.market.customers import Customer, Customers
from relsim.market.firm import Firm
from relsim.market.market import Market, Phase
from relsim.market.run import Run
from relsim.market.watch import Watch

__all__ = ["Customer", "Customers", "Firm", "Market", "Phase", "Run", "Watch"]
