"""What readers and students import: networks, tasks, figures, widgets, checks.

Letters and shapes (row vectors, one convention everywhere): T steps, N
sequences in a batch, D inputs, H units, K classes; x (N, D), xs (T, N, D),
h and c (N, H), hs and cs (T, N, H), U (D, H), W (H, H), b (H,), V (H, K).
"""
