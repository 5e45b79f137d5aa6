"""Everything the playground computes: methods that take JSON and give JSON with named arrays.

reading      arguments as numbers within bounds; errors say which argument and what is possible
packet       an answer as JSON and bytes
ground       the landscape that a page names, types or transforms; its heights and minima
racer        the rule that a page names or types, with modifiers and settings; typed: source to a checked rule
race, look, measures                paths; one step from the inside; what is learnt along a path
curves, maps, ecdf, fair, report    populations: sensitivity and luck, maps, shares, fair comparison, report card
matrix, edge                        one matrix and its singular values; a network at the edge of stability
catalogue                           what there is to choose from
jobs         long computations in pieces, driven from outside
methods      all of it by name
"""
