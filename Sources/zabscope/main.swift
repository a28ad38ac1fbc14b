print("zabscope")
