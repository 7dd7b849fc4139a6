"""Video: the same footage, and not another moment of the same scene."""
