package io.millrace.systemtests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No document has a link that leads nowhere. */
class LinksTest {
    @TempDir
    private Path folder;

    @Test
    void everyRelativeLinkAndAnchorOfTheDocumentsExists() {
        List<Path> documents = Documents.ending(".md");

        assertTrue(documents.size() > 15, () -> "only found " + documents);
        assertEquals(List.of(), documents.stream().flatMap(document -> Links.dead(document).stream()).toList());
    }

    @Test
    void aFileThatIsNotThereIsFound() throws IOException {
        assertEquals(1, Links.dead(document("See [the plan](plan.md).")).size());
    }

    @Test
    void anAnchorThatNoHeadingHasIsFound() throws IOException {
        Files.writeString(folder.resolve("other.md"), "# Other\n\n## A heading, with `code`\n");

        assertEquals(1, Links.dead(document("[x](other.md#a-heading)")).size());
        assertEquals(List.of(), Links.dead(document("[x](other.md#a-heading-with-code)")));
    }

    @Test
    void codeAndAddressesOfOtherSitesAreNotLooked() throws IOException {
        assertEquals(List.of(),
                Links.dead(document("`[x](no.md)` [y](https://example.org/no.md)\n\n    [z](no.md)\n")));
    }

    @Test
    void headingsOfTheSameTextGetNumbers() {
        assertEquals(Set.of("merge-2026-11-26", "merge-2026-11-26-1"),
                Links.anchors("## Merge, 2026-11-26\n## Merge, 2026-11-26\n"));
    }

    private Path document(String text) throws IOException {
        return Files.writeString(folder.resolve("document.md"), text);
    }
}
