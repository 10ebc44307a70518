/** Scratch space that threads borrow, for all modules of this library. */
@NullMarked
package dev.segue.scratch;

import org.jspecify.annotations.NullMarked;
