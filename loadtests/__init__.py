"""A crowd of Locust people who use the site through its pages and remember every acknowledgement."""
