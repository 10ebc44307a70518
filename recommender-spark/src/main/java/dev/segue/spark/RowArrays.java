package dev.segue.spark;

import java.util.List;
import scala.collection.immutable.ArraySeq;
import scala.collection.immutable.Seq;

/** Arrays in rows. */
final class RowArrays {

  private RowArrays() {}

  /**
   * The values as what a row must hold: the next typed step may be given the very row that this one
   * made, and not what was encoded of it.
   */
  static Seq<Object> of(List<?> values) {
    return ArraySeq.unsafeWrapArray(values.toArray());
  }
}
