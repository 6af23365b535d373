package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is deployed holds no database, and nothing in it leads to the local cloud or to what dev mode starts. */
class PackageContentsIT {

    /** The embedded PostgreSQL, and what unpacks it. */
    private static final Pattern DATABASE =
            Pattern.compile("io/zonky/.*|org/apache/commons/compress/.*|org/tukaani/.*|.*\\.txz|postgres-[^/]*");

    private static final Pattern DEVELOPMENT = Pattern.compile("io[./]ecslifeguard[./](localcloud|dev)[./]");
    /** These may speak of themselves; and one keeps them out of an executable. */
    private static final Pattern THEMSELVES =
            Pattern.compile("io/ecslifeguard/((localcloud|dev)/.*|nativeimage/ServiceOnlyFeature.class)");

    static Stream<Path> packages() {
        var sources = Path.of("target/native-sources");
        return System.getProperty("native.image.path") == null
                ? Stream.of(Path.of("target/quarkus-app"), sources)
                : Stream.of(sources);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void holdNoDatabase(Path directory) throws IOException {
        // When
        var found = new ArrayList<String>();
        for (var jar : jars(directory)) {
            try (var zip = new ZipFile(jar.toFile())) {
                zip.stream()
                        .map(entry -> entry.getName())
                        .filter(DATABASE.asMatchPredicate())
                        .limit(1)
                        .forEach(name -> found.add(jar.getFileName() + ": " + name));
            }
        }

        // Then
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void leadNowhereNearTheLocalCloud(Path directory) throws IOException {
        // When
        var looked = 0;
        var found = new ArrayList<String>();
        for (var jar : jars(directory)) {
            try (var zip = new ZipFile(jar.toFile())) {
                var code = zip.stream()
                        .filter(entry -> entry.getName().matches("(.*/)?[^/]+\\.(class|json|dat|properties|args)"))
                        .filter(entry -> !THEMSELVES.matcher(entry.getName()).matches())
                        .toList();
                if (!isOurs(jar)) {
                    continue;
                }
                for (var entry : code) {
                    looked++;
                    var bytes = zip.getInputStream(entry).readAllBytes();
                    if (DEVELOPMENT
                            .matcher(new String(bytes, StandardCharsets.ISO_8859_1))
                            .find()) {
                        found.add(jar.getFileName() + ": " + entry.getName());
                    }
                }
            }
        }

        // Then
        assertThat(looked).isGreaterThan(500);
        assertThat(found).isEmpty();
    }

    static Stream<Path> executables() {
        return Stream.ofNullable(System.getProperty("native.image.path")).map(Path::of);
    }

    /** It names the classes that are in it. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("executables")
    void anExecutableNamesNeither(Path executable) throws IOException {
        // When
        var text = Files.readString(executable, StandardCharsets.ISO_8859_1);

        // Then
        assertThat(text.contains("io.ecslifeguard.dispatch.")).isTrue();
        assertThat(text.contains("io.zonky.")).isFalse();
        assertThat(DEVELOPMENT.matcher(text).results().map(MatchResult::group)).isEmpty();
    }

    private static boolean isOurs(Path jar) {
        return !jar.getParent().toString().contains("/lib");
    }

    private static List<Path> jars(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            var jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).as("jars in " + directory).hasSizeGreaterThan(100);
            return jars;
        }
    }
}
