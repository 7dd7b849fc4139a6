"""The tests mirror the tree of src/wellfounded; beside: promises, faults, hostile, house, docs."""
