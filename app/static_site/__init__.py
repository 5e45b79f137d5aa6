"""The part of the site that needs no server, as a folder for any host of files: playground, problems, rules."""
