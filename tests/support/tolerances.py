"""Every numeric tolerance of the science tests, in one place, each with its reason."""

# Phase differences against the float64 golden outputs: float32 arithmetic moves them by up to
# 1.1e-4 (level 0); in float64 the two implementations agree to rounding of the stored float32.
PHASE_FLOAT32 = 2e-4
PHASE_FLOAT64 = 1e-6

# Network outputs in float32 against the golden outputs (float32 against float64 differs by 2.6e-7).
NETWORK_FLOAT32 = 1e-5

# CPU and CUDA run different kernels in another order of summation, and autocast on top.
CPU_CUDA = 1e-3

# Two float64 computations of the same formula in another order.
EXACT_FLOAT64 = 1e-11

# Frozen arrays stored in float32, of values up to about 2.
STORED_FLOAT32 = 1.5e-7

# Pyramid coefficients (up to 1.6) in float32 against float64 or other float32 code.
PYRAMID_FLOAT32 = 5e-6

# Tabulated masks against their closed form: 1.1e-5 of the radial part times the lobe's 2.
PYRAMID_CLOSED_FORM = 2.2e-5

# ResNet-50 features (of norm about 1, relative to it) by two float32 computations, 53 layers deep,
# and with batch norms folded.
TRUNK_FLOAT32 = 1e-5

# The same GRU and head by NumPy in float64 and torch in float32.
RECURRENCE_FLOAT32 = 2e-5

# A still face under gray noise of sigma 2, end to end: median absolute phase difference in radians
# (the bound of the method's reference; 0.005 ... 0.025 measured).
STILL_FACE_PHASE = 0.05

# A face moved by a known smooth motion: root mean square distance, pixels at 112, of its crop from
# where it should be (0.05 ... 0.25 measured; landmarks alone reach 5).
KNOWN_MOTION_CROP = 0.35

# A sine of amplitude 0.5 through AAC at its default bit rate (measured 1e-3), and the same stretch
# of AAC decoded from another start (it depends a little on the frames before).
AAC_SINE = 5e-3
AAC_AGAIN = 1e-5

# Concordance of the demonstration weights on ten held-out seconds against their card's minutes: two
# short recordings hold one or two swings of each curve.
DEMONSTRATION_CCC = 0.25

# Valence and arousal of the whole published pipeline in float32 (trunk features kept in 16 bits,
# relative error 5e-4) against the same written out in float64.
PUBLISHED_READING = 1e-3

# Edits of curves in float64: values of size 1 after a handful of operations.
ROUNDING = 1e-12

# Local polynomials in float64: ours and SciPy's solve the same least squares in another way.
SMOOTHING = 1e-9
