"""Rules of a forum as dated, cited data: deadlines, elements, what a filing must look like; and the matter they apply to."""
