"""Lists and maps of incidents, by the filters that the desk, the phone and other systems ask with."""
