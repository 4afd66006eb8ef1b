"""The charts that the notebooks show: the finding in the title, the measure and n under it, an
interval on every estimate, the figures behind it one click away.

Each function takes an Analysis and returns a figure for the page, drawn once for wide and once for
narrow screens, or as small multiples that reflow. Places keep one colour everywhere; a news article
is drawn hollow, hatched or with a broken line.
"""

from policy_emphasis.page.charts.robustness import specification_curves as specification_curves
from policy_emphasis.page.charts.shares import growth_targets as growth_targets
from policy_emphasis.page.charts.shares import number_density as number_density
from policy_emphasis.page.charts.shares import theme_shares as theme_shares
from policy_emphasis.page.charts.shares import topic_shares as topic_shares
from policy_emphasis.page.charts.terms import distinctive_terms as distinctive_terms
from policy_emphasis.page.charts.texts import lengths as lengths
from policy_emphasis.page.charts.themes import glance as glance
from policy_emphasis.page.charts.themes import theme_differences as theme_differences
from policy_emphasis.page.charts.themes import theme_stages as theme_stages
from policy_emphasis.page.charts.topics import topics_by_number as topics_by_number
