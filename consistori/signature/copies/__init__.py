"""Authentic copies [còpies autèntiques / copias auténticas] (Llei 39/2015, art. 27; RD 203/2021, art. 47-48)."""
