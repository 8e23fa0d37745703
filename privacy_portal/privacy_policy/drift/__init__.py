"""Where the newest published policy and practice have grown apart: what it says against what the register says today,
and against what the machinery does. Rooms above this one tell what they do through `practice.register`."""
