/**
 * Transfers that go on where they broke, checksums, and the unpacking of archives that nobody
 * vouches for.
 */
@NullMarked
package dev.segue.datasets.download;

import org.jspecify.annotations.NullMarked;
