"""Rules for automation [automatització]: when this fact, if this condition, do that act; approved, limited, explained.

An act of the administration without a person's hand [actuació administrativa automatitzada] is one of them, sealed.
"""
