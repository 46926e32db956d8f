// Included once a precision: T, NAME and ROOT are set. Sums have 16 partial sums, added up in one order.

static T NAME(sum16)(const T *part) {
    T sum = 0;
    for (int l = 0; l < 16; l++) sum += part[l];
    return sum;
}

static T NAME(mean)(const T *x, size_t count) {
    T part[16] = {0};
    size_t j = 0;
    for (; j + 16 <= count; j += 16)
        for (int l = 0; l < 16; l++) part[l] += x[j + l];
    for (; j < count; j++) part[j % 16] += x[j];
    return NAME(sum16)(part) / (T)count;
}

static T NAME(variance)(const T *x, T mean, size_t count) {
    T part[16] = {0};
    size_t j = 0;
    for (; j + 16 <= count; j += 16)
        for (int l = 0; l < 16; l++) part[l] += (x[j + l] - mean) * (x[j + l] - mean);
    for (; j < count; j++) part[j % 16] += (x[j] - mean) * (x[j] - mean);
    return NAME(sum16)(part) / (T)count;
}

void NAME(ansatz_group_norm)(size_t samples, size_t groups, size_t members, size_t points, int perNumber, T epsilon,
                             const T *x, const T *w, const T *b, T *y, T *saved) {
    const size_t count = members * points;
    for (size_t n = 0; n < samples; n++)
        for (size_t g = 0; g < groups; g++) {
            const size_t at = (n * groups + g) * count;
            const T mean = NAME(mean)(x + at, count);
            const T inverse = 1 / ROOT(NAME(variance)(x + at, mean, count) + epsilon);
            saved[2 * (n * groups + g)] = mean;
            saved[2 * (n * groups + g) + 1] = inverse;
            if (perNumber && w && b) {
                const T *weight = w + g * count, *bias = b + g * count;
                for (size_t j = 0; j < count; j++) y[at + j] = (x[at + j] - mean) * inverse * weight[j] + bias[j];
                continue;
            }
            for (size_t c = 0; c < members; c++) {
                const T weight = w ? w[g * members + c] : 1, bias = b ? b[g * members + c] : 0;
                for (size_t j = c * points; j < (c + 1) * points; j++)
                    y[at + j] = (x[at + j] - mean) * inverse * weight + bias;
            }
        }
}

void NAME(ansatz_group_norm_adjoint)(size_t samples, size_t groups, size_t members, size_t points, int perNumber,
                                     const T *x, const T *w, const T *saved, const T *dy, T *dx, int addsX, T *dw,
                                     int addsW, T *db, int addsB) {
    const size_t count = members * points, affine = groups * (perNumber ? count : members);
    if (dw && !addsW) memset(dw, 0, affine * sizeof(T));
    if (db && !addsB) memset(db, 0, affine * sizeof(T));
    for (size_t n = 0; n < samples; n++)
        for (size_t g = 0; g < groups; g++) {
            const size_t at = (n * groups + g) * count;
            const T mean = saved[2 * (n * groups + g)], inverse = saved[2 * (n * groups + g) + 1];
            // Of the gradient with respect to the normalised numbers, and of that times them.
            T sums[16] = {0}, products[16] = {0};
            for (size_t c = 0; c < members; c++) {
                const size_t start = at + c * points;
                const T *weights = perNumber && w ? w + g * count + c * points : 0;
                const T weight = w && !perNumber ? w[g * members + c] : 1;
                T part[16] = {0}, scaled[16] = {0};
                size_t j = 0;
                for (; j + 16 <= points; j += 16)
                    for (int l = 0; l < 16; l++) {
                        const T d = weights ? dy[start + j + l] * weights[j + l] : dy[start + j + l];
                        part[l] += d;
                        scaled[l] += d * (x[start + j + l] - mean) * inverse;
                    }
                for (; j < points; j++) {
                    const T d = weights ? dy[start + j] * weights[j] : dy[start + j];
                    part[j % 16] += d;
                    scaled[j % 16] += d * (x[start + j] - mean) * inverse;
                }
                if (perNumber) {
                    T *gradient = dw ? dw + g * count + c * points : 0, *bias = db ? db + g * count + c * points : 0;
                    if (gradient)
                        for (j = 0; j < points; j++) gradient[j] += dy[start + j] * (x[start + j] - mean) * inverse;
                    if (bias)
                        for (j = 0; j < points; j++) bias[j] += dy[start + j];
                } else {
                    if (dw) dw[g * members + c] += NAME(sum16)(scaled);
                    if (db) db[g * members + c] += NAME(sum16)(part);
                }
                for (int l = 0; l < 16; l++) {
                    sums[l] += weight * part[l];
                    products[l] += weight * scaled[l];
                }
            }
            if (!dx) continue;
            const T sum = NAME(sum16)(sums) / (T)count, product = NAME(sum16)(products) / (T)count;
            for (size_t c = 0; c < members; c++) {
                const size_t start = at + c * points;
                const T *weights = perNumber && w ? w + g * count + c * points : 0;
                const T weight = w && !perNumber ? w[g * members + c] : 1;
                for (size_t j = 0; j < points; j++) {
                    const T d = dy[start + j] * (weights ? weights[j] : weight);
                    const T value = inverse * (d - sum - (x[start + j] - mean) * inverse * product);
                    dx[start + j] = addsX ? dx[start + j] + value : value;
                }
            }
        }
}

void NAME(ansatz_channel_norm)(size_t samples, size_t channels, size_t points, T epsilon, const T *x, const T *w,
                               const T *b, T *y, T *saved) {
    for (size_t n = 0; n < samples; n++) {
        const T *from = x + n * channels * points;
        T *to = y + n * channels * points, *mean = saved + n * 2 * points, *inverse = mean + points;
        for (size_t j = 0; j < points; j++) mean[j] = inverse[j] = 0;
        for (size_t c = 0; c < channels; c++)
            for (size_t j = 0; j < points; j++) mean[j] += from[c * points + j];
        for (size_t j = 0; j < points; j++) mean[j] /= (T)channels;
        for (size_t c = 0; c < channels; c++)
            for (size_t j = 0; j < points; j++)
                inverse[j] += (from[c * points + j] - mean[j]) * (from[c * points + j] - mean[j]);
        for (size_t j = 0; j < points; j++) inverse[j] = 1 / ROOT(inverse[j] / (T)channels + epsilon);
        for (size_t c = 0; c < channels; c++) {
            const T weight = w ? w[c] : 1, bias = b ? b[c] : 0;
            for (size_t j = 0; j < points; j++)
                to[c * points + j] = (from[c * points + j] - mean[j]) * inverse[j] * weight + bias;
        }
    }
}

void NAME(ansatz_channel_norm_adjoint)(size_t samples, size_t channels, size_t points, const T *x, const T *w,
                                       const T *saved, const T *dy, T *dx, int addsX, T *dw, int addsW, T *db,
                                       int addsB, T *work) {
    if (dw && !addsW) memset(dw, 0, channels * sizeof(T));
    if (db && !addsB) memset(db, 0, channels * sizeof(T));
    T *sum = work, *product = work + points;
    for (size_t n = 0; n < samples; n++) {
        const T *from = x + n * channels * points, *gradient = dy + n * channels * points;
        const T *mean = saved + n * 2 * points, *inverse = mean + points;
        for (size_t j = 0; j < points; j++) sum[j] = product[j] = 0;
        for (size_t c = 0; c < channels; c++) {
            const T *d = gradient + c * points, *v = from + c * points;
            const T weight = w ? w[c] : 1;
            T part[16] = {0}, scaled[16] = {0};
            for (size_t j = 0; j < points; j++) {
                const T normal = (v[j] - mean[j]) * inverse[j];
                sum[j] += weight * d[j];
                product[j] += weight * d[j] * normal;
                part[j % 16] += d[j];
                scaled[j % 16] += d[j] * normal;
            }
            if (dw) dw[c] += NAME(sum16)(scaled);
            if (db) db[c] += NAME(sum16)(part);
        }
        if (!dx) continue;
        T *to = dx + n * channels * points;
        for (size_t c = 0; c < channels; c++) {
            const T weight = w ? w[c] : 1;
            for (size_t j = 0; j < points; j++) {
                const size_t at = c * points + j;
                const T normal = (from[at] - mean[j]) * inverse[j];
                const T value =
                    inverse[j] * (weight * gradient[at] - (sum[j] + normal * product[j]) / (T)channels);
                to[at] = addsX ? to[at] + value : value;
            }
        }
    }
}
