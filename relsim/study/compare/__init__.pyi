from .capacities import BothCapacities as BothCapacities
from .capacities import compare_capacities as compare_capacities
from .comparing import compare as compare
from .comparison import Comparison as Comparison
from .comparison import Failure as Failure
