"""The operator's console [consola de l'operació / consola de la operación]: entities, health, storage, jobs, errors,
settings and rehearsals of the whole house. It sees settings and counts, never what is inside.
"""
