// gelu and what stands around it in a network of channels, for one type of number. Included by kernels.h, whose macros it
// uses, after gelu16.h.

void NAME(ansatz_gelu)(const T *x, T *y, ptrdiff_t count) {
    ptrdiff_t j = 0;
    for (; j + 16 <= count; j += 16) STORE(y + j, NAME(gelu16)(LOAD(x + j)));
    if (j < count) NAME(put)(y + j, NAME(gelu16)(NAME(some)(x + j, count - j)), count - j);
}

void NAME(ansatz_gelu_adjoint)(const T *x, const T *dy, T *dx, ptrdiff_t count, int adds) {
    for (ptrdiff_t j = 0; j < count; j += 16) {
        V gradient = NAME(slope16)(NAME(some)(x + j, count - j)) * NAME(some)(dy + j, count - j);
        NAME(put)(dx + j, adds ? NAME(some)(dx + j, count - j) + gradient : gradient, count - j);
    }
}

void NAME(ansatz_biased_gelu)(const T *z, const T *b, T *y, T *slope, ptrdiff_t rows, ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        V bias = ALL(b ? b[r] : 0);
        for (ptrdiff_t c = 0; c < columns; c += 16) {
            ptrdiff_t j = r * columns + c;
            V value = NAME(some)(z + j, columns - c) + bias;
            if (slope) NAME(put)(slope + j, NAME(slope16)(value), columns - c);
            NAME(put)(y + j, NAME(gelu16)(value), columns - c);
        }
    }
}

void NAME(ansatz_gated)(const T *z, const T *b, const T *g, const T *v, int activates, T *y, ptrdiff_t yRow,
    ptrdiff_t rows, ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        V bias = ALL(b ? b[r] : 0), gate = ALL(g ? g[r] : 0);
        for (ptrdiff_t c = 0; c < columns; c += 16) {
            ptrdiff_t j = r * columns + c;
            V value = NAME(some)(z + j, columns - c) + bias;
            if (g) value = FMA(gate, NAME(some)(v + j, columns - c), value);
            __builtin_prefetch(y + r * yRow + columns + c, 1, 2);
            NAME(put)(y + r * yRow + c, activates ? NAME(gelu16)(value) : value, columns - c);
        }
    }
}

void NAME(ansatz_gated_adjoint)(const T *z, const T *b, const T *g, const T *v, int activates, const T *dy, ptrdiff_t yRow,
    T *dz, T *db, T *dg, ptrdiff_t rows, ptrdiff_t columns, int adds) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        V bias = ALL(b ? b[r] : 0), gate = ALL(g ? g[r] : 0), sum = ALL(0), products = ALL(0);
        for (ptrdiff_t c = 0; c < columns; c += 16) {
            ptrdiff_t j = r * columns + c;
            __builtin_prefetch(dy + r * yRow + columns + c, 0, 2);
            V other = g ? NAME(some)(v + j, columns - c) : ALL(0);
            V gradient = NAME(some)(dy + r * yRow + c, columns - c);
            if (activates) gradient *= NAME(slope16)(FMA(gate, other, NAME(some)(z + j, columns - c) + bias));
            NAME(put)(dz + j, gradient, columns - c);
            sum += gradient;
            products = FMA(gradient, other, products);
        }
        if (db) db[r] = (adds & 1 ? db[r] : 0) + NAME(sum_lanes)(sum);
        if (dg) dg[r] = (adds & 2 ? dg[r] : 0) + NAME(sum_lanes)(products);
    }
}
