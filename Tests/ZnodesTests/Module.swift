// Znodes
