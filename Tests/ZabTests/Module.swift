// Zab
