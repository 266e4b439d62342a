"""The lägesbild: what is read across the features. It begins with the work that waits."""
