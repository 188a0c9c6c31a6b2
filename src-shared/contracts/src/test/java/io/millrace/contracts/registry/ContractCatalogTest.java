package io.millrace.contracts.registry;

import static io.millrace.contracts.testing.Avsc.field;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.FakeRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractCatalogTest {
    private static final StreamName ORDERS = new StreamName("orders");
    private static final StreamName VISITS = new StreamName("visits");
    private static final String SECOND = Avsc.of(field("a", "'int'", "1"));
    private static final String INVALID_DEFAULT = Avsc.of(field("a", "'int'", "'x'"));

    private static final StreamState DELETING = new StreamState.Deleting(StreamState.Data.DELETE, Instant.EPOCH, 0);

    private final FakeRegistry registry = new FakeRegistry();
    private final ContractCatalog catalog = new ContractCatalog(registry);

    @Test
    void newStreamsAndVersionsAreToldOnce() {
        // given
        registry.register(ORDERS, Avsc.of());
        // when, then
        assertEquals(List.of("orders/1"), titles(catalog.refresh()));
        assertEquals(List.of(), titles(catalog.refresh()));
        registry.register(VISITS, Avsc.of());
        assertEquals(List.of("visits/1"), titles(catalog.refresh()));
        registry.register(ORDERS, SECOND);
        assertEquals(List.of("orders/2"), titles(catalog.refresh()));
        assertEquals(Set.of(ORDERS, VISITS), catalog.streams().keySet());
    }

    @Test
    void streamThatDidNotChangeKeepsItsSchemas() {
        // given
        registry.register(ORDERS, Avsc.of());
        registry.register(ORDERS, Avsc.of(field("b", "'int'")));
        catalog.refresh();
        StreamContracts before = catalog.find(ORDERS).orElseThrow();
        var reported = catalog.refused();
        // when
        catalog.refresh();
        // then
        assertSame(before, catalog.find(ORDERS).orElseThrow());
        assertEquals(reported, catalog.refused());
    }

    @Test
    void newsFoundOnDemandAreToldByTheNextRefresh() {
        // given
        registry.register(ORDERS, Avsc.of());
        assertEquals("orders/1", catalog.refresh(ORDERS).orElseThrow().latest().title());
        // when, then
        assertEquals(List.of("orders/1"), titles(catalog.refresh()));
        assertEquals(List.of(), titles(catalog.refresh()));
    }

    /** Records in Kafka have the ids that the schemas had before. */
    @Test
    void registryThatWasEmptiedAndGivesAnIdToAnotherSchemaIsReportedAndNotUsed() {
        // given
        long first = registry.register(ORDERS, Avsc.of()).contentId();
        catalog.refresh();
        StreamContracts before = catalog.find(ORDERS).orElseThrow();
        // when
        registry.empty();
        assertEquals(first, registry.register(ORDERS, SECOND).contentId());
        // then
        assertEquals(List.of(), titles(catalog.refresh()));
        assertSame(before, catalog.find(ORDERS).orElseThrow());
        assertTrue(String.valueOf(catalog.refused().get(ORDERS)).contains("another schema than before"),
                catalog.refused().toString());
        // when the registry is restored
        registry.empty();
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        // then
        assertEquals(Map.of(), catalog.refused());
    }

    @Test
    void sameContractUnderAnotherIdIsUsedAndTheFormerIdIsStillRead() {
        // given
        long former = registry.register(ORDERS, Avsc.of()).contentId();
        catalog.refresh();
        // when
        registry.empty();
        registry.register(VISITS, SECOND);
        long now = registry.register(ORDERS, Avsc.of()).contentId();
        catalog.refresh();
        // then
        assertNotEquals(former, now);
        StreamContracts contracts = catalog.find(ORDERS).orElseThrow();
        assertEquals(now, contracts.latest().contentId());
        assertEquals(Set.of(former, now), contracts.byContentId().keySet());
        assertEquals(Map.of(), catalog.refused());
    }

    @Test
    void contractThatIsNoStepFromTheOneThatTheRegistryLostIsReportedAndNotUsed() {
        // given
        registry.register(ORDERS, SECOND);
        catalog.refresh();
        // when
        registry.empty();
        registry.register(VISITS, SECOND);
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        // then
        assertEquals(1, catalog.find(ORDERS).orElseThrow().byContentId().size());
        assertTrue(String.valueOf(catalog.refused().get(ORDERS)).contains("no additive step"),
                catalog.refused().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "\"string\"", "not additive", "invalid default"})
    void refusedVersionLeavesTheOneBeforeInUseAndIsReported(String bad) {
        // given
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        // when
        var refused = registry.register(ORDERS, switch (bad) {
            case "not additive" -> Avsc.of(field("a", "'int'"));
            case "invalid default" -> INVALID_DEFAULT;
            default -> bad;
        });
        // then
        assertEquals(List.of(), titles(catalog.refresh()));
        assertEquals("orders/1", latest(ORDERS));
        assertEquals(Set.of(refused.contentId()), catalog.find(ORDERS).orElseThrow().refused().keySet());
        assertTrue(reported(ORDERS).startsWith("The contract orders"), catalog.refused()::toString);
    }

    @Test
    void goodVersionAfterARefusedOneGoesOnFromTheLastGoodOne() {
        // given
        registry.register(ORDERS, Avsc.of());
        registry.register(ORDERS, Avsc.of(field("b", "'int'")));
        // when
        registry.register(ORDERS, SECOND);
        // then
        assertEquals(List.of("orders/3"), titles(catalog.refresh()));
        assertTrue(reported(ORDERS).contains("/fields/b: new field needs a default"));
    }

    @Test
    void everyRefusedVersionIsInTheReportInOrder() {
        registry.register(ORDERS, Avsc.of());
        registry.register(ORDERS, Avsc.of(field("b", "'int'")));
        registry.register(ORDERS, Avsc.of(field("c", "'int'")));
        catalog.refresh();
        assertTrue(reported(ORDERS).matches("(?s).*/fields/b.* \\| .*/fields/c.*"),
                catalog.refused()::toString);
    }

    @Test
    void oneStreamWithoutAnyContractDoesNotHideTheOthersAndSaysWhy() {
        // given
        registry.register(ORDERS, INVALID_DEFAULT);
        registry.register(VISITS, Avsc.of());
        // when, then
        assertEquals(List.of("visits/1"), titles(catalog.refresh()));
        assertEquals(Optional.empty(), catalog.find(ORDERS));
        assertTrue(reported(ORDERS).contains("no valid Avro schema"), catalog.refused()::toString);
        assertEquals(Optional.empty(), catalog.refresh(ORDERS));
    }

    @Test
    void mendedStreamIsUsedAndItsReportGoesWithTheBadVersion() {
        // given
        registry.register(ORDERS, INVALID_DEFAULT);
        catalog.refresh();
        // when
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        // then
        assertEquals("orders/2", latest(ORDERS));
        assertFalse(reported(ORDERS).isEmpty());
        registry.delete(ORDERS);
        catalog.refresh();
        assertEquals(Map.of(), catalog.refused());
    }

    @Test
    void registryThatIsAwayLeavesWhatIsKnown() {
        // given
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        registry.register(ORDERS, SECOND);
        registry.away = true;
        // when, then
        assertThrows(RegistryUnavailableException.class, catalog::refresh);
        assertThrows(RegistryUnavailableException.class, () -> catalog.refresh(ORDERS));
        assertEquals("orders/1", latest(ORDERS));
        registry.away = false;
        assertEquals(List.of("orders/2"), titles(catalog.refresh()));
    }

    @Test
    void streamThatLeftTheRegistryStaysKnown() {
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        registry.delete(ORDERS);
        assertEquals(List.of(), titles(catalog.refresh()));
        assertEquals("orders/1", catalog.refresh(ORDERS).orElseThrow().latest().title());
    }

    @Test
    void streamThatIsBeingDeletedIsNotActiveAndItsEventsCanStillBeRead() {
        // given
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        // when
        registry.record(ORDERS, DELETING);
        // then
        assertEquals(List.of(), titles(catalog.refresh()));
        assertEquals(Map.of(), catalog.streams());
        assertEquals(Optional.empty(), catalog.active(ORDERS));
        assertEquals("orders/1", latest(ORDERS));
        assertEquals(DELETING, catalog.state(ORDERS));
    }

    @Test
    void keptStreamThatIsActiveAgainIsNews() {
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        registry.record(ORDERS, new StreamState.Kept(0));
        assertEquals(List.of(), titles(catalog.refresh()));
        assertEquals("orders/1", latest(ORDERS));
        registry.record(ORDERS, new StreamState.Active(0));
        assertEquals(List.of("orders/1"), titles(catalog.refresh()));
        assertEquals(Set.of(ORDERS), catalog.streams().keySet());
    }

    @Test
    void deletedStreamIsForgotten() {
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        registry.record(ORDERS, new StreamState.Deleted(0));
        assertEquals(List.of(), titles(catalog.refresh()));
        assertEquals(Optional.empty(), catalog.find(ORDERS));
        assertEquals(Optional.empty(), catalog.refresh(ORDERS));
    }

    @Test
    void streamThatWasDeletedAndCreatedAgainBetweenTwoRefreshesIsNews() {
        // given
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        StreamContracts before = catalog.find(ORDERS).orElseThrow();
        // when
        registry.record(ORDERS, new StreamState.Active(1));
        // then
        assertEquals(List.of("orders/1"), titles(catalog.refresh()));
        assertNotSame(before, catalog.find(ORDERS).orElseThrow());
        assertEquals(1, catalog.state(ORDERS).generation());
    }

    @Test
    void streamThatLeftTheRegistryWhileItWasDeletedIsForgotten() {
        registry.register(ORDERS, Avsc.of());
        catalog.refresh();
        registry.record(ORDERS, DELETING);
        catalog.refresh();
        registry.delete(ORDERS);
        assertEquals(List.of(), titles(catalog.refresh()));
        assertEquals(Optional.empty(), catalog.find(ORDERS));
        assertEquals(Map.of(), catalog.states());
    }

    @Test
    void newsThatWereNotToldBeforeAStreamIsDeletedAreNone() {
        registry.register(ORDERS, Avsc.of());
        catalog.refresh(ORDERS);
        registry.record(ORDERS, DELETING);
        assertEquals(List.of(), titles(catalog.refresh()));
    }

    @Test
    void catalogIsLoadedOnceTheWholeRegistryWasRead() {
        registry.away = true;
        assertThrows(RegistryUnavailableException.class, catalog::refresh);
        assertFalse(catalog.loaded());
        registry.away = false;
        var unused = catalog.refresh(ORDERS);
        assertFalse(catalog.loaded());
        catalog.refresh();
        assertTrue(catalog.loaded());
        assertEquals(Map.of(), catalog.streams());
    }

    @Test
    void findingNeverAsksTheRegistry() {
        assertEquals(Optional.empty(), catalog.find(ORDERS));
        assertEquals(0, registry.calls());
    }

    private String reported(StreamName stream) {
        return catalog.refused().getOrDefault(stream, "");
    }

    private String latest(StreamName stream) {
        return catalog.find(stream).orElseThrow().latest().title();
    }

    private static List<String> titles(List<StreamContracts> news) {
        return news.stream().map(found -> found.latest().title()).toList();
    }
}
