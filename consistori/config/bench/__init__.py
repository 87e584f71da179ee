"""Measuring the house at the size of a province: 45,000 cases, the real server, and a floor beside each figure."""
