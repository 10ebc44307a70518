package dev.segue;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A list that only grows, so that a view of it costs nothing and never changes, and a copy next to
 * nothing. One thread at a time uses a list; views may be shared by threads.
 */
final class GrowingList<E> {

  private static final int BITS = 9;
  private static final int MASK = (1 << BITS) - 1;
  private static final int MIN_BLOCK = 16;

  /** Full ones are shared by copies. */
  private Object[][] blocks;

  private int size;

  GrowingList() {
    this(new Object[0][], 0);
  }

  private GrowingList(Object[][] blocks, int size) {
    this.blocks = blocks;
    this.size = size;
  }

  void add(E element) {
    int last = size >> BITS;
    int at = size & MASK;
    if (last == blocks.length) {
      blocks = Arrays.copyOf(blocks, last + 1); // views keep theirs
      blocks[last] = new Object[last == 0 ? MIN_BLOCK : MASK + 1];
    } else if (at == blocks[last].length) {
      blocks = blocks.clone();
      blocks[last] = Arrays.copyOf(blocks[last], 2 * at);
    }
    blocks[last][at] = element;
    size++;
  }

  int size() {
    return size;
  }

  E get(int index) {
    return view().get(index);
  }

  /** Returns the elements so far; later ones do not change the view. */
  List<E> view() {
    return new View<>(blocks, size);
  }

  GrowingList<E> copy() {
    Object[][] copy = blocks.clone();
    int last = size >> BITS;
    if (last < copy.length) {
      copy[last] = copy[last].clone();
    }
    return new GrowingList<>(copy, size);
  }

  private static final class View<E> extends AbstractList<E> implements RandomAccess {

    private final Object[][] blocks;
    private final int size;

    View(Object[][] blocks, int size) {
      this.blocks = blocks;
      this.size = size;
    }

    @Override
    @SuppressWarnings("unchecked") // add takes nothing else
    public E get(int index) {
      Objects.checkIndex(index, size);
      return (E) blocks[index >> BITS][index & MASK];
    }

    @Override
    public int size() {
      return size;
    }
  }
}
