/** Playlists and listening histories in published formats, and a synthetic station. */
module dev.segue.datasets {
  requires com.ctc.wstx;
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;
  requires transitive dev.segue;
  requires java.net.http;
  requires java.xml;
  requires org.apache.commons.compress;
  requires static transitive org.jspecify;

  exports dev.segue.datasets;
  exports dev.segue.datasets.history;
}
