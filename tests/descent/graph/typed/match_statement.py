def update(p, g, s, t, xp, *, lr=1e-1, mode="fast"):
    match mode:
        case "fast":
            k = 2.0
        case _:
            k = 1.0
    match t:
        case 1:
            k = 3.0
        case 2 | 3:
            k = 4.0
    return -lr * k * g
