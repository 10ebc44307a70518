/**
 * Listening histories in published formats or of your own events, and the sessions cut from them.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="sessions"}
 */
@NullMarked
package dev.segue.datasets.history;

import org.jspecify.annotations.NullMarked;
