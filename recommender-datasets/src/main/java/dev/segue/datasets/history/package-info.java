/**
 * Listening histories in published formats, or of events of one's own, and the sessions that are
 * cut from them.
 */
@NullMarked
package dev.segue.datasets.history;

import org.jspecify.annotations.NullMarked;
