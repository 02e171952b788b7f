package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class StorageTest {
  @Test
  void shouldGiveEachRunAFolderOfItsOwn() {
    try (Storage one = Storage.create();
        Storage other = Storage.create()) {
      assertNotEquals(one.folder(), other.folder());
      assertTrue(Files.isDirectory(one.folder()));
    }
  }

  @Test
  void shouldDeleteTheFolderWithAllInItAndOnlyOnce() throws Exception {
    Storage storage = Storage.create();
    Files.createFile(Files.createDirectories(storage.folder().resolve("a/b")).resolve("c"));
    storage.close();
    assertFalse(Files.exists(storage.folder()));
    storage.close();
  }
}
