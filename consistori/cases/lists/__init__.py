"""The list of cases as a workplace: views, filters as words, chosen columns, keyset pages, bulk acts,
exports.
"""
