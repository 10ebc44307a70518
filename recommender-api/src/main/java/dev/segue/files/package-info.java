/** Writes files whole or not at all, for all modules of this library. */
@NullMarked
package dev.segue.files;

import org.jspecify.annotations.NullMarked;
