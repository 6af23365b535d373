package io.ecslifeguard.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestartSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"debounce=0s", "back-off=0s", "max-starts=100", "window=24h", "brake.share=0", "retry-wait=1ms"})
    void acceptsWhatMakesSense(String setting) {
        assertThat(problems(setting)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "debounce=-1s",
                "look-interval=0s",
                "start-patience=0s",
                "answer-patience=0s",
                "retry-wait=0s",
                "patience=0s",
                "back-off=-1s",
                "longest-back-off=29s",
                "window=0s",
                "window=25h",
                "max-starts=0",
                "max-starts=101",
                "max-starts-per-day=0",
                "circuit-time=0s",
                "brake.window=0s",
                "brake.number=0",
                "brake.share=1",
                "brake.share=-0.1",
                "brake.timeout=0s",
                "after-interruption=-1s",
                "platform-patience=-1s"
            })
    void refusesEachSenselessValueByItsName(String setting) {
        // Given
        var key = "lifeguard.restart." + setting.substring(0, setting.indexOf('='));
        var variable = key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);

        // When
        var problems = problems(setting);

        // Then
        assertThat(problems).singleElement().asString().startsWith("Set %s (%s): ".formatted(key, variable));
    }

    @Test
    void refusesATagThatCannotBeOne() {
        assertThat(problems("tag=" + "x".repeat(128))).isEmpty();
        assertThat(List.of(" ", "x".repeat(129)))
                .allSatisfy(tag -> assertThat(problems("tag=" + tag))
                        .singleElement()
                        .asString()
                        .contains("LIFEGUARD_RESTART_TAG"));
    }

    @Test
    void tellsOfAllAtOnce() {
        assertThat(problems("look-interval=0s", "max-starts=0", "circuit-time=0s"))
                .hasSize(3);
    }

    private static List<String> problems(String... settings) {
        return new RestartSettings(TestRestartConfig.with(settings)).problems();
    }
}
