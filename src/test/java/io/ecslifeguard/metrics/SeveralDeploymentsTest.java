package io.ecslifeguard.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecslifeguard.metrics.Queries.Match;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** One Prometheus may scrape several deployments, each in a namespace of its own: none hides another. */
class SeveralDeploymentsTest {

    /** Of series that are not there no label is known. */
    private static final String GONE = "LifeguardGone";

    @Test
    void eachHasAlertsOfItsOwn() throws IOException {
        // When
        var alerts = Queries.ofTheAlerts().stream()
                .filter(alert -> !alert.where().equals(GONE))
                .toList();

        // Then
        assertThat(alerts).hasSizeGreaterThan(5).allSatisfy(alert -> {
            var aggregations = alert.expression().split("\\b(min|max|sum)\\b", -1).length - 1;
            assertThat(alert.expression().split("\\bby \\([^)]*\\bnamespace\\b", -1))
                    .hasSize(aggregations + 1);
            assertThat(aggregations).isPositive();
        });
        assertThat(Queries.rules())
                .filteredOn(rule -> !rule.path("alert").asText().equals(GONE))
                .allSatisfy(rule -> assertThat(
                                rule.path("annotations").path("summary").asText())
                        .contains("{{ $labels.namespace }}"));
    }

    @Test
    void anAlertTellsThatNoneIsLeft() throws IOException {
        // When
        var gone = Queries.ofTheAlerts().stream()
                .filter(alert -> alert.where().equals(GONE))
                .toList();

        // Then
        assertThat(gone)
                .singleElement()
                .satisfies(
                        alert -> assertThat(alert.expression()).isEqualTo("absent(lifeguard_queue_silence_seconds)"));
    }

    @Test
    void theDashboardShowsOneAtATime() throws IOException {
        // Given
        var variables = new ObjectMapper()
                .readTree(Queries.DASHBOARD.toFile())
                .path("templating")
                .path("list");

        // When
        var queries = Queries.ofTheDashboard();

        // Then
        assertThat(variables.findValuesAsText("name")).contains("namespace");
        assertThat(queries)
                .allSatisfy(query -> assertThat(query.selectors())
                        .isNotEmpty()
                        .allSatisfy(selector -> assertThat(selector.matches())
                                .contains(new Match("namespace", "$namespace"), new Match("job", "$job"))));
    }
}
