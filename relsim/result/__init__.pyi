from .statistics import Difference as Difference
from .statistics import Estimate as Estimate
