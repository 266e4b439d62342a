"""Two invented municipalities and two years of invented incidents, as data and pure generators."""
