package io.ecslifeguard.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.TestSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifySettingsTest {

    private static final String SECRET = "topsecret";
    private static final Map<String, String> GOOD = Map.of(
            "lifeguard.notify.webhooks.ops.url",
            "https://hooks.example/x?token=" + SECRET,
            "lifeguard.notify.webhooks.ops.secret",
            SECRET);

    @Test
    void needsNothing() {
        assertThat(problems(Map.of())).isEmpty();
    }

    @Test
    void acceptsADestination() {
        assertThat(problems(GOOD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhooks.ops.url         | hooks/topsecret                  | webhooks.ops.url: it is not a URL of http or https",
                "webhooks.ops.url         | ftp://topsecret.example/         | webhooks.ops.url: it is not a URL of http or https",
                "webhooks.ops.url         | https://user:topsecret@x.example | webhooks.ops.url: it is not a URL of http or https",
                "webhooks.ops.url         | https://x y/topsecret            | webhooks.ops.url: it is not a URL of http or https",
                "webhooks.night.kind      | dingtalk                         | webhooks.night.url: it is not said where the webhook is",
                "webhooks.ops.per-minute  | 0                                | webhooks.ops.per-minute: it is 0, and must be 1 to 6000",
                "webhooks.ops.kinds       | given-up,restarted               | webhooks.ops.kinds: it names restarted",
                "webhooks.ops.kinds       | replaced                         | webhooks.ops.kinds: it names replaced",
                "webhooks.o_p/s.url       | https://x.example/topsecret      | webhooks: 'o_p/s' is no name",
                "patience                 | 0s                               | patience: it is PT0S",
                "timeout                  | 31s                              | timeout: it is PT31S",
                "timeout                  | 0s                               | timeout: it is PT0S",
                "first-wait               | 0s                               | first-wait: it is PT0S",
                "longest-wait             | 0s                               | longest-wait: it is PT0S",
                "instance-interval        | -PT1S                            | instance-interval: it is PT-1S",
                "api-url                  | lifeguard                        | api-url: it is not a URL",
                "quarantine.count         | -1                               | quarantine.count: it is -1",
                "quarantine.window        | 0s                               | quarantine.window: it is PT0S",
            })
    void saysWhatIsWrongAndNoSecret(String key, String value, String expected) {
        // Given
        var settings = new HashMap<>(GOOD);
        settings.put("lifeguard.notify." + key, value);

        // When
        var problems = problems(settings);

        // Then
        var colon = expected.indexOf(':');
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("Set lifeguard.notify." + expected.substring(0, colon) + " (LIFEGUARD_NOTIFY_")
                .contains(expected.substring(colon + 2))
                .doesNotContain(SECRET);
    }

    @Test
    void takesADestinationFromTheEnvironment() {
        // When
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(
                        Map.of(
                                "LIFEGUARD_NOTIFY_WEBHOOKS_OPS_URL", "https://hooks.example/x",
                                "LIFEGUARD_NOTIFY_WEBHOOKS_OPS_KIND", "dingtalk",
                                "LIFEGUARD_NOTIFY_WEBHOOKS_OPS_PER_MINUTE", "5"),
                        300))
                .withMapping(NotifyConfig.class)
                .build()
                .getConfigMapping(NotifyConfig.class);

        // Then
        assertThat(config.webhooks()).containsOnlyKeys("ops");
        assertThat(config.webhooks().get("ops").perMinute()).isEqualTo(5);
        assertThat(config.webhooks().get("ops").kind()).isEqualTo(NotifyConfig.Form.DINGTALK);
        assertThat(new NotifySettings(config).problems()).isEmpty();
    }

    private static List<String> problems(Map<String, String> settings) {
        return new NotifySettings(TestSettings.read(NotifyConfig.class, settings)).problems();
    }
}
