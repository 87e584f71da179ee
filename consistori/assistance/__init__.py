"""Helping people who come or call [assistència en l'ús de mitjans electrònics / asistencia en el uso de medios
electrónicos]: the counter, the telephone, and the officers authorised to act for somebody (Llei 39/2015, art. 12).
"""
