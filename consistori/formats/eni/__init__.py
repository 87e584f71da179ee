"""Electronic documents and case files of the national interoperability scheme (ENI): codes and reading.

NTI of the electronic document (BOE-A-2011-13169) and of the case file (BOE-A-2011-13170). They are
written by `formats.eni_xml`.
"""
