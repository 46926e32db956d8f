// Mixing of the channels of each kept frequency, for one type of number. Included by kernels.h, whose macros it uses.

// Four samples and two results a time: eight complex accumulators. A block's numbers of four samples stay in the first
// cache while its weights pass by.
#define X(b, k, i) (x + ((ptrdiff_t)(b) * blocks + (k)) * inputs * 32 + (ptrdiff_t)(i) * 32)
#define Y(b, k, o) (y + ((ptrdiff_t)(b) * blocks + (k)) * outputs * 32 + (ptrdiff_t)(o) * 32)
#define W(k, i, o) (w + (((ptrdiff_t)(k) * inputs + (i)) * outputs + (o)) * 32)

#define MIX(BN, ON) \
    { \
        V re[BN][ON], im[BN][ON]; \
        for (int bb = 0; bb < BN; bb++) \
            for (int oo = 0; oo < ON; oo++) { \
                re[bb][oo] = adds ? LOAD(Y(b + bb, k, o + oo)) : ALL(0); \
                im[bb][oo] = adds ? LOAD(Y(b + bb, k, o + oo) + 16) : ALL(0); \
            } \
        for (int i = 0; i < inputs; i++) { \
            V wr[ON], wi[ON]; \
            for (int oo = 0; oo < ON; oo++) { \
                wr[oo] = LOAD(W(k, i, o + oo)); \
                wi[oo] = LOAD(W(k, i, o + oo) + 16); \
            } \
            for (int bb = 0; bb < BN; bb++) { \
                V xr = LOAD(X(b + bb, k, i)), xi = LOAD(X(b + bb, k, i) + 16); \
                for (int oo = 0; oo < ON; oo++) { \
                    re[bb][oo] = FMA(xr, wr[oo], re[bb][oo]); \
                    im[bb][oo] = FMA(xr, wi[oo], im[bb][oo]); \
                    re[bb][oo] = FMA(-xi, wi[oo], re[bb][oo]); \
                    im[bb][oo] = FMA(xi, wr[oo], im[bb][oo]); \
                } \
            } \
        } \
        for (int bb = 0; bb < BN; bb++) \
            for (int oo = 0; oo < ON; oo++) { \
                STORE(Y(b + bb, k, o + oo), re[bb][oo]); \
                STORE(Y(b + bb, k, o + oo) + 16, im[bb][oo]); \
            } \
    }

void NAME(ansatz_mix_modes)(const T *x, const T *w, T *y, int samples, int blocks, int inputs, int outputs, int first,
    int last, int adds) {
    for (int k = first; k < last; k++) {
        int b = 0;
        for (; b + 4 <= samples; b += 4) {
            int o = 0;
            for (; o + 2 <= outputs; o += 2) MIX(4, 2)
            for (; o < outputs; o++) MIX(4, 1)
        }
        for (; b < samples; b++) {
            int o = 0;
            for (; o + 2 <= outputs; o += 2) MIX(1, 2)
            for (; o < outputs; o++) MIX(1, 1)
        }
    }
}
#undef MIX

// The same with x and y exchanged and the weights conjugated.
#define MIX(BN, IN) \
    { \
        V re[BN][IN], im[BN][IN]; \
        for (int bb = 0; bb < BN; bb++) \
            for (int ii = 0; ii < IN; ii++) { \
                re[bb][ii] = adds ? LOAD(X(b + bb, k, i + ii)) : ALL(0); \
                im[bb][ii] = adds ? LOAD(X(b + bb, k, i + ii) + 16) : ALL(0); \
            } \
        for (int o = 0; o < outputs; o++) { \
            V wr[IN], wi[IN]; \
            for (int ii = 0; ii < IN; ii++) { \
                wr[ii] = LOAD(W(k, i + ii, o)); \
                wi[ii] = LOAD(W(k, i + ii, o) + 16); \
            } \
            for (int bb = 0; bb < BN; bb++) { \
                V yr = LOAD(Y(b + bb, k, o)), yi = LOAD(Y(b + bb, k, o) + 16); \
                for (int ii = 0; ii < IN; ii++) { \
                    re[bb][ii] = FMA(yr, wr[ii], re[bb][ii]); \
                    im[bb][ii] = FMA(yi, wr[ii], im[bb][ii]); \
                    re[bb][ii] = FMA(yi, wi[ii], re[bb][ii]); \
                    im[bb][ii] = FMA(-yr, wi[ii], im[bb][ii]); \
                } \
            } \
        } \
        for (int bb = 0; bb < BN; bb++) \
            for (int ii = 0; ii < IN; ii++) { \
                STORE(X(b + bb, k, i + ii), re[bb][ii]); \
                STORE(X(b + bb, k, i + ii) + 16, im[bb][ii]); \
            } \
    }

void NAME(ansatz_mix_modes_adjoint)(const T *y, const T *w, T *x, int samples, int blocks, int inputs, int outputs,
    int first, int last, int adds) {
    for (int k = first; k < last; k++) {
        int b = 0;
        for (; b + 4 <= samples; b += 4) {
            int i = 0;
            for (; i + 2 <= inputs; i += 2) MIX(4, 2)
            for (; i < inputs; i++) MIX(4, 1)
        }
        for (; b < samples; b++) {
            int i = 0;
            for (; i + 2 <= inputs; i += 2) MIX(1, 2)
            for (; i < inputs; i++) MIX(1, 1)
        }
    }
}
#undef MIX

// Sums over a run of samples, whose numbers for IN inputs stand side by side in `run`: in x they would be so far apart that
// they drive each other out of the first cache.
#define MIX(IN, ON) \
    { \
        V re[IN][ON], im[IN][ON]; \
        for (int ii = 0; ii < IN; ii++) \
            for (int oo = 0; oo < ON; oo++) { \
                re[ii][oo] = adds || start > 0 ? LOAD(W(k, i + ii, o + oo)) : ALL(0); \
                im[ii][oo] = adds || start > 0 ? LOAD(W(k, i + ii, o + oo) + 16) : ALL(0); \
            } \
        for (int b = 0; b < count; b++) { \
            V yr[ON], yi[ON]; \
            for (int oo = 0; oo < ON; oo++) { \
                yr[oo] = LOAD(Y(start + b, k, o + oo)); \
                yi[oo] = LOAD(Y(start + b, k, o + oo) + 16); \
            } \
            for (int ii = 0; ii < IN; ii++) { \
                V xr = LOAD(run + (b * IN + ii) * 32), xi = LOAD(run + (b * IN + ii) * 32 + 16); \
                for (int oo = 0; oo < ON; oo++) { \
                    re[ii][oo] = FMA(xr, yr[oo], re[ii][oo]); \
                    im[ii][oo] = FMA(xr, yi[oo], im[ii][oo]); \
                    re[ii][oo] = FMA(xi, yi[oo], re[ii][oo]); \
                    im[ii][oo] = FMA(-xi, yr[oo], im[ii][oo]); \
                } \
            } \
        } \
        for (int ii = 0; ii < IN; ii++) \
            for (int oo = 0; oo < ON; oo++) { \
                STORE(W(k, i + ii, o + oo), re[ii][oo]); \
                STORE(W(k, i + ii, o + oo) + 16, im[ii][oo]); \
            } \
    }

// All results for IN inputs.
#define MIX_RUN(IN) \
    for (int start = 0; start < samples; start += 32) { \
        int count = samples - start < 32 ? samples - start : 32, o = 0; \
        for (int b = 0; b < count; b++) \
            for (int part = 0; part < IN * 32; part += 16) \
                STORE(run + b * IN * 32 + part, LOAD(X(start + b, k, i) + part)); \
        for (; o + 2 <= outputs; o += 2) MIX(IN, 2) \
        for (; o < outputs; o++) MIX(IN, 1) \
    }

void NAME(ansatz_mix_modes_weights)(const T *x, const T *y, T *w, int samples, int blocks, int inputs, int outputs, int k,
    int first, int last, int adds) {
    T run[32 * 4 * 32];
    int i = first;
    for (; i + 4 <= last; i += 4) MIX_RUN(4)
    for (; i < last; i++) MIX_RUN(1)
}
#undef MIX_RUN
#undef MIX
#undef X
#undef Y
#undef W

void NAME(ansatz_scale_modes)(const T *x, const T *w, T *y, int samples, int blocks, int channels, int first, int last,
    int conjugates, int adds) {
    for (int k = first; k < last; k++)
        for (int b = 0; b < samples; b++)
            for (int c = 0; c < channels; c++) {
                ptrdiff_t place = (((ptrdiff_t)b * blocks + k) * channels + c) * 32;
                const T *weight = w + ((ptrdiff_t)k * channels + c) * 32;
                V wr = LOAD(weight), wi = conjugates ? -LOAD(weight + 16) : LOAD(weight + 16);
                V xr = LOAD(x + place), xi = LOAD(x + place + 16);
                V re = FMA(xr, wr, -xi * wi), im = FMA(xr, wi, xi * wr);
                STORE(y + place, adds ? LOAD(y + place) + re : re);
                STORE(y + place + 16, adds ? LOAD(y + place + 16) + im : im);
            }
}

void NAME(ansatz_scale_modes_weights)(const T *x, const T *y, T *w, int samples, int blocks, int channels, int first,
    int last, int adds) {
    for (int k = first; k < last; k++)
        for (int c = 0; c < channels; c++) {
            T *weight = w + ((ptrdiff_t)k * channels + c) * 32;
            V re = adds ? LOAD(weight) : ALL(0), im = adds ? LOAD(weight + 16) : ALL(0);
            for (int b = 0; b < samples; b++) {
                ptrdiff_t place = (((ptrdiff_t)b * blocks + k) * channels + c) * 32;
                V xr = LOAD(x + place), xi = LOAD(x + place + 16), yr = LOAD(y + place), yi = LOAD(y + place + 16);
                re = FMA(xr, yr, FMA(xi, yi, re));
                im = FMA(xr, yi, FMA(-xi, yr, im));
            }
            STORE(weight, re);
            STORE(weight + 16, im);
        }
}
