package dev.segue.pages.html;

/** Something that a section of a page shows. */
public sealed interface Part permits Table, Chart, SongMap, SimilarSongs, Download {

  /**
   * Returns what stands for it in the page.
   *
   * @return HTML
   */
  String html();
}
