package io.millrace.systemtests.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.netty.handler.ssl.SslContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/**
 * Substitutions, those of Millrace and of the libraries, are made against one version of what they substitute. In another the
 * method may be gone, which the builder refuses, or have an overload more, by which the original is reached all the same.
 */
@Tag("packaged")
class SubstitutionTargetTest {
    /** What substitutes only on a condition that is not met here. */
    private static final Set<String> NOT_APPLIED = Set.of(
            // Only when Kafka's metrics are not shown by JMX, which Quarkus does not do by default.
            "io/quarkus/kafka/client/runtime/graal/RemoveJMXAccess",
            // Only without Netty's addresses of domain sockets, which are in all services. gRPC comes with OpenTelemetry.
            "io/quarkus/grpc/common/runtime/graal/Target_io_grpc_netty_UdsNameResolverProvider");

    /** How many overloads of a substituted method may be reached: each was looked at, and its own body links. */
    private static final Map<String, Integer> KNOWN_OVERLOADS = Map.of(
            "io/grpc/netty/GrpcSslContexts.configure", 1, "io/netty/buffer/EmptyByteBuf.nioBuffer", 1,
            "io/netty/buffer/EmptyByteBuf.nioBuffers", 1,
            "io/netty/handler/codec/compression/ZlibCodecFactory.newZlibDecoder", 2,
            "io/netty/handler/ssl/SslContext.toPrivateKey", 1, "org/apache/avro/generic/GenericDatumReader.<init>", 4,
            "org/apache/hadoop/fs/Path.<init>", 6, "org/apache/parquet/conf/HadoopParquetConfiguration.<init>", 2,
            "org/slf4j/LoggerFactory.getLogger", 1);

    @ParameterizedTest
    @ValueSource(strings = {"ingest-service", "stream-service", "batch-service"})
    void everySubstitutedOrCalledMethodIsThere(String service) {
        PackagedClasses classes = PackagedClasses.of(service);

        assertTrue(new Substitutions(classes).links().size() > 100, "the substitutions are not found");
        assertEquals(List.of(), gone(classes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-service", "stream-service", "batch-service"})
    void noOverloadOfASubstitutedMethodIsOverlooked(String service) {
        assertEquals(Set.of(), overlooked(PackagedClasses.of(service)));
    }

    @Test
    void whatIsGoneIsNamed() {
        PackagedClasses classes = PackagedClasses.of("ingest-service").with(Target_Gone.class);

        assertEquals(List.of("io/netty/handler/ssl/SslContext.newClientContext(I)V"), gone(classes));
    }

    @Test
    void anOverlookedOverloadIsNamed() {
        PackagedClasses classes = PackagedClasses.of("ingest-service").with(Target_Narrow.class);

        Set<String> overlooked = overlooked(classes);

        assertTrue(overlooked.size() > 1, overlooked::toString);
        assertTrue(overlooked.stream().allMatch(o -> o.startsWith("io/netty/handler/ssl/SslContext.newHandler(")),
                overlooked::toString);
    }

    private static List<Substitutions.Link> applied(PackagedClasses classes) {
        return new Substitutions(classes).links().stream().filter(link -> !NOT_APPLIED.contains(link.owner())).toList();
    }

    private static List<String> gone(PackagedClasses classes) {
        return applied(classes).stream()
                .filter(link -> Hierarchy
                        .method(classes.find(link.target()).orElseThrow(), link.name(), link.descriptor())
                        .isEmpty())
                .map(Substitutions.Link::original).sorted().toList();
    }

    private static Set<String> overlooked(PackagedClasses classes) {
        List<Substitutions.Link> links = applied(classes);
        Map<String, Set<String>> linked = links.stream().collect(Collectors.groupingBy(SubstitutionTargetTest::named,
                TreeMap::new, Collectors.mapping(Substitutions.Link::descriptor, Collectors.toSet())));
        Map<String, Set<String>> overlooked = new TreeMap<>();
        for (Substitutions.Link link : links) {
            if (link.substitute()) {
                for (MethodNode method : classes.find(link.target()).orElseThrow().methods) {
                    if (method.name.equals(link.name()) && (method.access & Opcodes.ACC_SYNTHETIC) == 0
                            && !linked.getOrDefault(named(link), Set.of()).contains(method.desc)) {
                        overlooked.computeIfAbsent(named(link), key -> new TreeSet<>()).add(named(link) + method.desc);
                    }
                }
            }
        }
        overlooked.entrySet()
                .removeIf(found -> KNOWN_OVERLOADS.getOrDefault(found.getKey(), 0) == found.getValue().size());
        return overlooked.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String named(Substitutions.Link link) {
        return link.target() + "." + link.name();
    }

    @TargetClass(SslContext.class)
    private static final class Target_Gone {
        @Substitute
        @SuppressWarnings("unused")
        static void newClientContext(int gone) {}
    }

    @TargetClass(SslContext.class)
    private static final class Target_Narrow {
        @Substitute
        @SuppressWarnings("unused")
        public io.netty.handler.ssl.SslHandler newHandler(io.netty.buffer.ByteBufAllocator allocator) {
            throw new UnsupportedOperationException();
        }
    }
}
