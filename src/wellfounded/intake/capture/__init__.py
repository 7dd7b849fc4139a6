"""Capturing web pages: a headless Chromium without a network, one guarded way out, and a WACZ file of what came through it."""
