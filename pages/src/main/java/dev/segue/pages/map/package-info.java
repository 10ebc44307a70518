/** Where the songs of a model lie on a map, for modules of ours. */
@NullMarked
package dev.segue.pages.map;

import org.jspecify.annotations.NullMarked;
