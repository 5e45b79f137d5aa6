"""One picture a file, named as its file is: `picture()` gives it. Each is computed; related terms may share one."""
