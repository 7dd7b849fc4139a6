"""Reading evidence: the stages of a build, each through the sandbox, and what a look at one file says."""
