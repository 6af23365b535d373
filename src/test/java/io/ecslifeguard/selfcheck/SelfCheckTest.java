package io.ecslifeguard.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.selfcheck.CannedCloud.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfCheckTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void findsThatEverythingWorks() {
        // When
        var findings = run(new SelfCheck());

        // Then
        assertThat(findings)
                .hasSizeGreaterThan(10)
                .allSatisfy(finding -> assertThat(finding.problem()).isEmpty());
    }

    /** As a model that is not registered would: of the answer nothing is read, and no exception tells. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /queues/full/messages | SMQ: a page of messages | of messages",
                "DescribeInstances | ECS: an answer with nested fields | 0 instances were read instead of one",
                "RunInstances | ECS: an instance is bought as a copy | what was bought is [] and not [i-made]",
                "StartInstance | ECS: the answer to a call that changes something | the request id is Optional.empty",
                "DescribeVServerGroupAttribute | SLB: groups and their members | the members is [i-selfcheck]",
                "SetVServerGroupAttribute | SLB: the answer to weights | the request id is Optional.empty",
            })
    void saysWhichAnswerIsNotRead(String call, String path, String problem) {
        // Given
        var replies = new HashMap<>(Replies.ALL);
        replies.compute(
                call,
                (name, reply) ->
                        new Reply(200, reply.type(), reply.type().endsWith("xml") ? "<Messages/>" : "{\"Unread\":1}"));

        // When
        var findings = run(new SelfCheck(replies));

        // Then
        assertThat(findings.stream().filter(finding -> !finding.works()))
                .anySatisfy(finding -> assertThat(finding.toString())
                        .startsWith("FAILED  " + path + ": ")
                        .contains(problem));
    }

    @Test
    void saysWhichErrorIsNotRead() {
        // Given
        var replies = new HashMap<>(Replies.ALL);
        replies.put("GET /queues/empty/messages", Reply.xml(404, "<Error/>"));

        // When
        var findings = run(new SelfCheck(replies));

        // Then
        assertThat(findings.stream().filter(finding -> !finding.works()).map(Finding::what))
                .containsExactly("SMQ: an empty queue, which is told by an error");
    }

    @Test
    void saysThatNestedFieldsOfARequestAreMissing() throws Exception {
        // Given
        try (var silent = new CannedCloud(Replies.ALL)) {
            // When
            var checks = new EcsChecks(silent, null).nested("DescribeInstances", Map.of("Tag.1.Key", "team"));

            // Then
            assertThat(checks).contains("Tag.1.Key is null and not team, so that part of it is lost");
        }
    }

    private static List<Finding> run(SelfCheck check) {
        return check.run().await().atMost(LONG);
    }
}
