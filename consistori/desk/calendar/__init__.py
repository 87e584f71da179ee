"""The calendar of the town hall [calendari corporatiu]: what rooms hang on it by layers, the town's own events and its
rooms, who is here each day, and its ways out and in.
"""
