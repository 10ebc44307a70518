/** Resumable transfers, checksums, and the unpacking of untrusted archives. */
@NullMarked
package dev.segue.datasets.download;

import org.jspecify.annotations.NullMarked;
