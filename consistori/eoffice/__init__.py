"""The electronic office [seu electrònica / sede electrónica]: the public site of a town hall, where a person finds what
they need in their own words, files it, and follows it (Llei 40/2015, art. 38; RD 203/2021, art. 9-13).
"""
