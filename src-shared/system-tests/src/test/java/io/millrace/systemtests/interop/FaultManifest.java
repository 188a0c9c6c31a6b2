package io.millrace.systemtests.interop;

import java.io.IOException;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes the tables of all faults for {@code ./millrace lab verify-faults}, and what Spark must read from them. */
final class FaultManifest {
    private FaultManifest() {}

    /**
     * Makes them.
     *
     * @param arguments
     *            a folder, which gets the tables and {@code manifest.json}
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        ObjectMapper json = new ObjectMapper();
        ArrayNode manifest = json.createArrayNode();
        for (FaultCase one : FaultCase.write(folder)) {
            ObjectNode table = manifest.addObject().put("name", one.name()).put("table", one.folder().toString());
            switch (one.spark()) {
                case FaultCase.Sight.Rows rows -> {
                    table.put("version", rows.version());
                    rows.rows().forEach(table.putArray("rows")::add);
                }
                case FaultCase.Sight.Refusal refusal -> table.put("refused", true);
            }
        }
        json.writeValue(folder.resolve("manifest.json").toFile(), manifest);
    }
}
