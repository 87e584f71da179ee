"""The registry [registre d'entrada i sortida / registro]: everything that comes in and goes out has its number, its
hour and its receipt, and is never changed (Llei 39/2015, art. 16; R-REG-01 to R-REG-18).
"""
