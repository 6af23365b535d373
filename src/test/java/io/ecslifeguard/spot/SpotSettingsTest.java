package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpotSettingsTest {

    @Test
    void acceptsWhatMakesSense() {
        // When
        var problems = problems("rsp-6cejjzl7q1a2b", 60, 90, 300);

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void refusesWhatIsNoServerGroup() {
        // When
        var problems = problems("rsp/1", 60, 90, 300);

        // Then
        assertThat(problems).singleElement().asString().contains("LIFEGUARD_SPOT_SERVER_GROUPS", "rsp/1");
    }

    @Test
    void refusesAMarginAsLongAsTheNotice() {
        // When
        var problems = problems("rsp-1", 60, 300, 300);

        // Then
        assertThat(problems).singleElement().asString().contains("LIFEGUARD_SPOT_MARGIN", "lifeguard.spot.notice");
    }

    @Test
    void refusesNegativeTimes() {
        // When
        var problems = problems("rsp-1", -1, -1, 300);

        // Then
        assertThat(problems).hasSize(2);
    }

    private static List<String> problems(String group, int drain, int margin, int notice) {
        return new SpotSettings(new Config(
                        true,
                        Optional.of(List.of(group)),
                        Duration.ofSeconds(drain),
                        Duration.ofSeconds(margin),
                        Duration.ofSeconds(notice)))
                .problems();
    }

    private record Config(
            boolean enabled, Optional<List<String>> serverGroups, Duration drainTime, Duration margin, Duration notice)
            implements SpotConfig {}
}
