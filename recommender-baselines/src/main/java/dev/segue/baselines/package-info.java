/**
 * Baselines that train in seconds, each with the paper it comes from: to compare with, to blend,
 * and to use if they are good enough.
 *
 * {@snippet class="dev.segue.samples.javadoc.BaselineExamplesTest" region="baseline"}
 */
@NullMarked
package dev.segue.baselines;

import org.jspecify.annotations.NullMarked;
