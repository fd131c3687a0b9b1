//! The table of all items after overrides, and on-demand checking of each.
