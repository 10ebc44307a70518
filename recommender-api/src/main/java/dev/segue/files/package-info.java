/** Files that are written whole or not at all, for the modules of this library that write any. */
@NullMarked
package dev.segue.files;

import org.jspecify.annotations.NullMarked;
