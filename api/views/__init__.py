"""Selections of the desk that a person has given a name, for nobody else."""
