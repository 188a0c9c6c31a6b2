package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.millrace.launcher.local.DataFolders;

/** The storage refuses to note the newest checkpoint, because a folder has the name of that file. Commits succeed. */
record BlockedCheckpoint() implements Fault {
    @Override
    public Map<String, String> make(Place place) throws IOException {
        Path blocker = blocker(place);
        Files.deleteIfExists(blocker);
        // A folder without a file in it would be replaced.
        Files.createFile(Files.createDirectory(blocker).resolve("file"));
        return Map.of("FILE", blocker.toString());
    }

    private static Path blocker(Place place) {
        return place.system().tables().resolve(place.stream()).resolve("_delta_log/_last_checkpoint");
    }

    /** There is a checkpoint every ten commits. */
    @Override
    public void whileMade(Place place) {
        place.system().offer(place.stream(), ProbeEvents.now(1));
    }

    @Override
    public void whenMended(Place place) {
        whileMade(place);
    }

    @Override
    public void undo(Place place) throws IOException {
        if (Files.isDirectory(blocker(place))) {
            DataFolders.delete(blocker(place));
        }
    }
}
