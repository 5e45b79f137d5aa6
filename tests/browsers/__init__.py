"""One short journey in every browser that is installed: Chromium, Firefox, WebKit."""
