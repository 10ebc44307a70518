/** The file by which a training that was killed goes on, for all trainers of this library. */
@NullMarked
package dev.segue.checkpoint;

import org.jspecify.annotations.NullMarked;
