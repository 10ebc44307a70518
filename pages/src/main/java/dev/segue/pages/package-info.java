/** Pages to look at, each in one file that loads nothing from elsewhere. */
@NullMarked
package dev.segue.pages;

import org.jspecify.annotations.NullMarked;
