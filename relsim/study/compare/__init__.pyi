from .capacities import BothCapacities as BothCapacities
from .capacities import compare_capacities as compare_capacities
from .comparison import Comparison as Comparison
from .comparison import Failure as Failure
from .side_by_side import compare as compare
