/** How long calls end when their thread is interrupted, for all modules of this library. */
@NullMarked
package dev.segue.interruption;

import org.jspecify.annotations.NullMarked;
