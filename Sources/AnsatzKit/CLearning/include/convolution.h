#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How a convolution continues its input beyond the edges.
enum ansatz_padding { ANSATZ_PADDING_ZERO = 0, ANSATZ_PADDING_CIRCULAR = 1, ANSATZ_PADDING_REFLECT = 2 };

/// y[o][i][j] = sum over c, k, l of w[o][c][k][l] x[c][i stride + k - padding_y][j stride + l - padding_x].
/// x: (inputs, height, width), y: (outputs, rows, columns), w: (outputs, inputs, kernel_y, kernel_x); all contiguous.
/// Where the padding is not zero it is at most height and width (circular), or less than them (reflect).
typedef struct {
    int inputs, height, width;
    int outputs, rows, columns;
    int kernel_y, kernel_x;
    int stride;
    int padding_y, padding_x;
    int padding;
} ansatz_convolution;

/// Scalars of work space that each of the calls below needs; 64-byte aligned.
size_t ansatz_convolution_work_f(const ansatz_convolution *shape);
size_t ansatz_convolution_work_d(const ansatz_convolution *shape);

/// y = addend + scale (conv(x) + bias); bias and addend may be null, addend may be y.
void ansatz_convolve_f(const ansatz_convolution *shape, size_t samples, const float *x, const float *weights,
                           const float *bias, const float *addend, float scale, float *y, float *work);
void ansatz_convolve_d(const ansatz_convolution *shape, size_t samples, const double *x, const double *weights,
                            const double *bias, const double *addend, double scale, double *y, double *work);

/// The transpose: x = addend + scale (convᵀ(y) + bias); bias has one value an input channel; addend may be x.
void ansatz_convolve_transposed_f(const ansatz_convolution *shape, size_t samples, const float *y,
                                      const float *weights, const float *bias, const float *addend, float scale,
                                      float *x, float *work);
void ansatz_convolve_transposed_d(const ansatz_convolution *shape, size_t samples, const double *y,
                                       const double *weights, const double *bias, const double *addend, double scale,
                                       double *x, double *work);

/// g = (accumulates ? g : 0) + scale times the gradient of sum(y * conv(x)) with respect to the weights.
void ansatz_convolve_weights_f(const ansatz_convolution *shape, size_t samples, const float *x, const float *y,
                                   float scale, int accumulates, float *gradient, float *work);
void ansatz_convolve_weights_d(const ansatz_convolution *shape, size_t samples, const double *x, const double *y,
                                    double scale, int accumulates, double *gradient, double *work);

/// sums[c] = (accumulates ? sums[c] : 0) + scale times the sum of plane c over all samples, in a fixed order.
void ansatz_sum_planes_f(size_t samples, size_t channels, size_t points, const float *planes, float scale,
                             int accumulates, float *sums);
void ansatz_sum_planes_d(size_t samples, size_t channels, size_t points, const double *planes, double scale,
                              int accumulates, double *sums);

#ifdef __cplusplus
}
#endif
