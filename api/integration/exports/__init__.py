"""Lists of incidents as files for spreadsheets."""
