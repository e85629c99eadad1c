"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# how long examples take to make says how busy the machine is
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")
