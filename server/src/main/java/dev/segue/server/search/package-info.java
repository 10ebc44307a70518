/** Finds songs of a catalogue by what people type. */
@NullMarked
package dev.segue.server.search;

import org.jspecify.annotations.NullMarked;
