"""The parts of the script in every result pack; strangers to this program, put together there."""
