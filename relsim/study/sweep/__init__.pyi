from .design import grid as grid
from .design import latin_hypercube as latin_hypercube
from .design import sobol as sobol
from .flips import Flip as Flip
from .result import Sweep as Sweep
from .sweeping import sweep as sweep
