from .charts import CHARTS as CHARTS
from .charts import plot as plot
from .document import report as report
from .document import to_html as to_html
from .pictures import save as save
