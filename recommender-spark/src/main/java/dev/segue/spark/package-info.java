/**
 * Segue on Apache Spark: recommenders as stages of Spark ML, for more listeners than one machine
 * serves. Needs Spark 4, whose classes are not brought along.
 */
@NullMarked
package dev.segue.spark;

import org.jspecify.annotations.NullMarked;
