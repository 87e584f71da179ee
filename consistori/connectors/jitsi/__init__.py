"""Rooms of video in a server of Jitsi Meet."""
