"""Practice (실습): a made-up facility beside the real one, to try everything in and to throw away."""
