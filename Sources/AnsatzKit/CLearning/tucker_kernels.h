// The kernels for one type of number: T, its suffix NAME(), and V, 16 lanes of it.

typedef T NAME(tucker_lanes) __attribute__((ext_vector_type(16), aligned(sizeof(T))));
#define V NAME(tucker_lanes)
#define LOAD(p) (*(const V *)(p))
#define STORE(p, v) (*(V *)(p) = (v))
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define ALL(x) ((V)(T)(x))

// y[r] <- sum over k of a[r][k] x[k], or of conj(a[r][k]) x[k], for ROWS rows in registers.
INLINE void NAME(tile)(const int ROWS, const int CONJUGATES, ptrdiff_t depth, const T *a, ptrdiff_t aRow,
    ptrdiff_t aColumn, const T *x, ptrdiff_t xRow, T *y, ptrdiff_t yRow, int adds) {
    V re[12], im[12];
    for (int r = 0; r < ROWS; r++) {
        re[r] = adds ? LOAD(y + r * yRow) : ALL(0);
        im[r] = adds ? LOAD(y + r * yRow + 16) : ALL(0);
    }
    for (ptrdiff_t k = 0; k < depth; k++) {
        V xr = LOAD(x + k * xRow), xi = LOAD(x + k * xRow + 16);
        for (int r = 0; r < ROWS; r++) {
            const T *factor = a + r * aRow + k * aColumn;
            V ar = ALL(factor[0]), ai = ALL(factor[1]);
            re[r] = FMA(xr, ar, re[r]);
            im[r] = FMA(xi, ar, im[r]);
            re[r] = FMA(CONJUGATES ? xi : -xi, ai, re[r]);
            im[r] = FMA(CONJUGATES ? -xr : xr, ai, im[r]);
        }
    }
    for (int r = 0; r < ROWS; r++) {
        STORE(y + r * yRow, re[r]);
        STORE(y + r * yRow + 16, im[r]);
    }
}

INLINE void NAME(rows)(const int CONJUGATES, ptrdiff_t rows, ptrdiff_t depth, const T *a, ptrdiff_t aRow,
    ptrdiff_t aColumn, const T *x, ptrdiff_t xRow, T *y, ptrdiff_t yRow, int adds) {
    ptrdiff_t tiles = (rows + ROWS_OF(T) - 1) / ROWS_OF(T);
    for (ptrdiff_t t = 0; t < tiles; t++) {
        ptrdiff_t first = t * rows / tiles;
        switch ((t + 1) * rows / tiles - first) {
#define CASE(ROWS) \
    case ROWS: \
        NAME(tile)(ROWS, CONJUGATES, depth, a + first * aRow, aRow, aColumn, x, xRow, y + first * yRow, yRow, adds); \
        break;
            CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
#undef CASE
        }
    }
}

void NAME(ansatz_axis_product)(ansatz_axis axis, const T *u, const T *x, T *y) {
    for (ptrdiff_t o = 0; o < axis.outer; o++)
        for (ptrdiff_t n = 0; n < axis.inner; n++)
            NAME(rows)(0, axis.extent, axis.rank, u, 2 * axis.rank, 2, x + (o * axis.rank * axis.inner + n) * 32,
                axis.inner * 32, y + (o * axis.extent * axis.inner + n) * 32, axis.inner * 32, 0);
}

void NAME(ansatz_axis_adjoint)(ansatz_axis axis, const T *u, const T *y, T *x, int adds) {
    for (ptrdiff_t o = 0; o < axis.outer; o++)
        for (ptrdiff_t n = 0; n < axis.inner; n++)
            NAME(rows)(1, axis.rank, axis.extent, u, 2, 2 * axis.rank, y + (o * axis.extent * axis.inner + n) * 32,
                axis.inner * 32, x + (o * axis.rank * axis.inner + n) * 32, axis.inner * 32, adds);
}

// ROWS x COLUMNS sums in registers.
INLINE void NAME(sums)(const int ROWS, const int COLUMNS, const ansatz_axis *axis, const T *y, const T *x, T *sums,
    int adds) {
    ptrdiff_t row = axis->inner * 32;
    V re[4][3], im[4][3];
    for (int e = 0; e < ROWS; e++)
        for (int r = 0; r < COLUMNS; r++) {
            re[e][r] = adds ? LOAD(sums + (e * axis->rank + r) * 32) : ALL(0);
            im[e][r] = adds ? LOAD(sums + (e * axis->rank + r) * 32 + 16) : ALL(0);
        }
    for (ptrdiff_t o = 0; o < axis->outer; o++)
        for (ptrdiff_t n = 0; n < axis->inner; n++) {
            const T *p = y + o * axis->extent * row + n * 32, *q = x + o * axis->rank * row + n * 32;
            V xr[3], xi[3];
            for (int r = 0; r < COLUMNS; r++) {
                xr[r] = LOAD(q + r * row);
                xi[r] = LOAD(q + r * row + 16);
            }
            for (int e = 0; e < ROWS; e++) {
                V yr = LOAD(p + e * row), yi = LOAD(p + e * row + 16);
                for (int r = 0; r < COLUMNS; r++) {
                    re[e][r] = FMA(yr, xr[r], re[e][r]);
                    im[e][r] = FMA(yi, xr[r], im[e][r]);
                    re[e][r] = FMA(yi, xi[r], re[e][r]);
                    im[e][r] = FMA(-yr, xi[r], im[e][r]);
                }
            }
        }
    for (int e = 0; e < ROWS; e++)
        for (int r = 0; r < COLUMNS; r++) {
            STORE(sums + (e * axis->rank + r) * 32, re[e][r]);
            STORE(sums + (e * axis->rank + r) * 32 + 16, im[e][r]);
        }
}

void NAME(ansatz_axis_factor)(ansatz_axis axis, const T *y, const T *x, T *sums, int adds) {
    ptrdiff_t row = axis.inner * 32, rows = (axis.extent + 3) / 4, columns = (axis.rank + 2) / 3;
    for (ptrdiff_t i = 0; i < rows; i++)
        for (ptrdiff_t j = 0; j < columns; j++) {
            ptrdiff_t e = i * axis.extent / rows, eCount = (i + 1) * axis.extent / rows - e;
            ptrdiff_t r = j * axis.rank / columns, rCount = (j + 1) * axis.rank / columns - r;
            T *target = sums + (e * axis.rank + r) * 32;
            switch (eCount * 4 + rCount) {
#define CASE(ROWS, COLUMNS) \
    case ROWS * 4 + COLUMNS: NAME(sums)(ROWS, COLUMNS, &axis, y + e * row, x + r * row, target, adds); break;
                CASE(1, 1) CASE(1, 2) CASE(1, 3) CASE(2, 1) CASE(2, 2) CASE(2, 3)
                CASE(3, 1) CASE(3, 2) CASE(3, 3) CASE(4, 1) CASE(4, 2) CASE(4, 3)
#undef CASE
            }
        }
}

// Four rounds of exchanging halves between vectors: of 8, 4, 2, 1 lanes.
#define FIRST8(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
#define LAST8(a, b) __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31)
#define FIRST4(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27)
#define LAST4(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31)
#define FIRST2(a, b) __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define LAST2(a, b) __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#define FIRST1(a, b) __builtin_shufflevector(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30)
#define LAST1(a, b) __builtin_shufflevector(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31)

// Vectors j and j + WIDTH of each run of 2 WIDTH exchange runs of WIDTH lanes.
#define ROUND(WIDTH, v) \
    for (int start = 0; start < 16; start += 2 * WIDTH) \
        for (int j = start; j < start + WIDTH; j++) { \
            V first = FIRST##WIDTH(v[j], v[j + WIDTH]), last = LAST##WIDTH(v[j], v[j + WIDTH]); \
            v[j] = first; \
            v[j + WIDTH] = last; \
        }

void NAME(ansatz_exchange_lanes)(const T *x, ptrdiff_t rows, T *y, ptrdiff_t columns) {
    for (int part = 0; part < 32; part += 16) {
        V v[16];
        if (rows == 16)
            for (int p = 0; p < 16; p++) v[p] = LOAD(x + p * 32 + part);
        else
            for (int p = 0; p < 16; p++) v[p] = p < rows ? LOAD(x + p * 32 + part) : ALL(0);
        ROUND(8, v)
        ROUND(4, v)
        ROUND(2, v)
        ROUND(1, v)
        if (columns == 16)
            for (int q = 0; q < 16; q++) STORE(y + q * 32 + part, v[q]);
        else
            for (int q = 0; q < 16; q++)
                if (q < columns) STORE(y + q * 32 + part, v[q]);
    }
}

void NAME(ansatz_sum_lanes)(const T *x, ptrdiff_t count, T *y) {
    for (ptrdiff_t start = 0; start < count; start += 16) {
        const T *p = x + start * 16;
        V a[8], b[4], c[2];
        for (int j = 0; j < 8; j++) {
            V low = LOAD(p + j * 16), high = LOAD(p + (j + 8) * 16);
            a[j] = FIRST8(low, high) + LAST8(low, high);
        }
        for (int j = 0; j < 4; j++) b[j] = FIRST4(a[j], a[j + 4]) + LAST4(a[j], a[j + 4]);
        for (int j = 0; j < 2; j++) c[j] = FIRST2(b[j], b[j + 2]) + LAST2(b[j], b[j + 2]);
        STORE(y + start, FIRST1(c[0], c[1]) + LAST1(c[0], c[1]));
    }
}

#undef ROUND
#undef FIRST8
#undef LAST8
#undef FIRST4
#undef LAST4
#undef FIRST2
#undef LAST2
#undef FIRST1
#undef LAST1
#undef V
#undef LOAD
#undef STORE
#undef FMA
#undef ALL
