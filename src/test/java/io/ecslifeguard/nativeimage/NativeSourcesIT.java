package io.ecslifeguard.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.ecslifeguard.testing.JsonTypes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.graalvm.nativeimage.hosted.Feature;
import org.junit.jupiter.api.Test;

/** What the build of an executable is given, as Quarkus writes it down for a machine that has GraalVM. */
class NativeSourcesIT {

    private static final Path SOURCES = Path.of("target/native-sources");

    @Test
    void registersWhatJacksonReadsAndWrites() throws IOException {
        // When
        var registered = new JsonArray(entry("META-INF/native-image/reflect-config.json"))
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(type -> type.getBoolean("allDeclaredConstructors", false)
                                && type.getBoolean("allDeclaredMethods", false)
                                && type.getBoolean("allDeclaredFields", false))
                        .map(type -> type.getString("name"))
                        .toList();

        // Then
        assertThat(JsonTypes.registered())
                .contains("io.ecslifeguard.spot.Membership", "io.ecslifeguard.history.EventItem");
        assertThat(registered).containsAll(JsonTypes.registered());
    }

    @Test
    void takesInEveryMigration() throws IOException {
        // Given
        try (var migrations = Files.list(Path.of("src/main/resources/db/migration"))) {
            // When
            var resources = entry("META-INF/native-image/resource-config.json");

            // Then
            assertThat(migrations.map(file -> "db/migration/" + file.getFileName()))
                    .isNotEmpty()
                    .allSatisfy(migration -> assertThat(resources).contains(migration));
        }
    }

    @Test
    void runsEveryFeature() throws IOException {
        // Given
        var features = new ClassFileImporter()
                .importPackages(TeaFeature.class.getPackageName()).stream()
                        .filter(type -> type.isAssignableTo(Feature.class) && !type.isInterface())
                        .map(JavaClass::getName)
                        .toList();

        // When
        var arguments = Files.readString(SOURCES.resolve("native-image.args"), StandardCharsets.UTF_8);

        // Then
        var given = Stream.of(arguments.split(" "))
                .filter(argument -> argument.startsWith("--features="))
                .flatMap(argument ->
                        Stream.of(argument.substring("--features=".length()).split(",")))
                .toList();
        assertThat(features).contains(TeaFeature.class.getName());
        assertThat(given).containsAll(features).doesNotHaveDuplicates();
        assertThat(arguments)
                .as("what is missing fails the build, and no one at 3 a.m.")
                .contains(" --link-at-build-time ")
                .contains(" --no-fallback ");
        assertThat(arguments).as("for the SDKs").contains("--enable-url-protocols=http,https");
        assertThat(arguments).as("for what is no URI").contains(" -Dvertx.disableURIValidation=true ");
    }

    private static String entry(String name) throws IOException {
        try (var files = Files.list(SOURCES)) {
            var jar = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
            try (var zip = new ZipFile(jar.toFile())) {
                return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
