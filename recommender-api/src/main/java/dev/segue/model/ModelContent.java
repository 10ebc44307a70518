package dev.segue.model;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a model file by name: text, and the shape of each tensor with its values as floats
 * or bytes. Of floats that were read, also the largest absolute value.
 */
record ModelContent(
    SortedMap<String, String> text,
    SortedMap<String, List<Integer>> shapes,
    SortedMap<String, float[]> floats,
    SortedMap<String, Float> magnitudes,
    SortedMap<String, byte[]> bytes) {

  ModelContent() {
    this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  /** A text entry that every model file has. */
  String text(String name) {
    return Objects.requireNonNull(text.get(name), name);
  }

  void addFloats(String name, List<Integer> shape, float[] values) {
    shapes.put(name, shape);
    floats.put(name, values);
  }

  void addBytes(String name, byte[] values) {
    addBytes(name, List.of(values.length), values);
  }

  void addBytes(String name, List<Integer> shape, byte[] values) {
    shapes.put(name, shape);
    bytes.put(name, values);
  }

  void remove(String name) {
    shapes.remove(name);
    floats.remove(name);
    bytes.remove(name);
  }

  /** Removes all tensors whose names begin in some way. */
  void removeAll(String prefix) {
    List.copyOf(shapes.keySet()).stream()
        .filter(name -> name.startsWith(prefix))
        .forEach(this::remove);
  }
}
