package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.TestSettings;
import io.smallrye.config.ConfigValidationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingValuesTest {

    @Test
    void findsNothingWrongWithWhatIsNotSet() {
        assertThat(problems(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            lifeguard.queue.wait-time    | soon  | 'soon' is no length of time; for example 500ms, 8s or 5m.
            lifeguard.fleet.every        | daily | 'daily' is no length of time; for example 500ms, 8s or 5m.
            lifeguard.dispatch.capacity  | 1.5   | '1.5' is no whole number; for example 5.
            lifeguard.restart.selection  | some  | 'some' is none of all, tagged; for example all.
            lifeguard.queue.signature    | v3    | 'v3' is none of v2, v4; for example v2.
            lifeguard.cloud.dry-run      | ture  | 'ture' is neither true nor false; for example true.
            lifeguard.notify.webhooks.ops.kinds | never | 'never' is none of access-denied, brake-on, circuit-opened, evacuation-failed, given-up, quarantine-grows, replaced, replacement-failed, restarted; for example access-denied.
            lifeguard.notify.webhooks.ops.kind | slack | 'slack' is none of dingtalk, json; for example dingtalk.
            """)
    void namesTheSettingItsVariableAndAnExample(String key, String value, String expected) {
        // Given
        var variable = key.replaceAll("[.-]", "_").toUpperCase(java.util.Locale.ROOT);

        // When
        var problems = problems(Map.of(key, value));

        // Then
        assertThat(problems).singleElement().asString().isEqualTo("Set %s (%s): %s", key, variable, expected);
    }

    @Test
    void takesEveryWordForYesAndNo() {
        for (var word : List.of("true", "FALSE", "yes", "no", "on", "off", "1", "0")) {
            assertThat(problems(Map.of("lifeguard.cloud.dry-run", word))).isEmpty();
        }
    }

    private static List<String> problems(Map<String, String> settings) {
        try {
            TestSettings.check(AllSettings.MAPPINGS, settings);
            return List.of();
        } catch (ConfigValidationException failure) {
            return SettingValues.sentences(failure);
        }
    }
}
