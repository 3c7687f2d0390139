"""Lists that come from elsewhere as CSV: attempts, people, units; every faulty line named."""
