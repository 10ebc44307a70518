/** How messages quote what others wrote, for all modules of this library. */
@NullMarked
package dev.segue.quotation;

import org.jspecify.annotations.NullMarked;
