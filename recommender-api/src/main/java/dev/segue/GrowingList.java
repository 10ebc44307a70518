package dev.segue;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A list that only grows, so that a view of it costs nothing and never changes. One thread at a
 * time.
 */
final class GrowingList<E> {

  private Object[] elements;
  private int size;

  GrowingList() {
    this(new Object[0], 0);
  }

  private GrowingList(Object[] elements, int size) {
    this.elements = elements;
    this.size = size;
  }

  void add(E element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size + size / 2 + 8);
    }
    elements[size++] = element;
  }

  int size() {
    return size;
  }

  /** Returns the elements so far; later ones do not change the view. */
  List<E> view() {
    return new View<>(elements, size);
  }

  GrowingList<E> copy() {
    return new GrowingList<>(Arrays.copyOf(elements, size), size);
  }

  private static final class View<E> extends AbstractList<E> implements RandomAccess {

    private final Object[] elements;
    private final int size;

    View(Object[] elements, int size) {
      this.elements = elements;
      this.size = size;
    }

    @Override
    @SuppressWarnings("unchecked") // add takes nothing else
    public E get(int index) {
      return (E) elements[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
      return size;
    }
  }
}
