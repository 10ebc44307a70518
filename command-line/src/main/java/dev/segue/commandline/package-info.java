/** The command line: one class for each command, called after it. */
@NullMarked
package dev.segue.commandline;

import org.jspecify.annotations.NullMarked;
