package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Pool;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplacementRulesTest {

    @Test
    void replacesMembersThatAreDeleted() {
        // When
        var why = rules(TestReplacement.DEFAULT).whyNot(Optional.empty(), "delete", true);

        // Then
        assertThat(why).isEmpty();
    }

    @Test
    void saysWhichSettingIsAgainstIt() {
        // When
        var disabled = rules(TestReplacement.DEFAULT.withEnabled(false)).whyNot(Optional.empty(), "delete", true);
        var notMember = rules(TestReplacement.DEFAULT).whyNot(Optional.empty(), "delete", false);
        var stopped = rules(TestReplacement.DEFAULT).whyNot(Optional.empty(), "stop", true);

        // Then
        assertThat(disabled.orElseThrow()).contains("lifeguard.spot.replacement.enabled");
        assertThat(notMember.orElseThrow()).contains("lifeguard.spot.replacement.scope");
        assertThat(stopped.orElseThrow()).contains("lifeguard.spot.replacement.other-actions");
    }

    @Test
    void replacesWhatTheSettingsAllow() {
        // When
        var all = rules(TestReplacement.DEFAULT.withScope(SpotConfig.Scope.ALL))
                .whyNot(Optional.empty(), "delete", false);
        var stopped = rules(TestReplacement.DEFAULT.withOtherActions(true)).whyNot(Optional.empty(), "stop", true);

        // Then
        assertThat(all).isEmpty();
        assertThat(stopped).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acs:autoscaling:scalingGroupId",
                "ack.aliyun.com",
                "ack.alibabacloud.com/nodepool-id",
                "k8s.aliyun.com",
                "k8s.io/cluster-autoscaler",
                "kubernetes.io/cluster/c1",
                "karpenter.sh/nodepool"
            })
    void leavesToTheirOwnersWhatOthersReplace(String key) {
        // When
        var why = rules(TestReplacement.DEFAULT).whyNot(Map.of(key, "it"));

        // Then
        assertThat(why).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"off, true", "OFF, true", "on, false"})
    void leavesOutWhatIsTaggedOff(String value, boolean out) {
        // When
        var why = rules(TestReplacement.DEFAULT).whyNot(Map.of("ecs-lifeguard/replace", value));

        // Then
        assertThat(why.isPresent()).isEqualTo(out);
    }

    @Test
    void ordersKnownScarcityBeforeThePoolThatWasLost() {
        // When
        var candidates = Candidates.of(
                TestReplacement.DEFAULT.withTypes("a", "b").withVSwitches("1", "2"),
                Optional.of("a"),
                Optional.of("1"),
                Set.of(new Pool("a", "2", true), new Pool("a", "1", true), new Pool("b", "1", false)));

        // Then
        assertThat(candidates)
                .extracting(Candidate::toString)
                .containsExactly(
                        "b in 1",
                        "b in 2",
                        "a in 2",
                        "a in 1",
                        "b in 2 on demand",
                        "a in 2 on demand",
                        "a in 1 on demand",
                        "b in 1 on demand");
    }

    @Test
    void keepsRoomForOurTags() {
        // Given
        var many = IntStream.range(0, 30).boxed().collect(Collectors.toMap(number -> "a" + number, number -> "v"));
        many.put("ecs-lifeguard/replaces", "i-older");
        many.put("acs:internal", "v");
        var ours = ReplacementTags.ours("k".repeat(500), new InstanceId("i-old"), 1);

        // When
        var tags = ReplacementTags.with(many, ours);

        // Then
        assertThat(tags).hasSize(20).containsAllEntriesOf(ours).doesNotContainKey("acs:internal");
        assertThat(tags.values()).allMatch(value -> value.length() <= 128);
    }

    @Test
    void givesEachOrderATokenOfItsOwn() {
        // When
        var tokens = Set.of(
                token("e", 1, 0, 0),
                token("e", 1, 0, 1),
                token("e", 1, 1, 0),
                token("e", 2, 0, 0),
                token("f", 1, 0, 0));

        // Then
        assertThat(tokens).hasSize(5).allMatch(token -> token.matches("[0-9a-f]{64}"));
        assertThat(token("e", 1, 0, 0)).isIn(tokens);
    }

    private static String token(String event, int generation, int round, int candidate) {
        return ReplacementTags.token(event, new InstanceId("i-old"), generation, round, candidate);
    }

    private static ReplacementRules rules(TestReplacement replacement) {
        return new ReplacementRules(TestSpotConfig.DEFAULT.withReplacement(replacement));
    }
}
