/** What pages are made of: prose, tables and charts, in one file that loads nothing. */
@NullMarked
package dev.segue.pages.html;

import org.jspecify.annotations.NullMarked;
