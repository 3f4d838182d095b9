from .cohort import Cohort as Cohort
from .cohort import read_cohort as read_cohort
from .customers import Customers as Customers
from .reader import read as read
from .reading import Reading as Reading
from .survey import Survey as Survey
from .transactions import Transactions as Transactions
from .triangle import Triangle as Triangle
