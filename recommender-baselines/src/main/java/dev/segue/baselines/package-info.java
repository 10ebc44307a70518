/**
 * Recommenders that learn in seconds, each with the paper it comes from: to compare with, to blend
 * with, and to use where they are enough.
 */
@NullMarked
package dev.segue.baselines;

import org.jspecify.annotations.NullMarked;
