"""The cockpit: what needs me today, and the figures the department is steered by, each of which opens to its rows."""
