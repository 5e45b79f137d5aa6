"""New rules, landscapes and workloads: working examples that are copied under a name of one's own.

`templates/` has a folder for each, laid out as the checkout is; problems have a template of their own in `app/course`.
"""
