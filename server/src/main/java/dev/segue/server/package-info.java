/** The next song over HTTP: listeners, what they played, and a model that may change meanwhile. */
@NullMarked
package dev.segue.server;

import org.jspecify.annotations.NullMarked;
