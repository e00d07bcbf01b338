"""Pictures of the navigation: strokes on a grid of 16, in the colour of the text."""

ICONS = {
    "cockpit": "M2 10a6 6 0 1 1 12 0M8 10l3-4M2 13h12",
    "review": "M3 3h10v8H8l-3 3v-3H3zM6 6h4M6 8.5h3",
    "notices": "M3 3v11M3 3h9l-2 3 2 3H3",
    "appeals": "M8 2v12M4 14h8M3 5h10M3 5l-1.5 4h3zM13 5l-1.5 4h3z",
    "orders": "M3 14h10M4 12V7M8 12V7M12 12V7M2 6h12L8 2z",
    "listings": "M2 3h12v10H2zM2 6.5h12M6 6.5V13",
    "traders": "M3 7v7h10V7M2 7l1.5-5h9L14 7zM6.5 14v-4h3v4",
    "statements": "M4 2h6l3 3v9H4zM10 2v3h3M6 8h5M6 11h5",
    "studio": "M3 13l1-3 7-7 2 2-7 7zM9.5 4.5l2 2",
    "workbench": "M2 13h12M4 13V8M8 13V4M12 13v-3",
    "boards": "M2 3h5v5H2zM9 3h5v3H9zM9 8h5v5H9zM2 10h5v3H2z",
    "golden": "M8 2l1.8 3.8 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2 .8-4.2L2 6.3l4.2-.5z",
    "try": "M6 2h4M7 2v4l-4 7h10L9 6V2M5 10h6",
    "portal": "M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2.5 14a5.5 5.5 0 0 1 11 0",
    "search": "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.5 10.5L14 14",
    "arrow": "M3 8h10M9 4l4 4-4 4",
    "close": "M4 4l8 8M12 4l-8 8",
    "keys": "M2 4h12v8H2zM4.5 7h.01M7 7h.01M9.500 7h.01M12 7h.01M5 10h6",
    "sun": "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1.500v1.500M8 13v1.500M1.500 8H3M13 8h1.500M3.400 3.400l1 1M11.600 11.600l1 1M3.400 12.600l1-1M11.600 4.400l1-1",
    "person": "M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2.500 14a5.500 5.500 0 0 1 11 0",
    "language": "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM2 8h12M8 2c-4 4-4 8 0 12M8 2c4 4 4 8 0 12",
    "menu": "M2 4h12M2 8h12M2 12h12",
    "filter": "M2 3h12L9.500 8.500V13l-3-1.500v-3z",
    "history": "M3 8a5 5 0 1 1 1.500 3.600M3 12v-3.500h3.500M8 5v3l2 1.500",
    "law": "M8 2v12M4 14h8M3 5h10M3 5l-1.5 4h3zM13 5l-1.5 4h3z",
    "fix": "M3 8.500l3 3 7-7",
    "today": "M3 3.5h10V14H3zM3 6.5h10M5.5 2v3M10.500 2v3M5.500 10l1.800 1.800L11 8.500",
    "save": "M4 2h8v12l-4-3-4 3z",
}
SHAPES = {
    "allow": "M8 1.5a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13z",
    "allow_with_conditions": "M8 1l7 7-7 7-7-7z",
    "hold": "M8 1.500L15.200 14H.8z",
    "refuse": "M5 1h6l4 4v6l-4 4H5l-4-4V5z",
}
"""A verdict has a shape of its own beside its colour: circle, diamond, triangle, octagon."""
SIGNS = {
    "allow": "M5 8.200l2.200 2.200 4-4.600",
    "allow_with_conditions": "M8 4.500v4M8 11v.3",
    "hold": "M6.800 7.500v4M9.200 7.500v4",
    "refuse": "M5.500 5.500l5 5M10.500 5.500l-5 5",
}
