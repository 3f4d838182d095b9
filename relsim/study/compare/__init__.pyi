from .capacities import BothCapacities as BothCapacities
from .capacities import compare_capacities as compare_capacities
from .comparison import Comparison as Comparison
from .numbers import Failure as Failure
from .side_by_side import compare as compare
