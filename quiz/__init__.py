"""The contest platform: rules, store, actions, and the shells around them."""
