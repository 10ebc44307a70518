/**
 * Listening histories in published formats or of your own events, and the sessions cut from them.
 */
@NullMarked
package dev.segue.datasets.history;

import org.jspecify.annotations.NullMarked;
