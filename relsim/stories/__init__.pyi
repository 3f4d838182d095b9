from .story import Story as Story
from .story import story as story
