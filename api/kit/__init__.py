"""What every part of the server stands on; knows no feature."""
