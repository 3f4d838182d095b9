from .register import Concepts as Concepts
from .register import concepts as concepts
