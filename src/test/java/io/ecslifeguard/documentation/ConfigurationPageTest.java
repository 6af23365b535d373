package io.ecslifeguard.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of settings is written from the mappings. Where they have changed, {@code ./mvnw test
 * -Dtest=ConfigurationPageTest -Ddocumentation.write=true} writes it again.
 */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final String INTRODUCTION = """
            # Settings

            All of them, as environment variables. A duration is a number with a unit (`500ms`, `15s`, `5m`, `6h`, `30d`). Each may be
            set as a system property or in `config/application.properties` as well: `LIFEGUARD_QUEUE_NAMES` is
            `lifeguard.queue.names` there. One that is missing, or makes no sense, stops the start with a sentence that names it.

            This page is written from the code that reads the settings.
            """;
    private static final Pattern NAMED = Pattern.compile("`(LIFEGUARD_[A-Z0-9_<>]+)`");

    @Test
    void listsEverySettingWithItsDefault() throws IOException {
        // Given
        var expected = page(Mappings.read());

        // When
        if (Boolean.getBoolean("documentation.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected);
        }

        // Then
        assertThat(PAGE).hasContent(expected);
    }

    @Test
    void theReadmeNamesNoSettingThatDoesNotExist() throws IOException {
        // Given
        var known = Mappings.read().stream()
                .flatMap(group -> group.settings().stream())
                .map(Setting::variable)
                .collect(Collectors.toSet());

        // When
        var named =
                NAMED.matcher(Files.readString(Path.of("README.md"))).results().map(match -> match.group(1));

        // Then
        assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(known).anyMatch(one -> isOf(name, one)));
    }

    /** Whether a name is that of a setting, whose part in angle brackets may be any. */
    private static boolean isOf(String name, String variable) {
        return Pattern.matches(variable.replaceAll("<[A-Z]+>", "[A-Z0-9_<>]+"), name);
    }

    private static String page(List<Mappings.Group> groups) {
        return Stream.concat(Stream.of(INTRODUCTION), groups.stream().map(ConfigurationPageTest::section))
                .collect(Collectors.joining("\n"));
    }

    private static String section(Mappings.Group group) {
        return "## `%s`\n\n%s\n\n| variable | value | default | meaning |\n|---|---|---|---|\n%s\n"
                .formatted(
                        group.prefix(),
                        group.about(),
                        group.settings().stream().map(Setting::row).collect(Collectors.joining("\n")));
    }
}
