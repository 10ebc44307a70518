/** What listeners played, skipped, liked and banned, kept in one file. */
@NullMarked
package dev.segue.server.store;

import org.jspecify.annotations.NullMarked;
