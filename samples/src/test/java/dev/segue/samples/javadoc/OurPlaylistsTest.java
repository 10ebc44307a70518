package dev.segue.samples.javadoc;

import dev.segue.PlaylistDataset;
import dev.segue.testing.PlaylistDatasetContract;

// @start region="contract"
class OurPlaylistsTest extends PlaylistDatasetContract {

  @Override
  protected PlaylistDataset dataset() {
    return Jazz.playlists(); // a dataset of your own
  }
}
// @end
