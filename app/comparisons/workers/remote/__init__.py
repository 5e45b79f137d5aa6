"""Workers on other machines: what they say over HTTP, who answers, and the worker's side of it.

`messages` holds what crosses, `work_server` and `arriving` answer, all else is the worker's side. Only `connection`
imports the HTTP library, which the web process does without.
"""
