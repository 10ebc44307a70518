/**
 * What training on an NVIDIA GPU needs of CUDA: memory, copies, products of matrices and kernels.
 * Knows nothing of networks. Not for applications.
 */
@NullMarked
package dev.segue.cuda;

import org.jspecify.annotations.NullMarked;
