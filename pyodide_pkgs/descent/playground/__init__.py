"""Everything the playground computes: methods that take JSON and give JSON with named arrays.

arguments    what a method is given, each read as what it should be; errors say which argument and what is possible
answers      an answer as JSON and bytes
landscape    the landscape that a page names, types or transforms; its heights and minima
racer        the rule that a page names or types, with modifiers and settings; typed: source to a checked rule
race, inside, measures              paths; one step from the inside; what is learnt along a path
curves, maps, ecdf, fair, report_card  populations: sensitivity and luck, maps, shares, fair comparison, report card
matrix, edge                        one matrix and its singular values; a network at the edge of stability
catalog                             what there is to choose from
jobs         long computations in pieces, driven from outside
methods      all of it by name
"""
