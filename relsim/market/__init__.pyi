from .customers import Customer as Customer
from .customers import Customers as Customers
from .firm import Firm as Firm
from .market import Market as Market
from .market import Phase as Phase
from .run import Run as Run
from .watch import Watch as Watch
