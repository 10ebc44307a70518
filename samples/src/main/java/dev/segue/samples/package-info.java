/** Short programs that show how Segue is used, and the command line that is made of it. */
@NullMarked
package dev.segue.samples;

import org.jspecify.annotations.NullMarked;
