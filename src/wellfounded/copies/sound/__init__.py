"""Sound against sound: peaks of the spectrum, pairs of them as landmarks, and where they line up.

Form `sound-1`: `time` (u4, hops of 20 ms on the item's own clock), `pitch` (u1, steps of 1/48 octave from 200 Hz), `height`
(u1, eighths of a neper above the surroundings), one row a peak in order of time and pitch; `length` (u4, one number: hops).

After A. Wang, An industrial-strength audio search algorithm (ISMIR 2003); the landmarks are laid out on a logarithmic scale of
pitch, so that a change of pitch is a shift, and asked for at every step of a bank of speeds and pitches.
"""
