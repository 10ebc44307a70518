/** Has the model of a server learn from what its listeners played. */
@NullMarked
package dev.segue.server.update;

import org.jspecify.annotations.NullMarked;
