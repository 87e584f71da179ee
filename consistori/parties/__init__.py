"""Who comes to us: persons and firms [interessats / interesados], their identifiers, addresses and channels.

It never knows in which cases they appear: higher rooms hang that on the page (`party_panels`).
"""
