package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The folder of a table is gone while the services run. */
record RemovedTable() implements Fault {
    @Override
    public Map<String, String> make(Place place) throws IOException {
        Path backup = Files.createDirectories(place.system().data().resolve("backup")).resolve(place.stream());
        Files.move(place.system().tables().resolve(place.stream()), backup);
        place.system().send(place.stream(), ProbeEvents.now(20));
        return Map.of("BACKUP", backup.toString());
    }
}
