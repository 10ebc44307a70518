package dev.segue.datasets.reading;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ByteSearchTest {

  @Property
  void indexOf_isWhatALoopFinds(
      @ForAll @Size(max = 40) @ByteRange(min = 7, max = 10) byte[] bytes,
      @ForAll @IntRange(max = 40) int one,
      @ForAll @IntRange(max = 40) int other) {
    int from = Math.min(Math.min(one, other), bytes.length);
    int to = Math.min(Math.max(one, other), bytes.length);
    int expected = from;
    while (expected < to && bytes[expected] != '\t') {
      expected++;
    }
    assertThat(ByteSearch.indexOf(bytes, from, to, '\t')).isEqualTo(expected);
  }

  @Property
  void indexOf_inAnyBytes(@ForAll @Size(max = 40) byte[] bytes) {
    int expected = 0;
    while (expected < bytes.length && bytes[expected] != '\n') {
      expected++;
    }
    assertThat(ByteSearch.indexOf(bytes, 0, bytes.length, '\n')).isEqualTo(expected);
  }
}
