/** Short programs that show how Segue is used. */
@NullMarked
package dev.segue.samples;

import org.jspecify.annotations.NullMarked;
