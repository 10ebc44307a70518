package dev.segue.dl4j;

/**
 * The loss of a softmax and its gradients. Matrices are column-major, one column per position. One
 * thread at a time.
 */
interface SoftmaxKernels {

  /**
   * Computes the loss and gradients of a softmax.
   *
   * @param logits {@code [songs, positions]}: without the bias; replaced by their gradients, that
   *     is {@code scale} times the probability, minus {@code scale} at the target
   * @param bias {@code [1, songs]}
   * @param targets the target at each position
   * @param first index in {@code targets} of the first position
   * @param scale factor of all gradients
   * @param smoothing how much of the target's probability is spread over all songs, for the
   *     gradient only
   * @param biasGradient {@code [1, songs]}: the gradient of the bias is added to it
   * @return the sum of the losses in nats, not scaled
   */
  double full(
      Matrix logits,
      Matrix bias,
      int[] targets,
      int first,
      double scale,
      double smoothing,
      Matrix biasGradient);

  /**
   * Computes the loss and gradients of a softmax over the target of each position and negatives
   * that all positions share. If a negative is a position's target, it is ignored there.
   *
   * @param logits {@code [negatives, positions]}: of the negatives, without the bias; replaced by
   *     their gradients
   * @param bias {@code [1, negatives]}
   * @param targetLogits {@code [1, positions]}: of the targets, with their bias; replaced by their
   *     gradients
   * @param targets {@code [positions]}: the index of the target; less than the number of negatives
   *     if it is one of them
   * @param scale factor of all gradients
   * @param biasGradient {@code [1, negatives]}: the gradient of the bias is added to it
   * @return the sum of the losses in nats, not scaled
   */
  double sampled(
      Matrix logits,
      Matrix bias,
      Matrix targetLogits,
      int[] targets,
      double scale,
      Matrix biasGradient);
}
