package dev.segue.springboot;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;

/** Has the files of a folder as resources, too. */
final class FolderClassLoader extends ClassLoader {

  private final Path folder;

  FolderClassLoader(Path folder) {
    super(FolderClassLoader.class.getClassLoader());
    this.folder = folder;
  }

  @Override
  protected URL findResource(String name) {
    try {
      return folder.resolve(name).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
