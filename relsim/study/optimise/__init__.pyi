from .asking import optimise as optimise
from .result import Optimum as Optimum
