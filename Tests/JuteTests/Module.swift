// Jute
