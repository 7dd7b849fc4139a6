"""The report: one folder of static HTML that opens offline, as a pure function of a view model."""
