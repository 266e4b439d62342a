"""Areas, sites, checkpoints and categories."""
