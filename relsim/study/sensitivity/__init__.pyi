from .asking import sensitivity as sensitivity
from .result import Sensitivity as Sensitivity
