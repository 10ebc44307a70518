/** The next song over HTTP: listeners, what they played, and a model that may change meanwhile. */
@SuppressWarnings("module") // the command line is no module
module dev.segue.server {
  requires com.fasterxml.jackson.databind;
  requires com.google.common;
  requires micrometer.core;
  requires java.sql;
  requires micrometer.registry.prometheus;
  requires org.apache.commons.text;
  requires org.eclipse.jetty.server;
  requires org.xerial.sqlitejdbc;
  requires transitive dev.segue;
  requires static com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  exports dev.segue.server;

  opens dev.segue.server to
      com.fasterxml.jackson.databind;
}
