package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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

    @Test
    void refusesToWaitForOthersUntilTheNoticeIsOver() {
        // When
        var problems = settings(Duration.ofSeconds(121), Duration.ofSeconds(15)).problems();

        // Then
        assertThat(problems).singleElement().asString().contains("LIFEGUARD_SPOT_GATHER_EXPECTED");
    }

    @Test
    void refusesALeaseOfALaneThatIsTooLongOrTooShort() {
        // When
        var tooLong = settings(Duration.ZERO, Duration.ofSeconds(121)).problems();
        var tooShort = settings(Duration.ZERO, Duration.ofSeconds(4)).problems();

        // Then
        assertThat(tooLong).singleElement().asString().contains("LIFEGUARD_SPOT_LANE_LEASE");
        assertThat(tooShort).isEqualTo(List.of(tooLong.get(0).replace("PT2M1S", "PT4S")));
    }

    private static SpotSettings settings(Duration gatherExpected, Duration laneLease) {
        return new SpotSettings(new LaneScene.Config(Duration.ofSeconds(2), gatherExpected, laneLease));
    }

    @Test
    void refusesTimesThatAnAttemptHasNotGot() {
        // When
        var problems = new SpotSettings(TestSpotConfig.DEFAULT
                        .withGroupTimeout(Duration.ofSeconds(16))
                        .withDiscoveryWait(Duration.ofSeconds(11)))
                .problems();

        // Then
        assertThat(problems)
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("LIFEGUARD_SPOT_GROUP_TIMEOUT"),
                        problem -> assertThat(problem).contains("LIFEGUARD_SPOT_DISCOVERY_WAIT"));
    }

    @Test
    void refusesReplacementsThatCannotBeBought() {
        // When
        var problems = new SpotSettings(TestSpotConfig.DEFAULT.withReplacement(TestReplacement.DEFAULT
                        .withTemplate(null, "latest")
                        .withTypes("g7.large")
                        .withVSwitches("vpc-1")
                        .withPriceLimit("0.12345")))
                .problems();

        // Then
        assertThat(problems)
                .satisfiesExactly(
                        problem ->
                                assertThat(problem).contains("LIFEGUARD_SPOT_REPLACEMENT_TEMPLATE_VERSION", "latest"),
                        problem -> assertThat(problem).contains("LIFEGUARD_SPOT_REPLACEMENT_TEMPLATE)"),
                        problem -> assertThat(problem).contains("LIFEGUARD_SPOT_REPLACEMENT_TYPES", "g7.large"),
                        problem -> assertThat(problem).contains("LIFEGUARD_SPOT_REPLACEMENT_VSWITCHES", "vpc-1"),
                        problem -> assertThat(problem).contains("LIFEGUARD_SPOT_REPLACEMENT_PRICE_LIMIT", "0.12345"));
    }

    private static List<String> problems(String group, int drain, int margin, int notice) {
        return new SpotSettings(TestSpotConfig.DEFAULT
                        .withServerGroups(group)
                        .withDrainTime(Duration.ofSeconds(drain))
                        .withMargin(Duration.ofSeconds(margin))
                        .withNotice(Duration.ofSeconds(notice)))
                .problems();
    }
}
