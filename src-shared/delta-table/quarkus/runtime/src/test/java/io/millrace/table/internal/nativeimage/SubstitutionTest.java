package io.millrace.table.internal.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The builder fails on a substitution without its target; this says so without a builder, when a dependency is raised. */
class SubstitutionTest {
    private static final String CLASS = ".class";

    static List<Substitution> substitutions() {
        return declared().stream().flatMap(Substitution::of).toList();
    }

    @ParameterizedTest
    @MethodSource("substitutions")
    void theSubstitutedMethodIsThereWithTheSameSignature(Substitution substitution) throws Exception {
        Executable target = substitution.target();

        assertEquals(substitution.isStatic(), Substitution.isStatic(target), target::toString);
        assertEquals(substitution.returned(), Substitution.returned(target), target::toString);
    }

    @Test
    void noSubstitutionIsOverlooked() {
        assertEquals(11, substitutions().size());
    }

    @Test
    void aTargetThatIsNotThereIsNamed() throws Exception {
        Substitution gone = new Substitution(Gone.class,
                Gone.class.getDeclaredMethod("createHadoopConfiguration", String.class));

        NoSuchMethodException refusal = assertThrows(NoSuchMethodException.class, gone::target);

        assertTrue(refusal.toString().contains("ConfigurationUtil.createHadoopConfiguration"), refusal::toString);
    }

    @Test
    void parquetsReadOptionsMayAskForTheDefaultCodecsButNotUseThem() {
        var codecs = Target_HadoopCodecs.newFactory(new PlainParquetConfiguration(), 0);

        var refusal = assertThrows(UnsupportedOperationException.class,
                () -> codecs.getDecompressor(CompressionCodecName.ZSTD));
        assertTrue(refusal.toString().contains("Hadoop"), refusal::toString);
    }

    private static List<Class<?>> declared() {
        List<Class<?>> declared = new ArrayList<>();
        try (Stream<Path> files = Files.list(
                Path.of(NoHadoop.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .resolve(NoHadoop.class.getPackageName().replace('.', '/')))) {
            for (Path file : files.filter(f -> f.toString().endsWith(CLASS)).toList()) {
                String name = file.getFileName().toString().replace(CLASS, "");
                Class<?> type = Substitution.named(NoHadoop.class.getPackageName() + "." + name);
                if (type.isAnnotationPresent(TargetClass.class)) {
                    declared.add(type);
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
        return declared;
    }

    @TargetClass(org.apache.parquet.hadoop.util.ConfigurationUtil.class)
    private static final class Gone {
        @Substitute
        @SuppressWarnings("unused")
        static void createHadoopConfiguration(String other) {}
    }
}
