"""Bodies [òrgans / órganos] of the town hall and what they decide. Here is born the decree book [llibre de decrets]:
one a year and entity, without holes, transcribed by the secretary, with its extracts and its closing.
"""
