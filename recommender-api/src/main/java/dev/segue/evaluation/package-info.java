/**
 * How good is it: every transition of held-out playlists is predicted, and the ranks are counted.
 */
@NullMarked
package dev.segue.evaluation;

import org.jspecify.annotations.NullMarked;
