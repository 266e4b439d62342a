"""OGC API Features: incidents, areas and sites for the municipality's own GIS."""
