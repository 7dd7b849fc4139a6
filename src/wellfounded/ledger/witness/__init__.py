"""A witness: signs that a log it is shown only ever grew (C2SP tlog-witness), and what is said to one."""
