"""The figures the department is steered by: what each means, over which rows it is counted, within whose walls.

An *indicator* stands in `dictionary.yaml`; the rows it is counted over are a relation of `populations`, or of `verdicts` for what the
screening said. A figure and its list of rows come from the same relation, so they cannot disagree.
"""
